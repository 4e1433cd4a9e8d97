import type { Member, Room } from '@community-chat/shared/capabilities/rooms/contract'
import { useState } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useWords } from '../../kernel/words'
import { Avatar } from '../../ui/Avatar/Avatar'
import { Group } from '../../ui/Cell/Cell'
import { Box, Tap, Text } from '../../ui/elements'
import { Icon } from '../../ui/Icon/Icon'
import { Sheet, type SheetItem } from '../../ui/Sheet/Sheet'
import { RowSkeleton } from '../../ui/Skeleton/Skeleton'
import { Tag } from '../../ui/Tag/Tag'
import { toast } from '../../ui/Toast/toast'
import { mayRemove } from './place'
import { removeMember, setRole, useMembers } from './useMembers'
import { words } from './words'

interface Props {
  room: Room
  myId: string
  onPerson: (userId: string) => void
}

/** Who is in a room, page by page, and what a keeper may do with each. */
export function MemberList({ room, myId, onPerson }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const members = useMembers(room.id)
  const [asked, setAsked] = useState<{ hint: string; items: SheetItem[] } | null>(null)
  const attempt = (act: Promise<unknown>) => void act.catch(fault => toast(faultText(fault)))

  const actsOn = (member: Member): SheetItem[] => {
    const { userId, user, role } = member
    const name = user.displayName
    if (userId === myId) return []
    const ask = (hint: string, item: string, run: () => void) => () =>
      setAsked({ hint, items: [{ name: item, danger: true, run }] })
    const other = role === 'moderator' ? 'member' : 'moderator'
    return [
      ...(room.role === 'owner'
        ? [
            {
              name: role === 'moderator' ? w.makeMember : w.makeModerator,
              run: () => attempt(setRole(room.id, userId, other)),
            },
            {
              name: w.makeOwner,
              run: ask(w.makeOwnerAsk(name), w.makeOwner, () => attempt(setRole(room.id, userId, 'owner'))),
            },
          ]
        : []),
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
        return (
          <Box className="member-line" key={member.userId}>
            <Tap className="member" onTap={() => onPerson(member.userId)}>
              <Avatar letters={user.avatar.letters} colour={user.avatar.colour} size={36} />
              <Box className="member-words">
                <Text className="one-line">
                  {member.userId === myId ? w.self(user.displayName) : user.displayName}
                </Text>
                {role !== 'member' && <Tag kind={role}>{role === 'owner' ? w.owner : w.moderator}</Tag>}
              </Box>
            </Tap>
            {acts.length > 0 && (
              <Tap
                className="hit member-more"
                label={`${w.more}: ${user.displayName}`}
                onTap={() => setAsked({ hint: user.displayName, items: acts })}
              >
                <Icon name="more" size={20} />
              </Tap>
            )}
          </Box>
        )
      })}
      {members.hasMore && (
        <Tap className="members-more" onTap={() => attempt(members.loadMore())}>
          {w.more}
        </Tap>
      )}
      {asked && <Sheet {...asked} key={asked.hint} cancel={w.cancel} onClose={() => setAsked(null)} />}
    </Group>
  )
}
