import type { Member, Room } from '@community-chat/shared/capabilities/rooms/contract'
import { useState, type ReactNode } from 'react'
import { faceOf } from '../../kernel/face'
import { useFaultText } from '../../kernel/faults'
import { useWords } from '../../kernel/words'
import { Avatar } from '../../ui/Avatar/Avatar'
import { Group } from '../../ui/Cell/Cell'
import { Box } from '../../ui/elements'
import { More } from '../../ui/More/More'
import { MemberRow } from '../../ui/MemberRow/MemberRow'
import { Sheet, type SheetItem } from '../../ui/Sheet/Sheet'
import { RowSkeleton } from '../../ui/Skeleton/Skeleton'
import { toast } from '../../ui/Toast/toast'
import { mayRemove, rolesFor } from './place'
import { removeMember, setRole, useMembers } from './useMembers'
import { words } from './words'

interface Props {
  room: Room
  myId: string
  onPerson: (userId: string) => void
  /** Shows with a face whether its person is there. */
  present?: (userId: string, face: ReactNode) => ReactNode
}

/** Who is in a room, page by page, and what a keeper may do with each. */
export function MemberList({ room, myId, onPerson, present = (_, face) => face }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const members = useMembers(room.id)
  const [asked, setAsked] = useState<{ hint: string; items: SheetItem[] } | null>(null)
  const attempt = (act: Promise<unknown>) => void act.catch(fault => toast(faultText(fault)))

  const actsOn = (member: Member): SheetItem[] => {
    const { userId, user } = member
    const name = user.displayName
    if (userId === myId) return []
    const ask = (hint: string, item: string, run: () => void) => () =>
      setAsked({ hint, items: [{ name: item, danger: true, run }] })
    return [
      ...rolesFor(room, member).map(next =>
        next === 'owner'
          ? {
              name: w.makeOwner,
              run: ask(w.makeOwnerAsk(name), w.makeOwner, () => attempt(setRole(room.id, userId, next))),
            }
          : { name: w.make[next], run: () => attempt(setRole(room.id, userId, next)) },
      ),
      ...(mayRemove(room, member)
        ? [
            {
              name: w.remove,
              danger: true,
              run: ask(w.removeAsk(name), w.remove, () => attempt(removeMember(room.id, userId))),
            },
          ]
        : []),
    ]
  }

  return (
    <Group title={w.members(room.memberCount)}>
      {members.loading && members.rows.length === 0 && <RowSkeleton rows={3} label={w.loadingMembers} />}
      {members.fault && members.rows.length === 0 && (
        <Box className="picker-hint">{faultText(members.fault)}</Box>
      )}
      {members.rows.map(member => {
        const acts = actsOn(member)
        const { user, role } = member
        const name = user.displayName
        return (
          <MemberRow
            key={member.userId}
            name={member.userId === myId ? w.self(name) : name}
            face={present(member.userId, <Avatar {...faceOf(user.avatar)} size={36} />)}
            status={user.status}
            tag={role === 'member' ? undefined : { kind: role, word: w.roles[role] }}
            onTap={() => onPerson(member.userId)}
            more={
              acts.length > 0
                ? { label: `${w.more}: ${name}`, onTap: () => setAsked({ hint: name, items: acts }) }
                : undefined
            }
          />
        )
      })}
      {members.hasMore && <More word={w.more} onTap={() => attempt(members.loadMore())} />}
      {asked && <Sheet {...asked} key={asked.hint} cancel={w.cancel} onClose={() => setAsked(null)} />}
    </Group>
  )
}
