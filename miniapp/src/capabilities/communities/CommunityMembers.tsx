import type { Community, CommunityMember } from '@community-chat/shared/capabilities/communities/contract'
import { useState } from 'react'
import { faceOf } from '../../kernel/face'
import { useFaultText } from '../../kernel/faults'
import { useWords } from '../../kernel/words'
import { Avatar } from '../../ui/Avatar/Avatar'
import { Scroll, Tap } from '../../ui/elements'
import { Group } from '../../ui/Cell/Cell'
import { Icon } from '../../ui/Icon/Icon'
import { MemberRow } from '../../ui/MemberRow/MemberRow'
import { More } from '../../ui/More/More'
import { NavBar } from '../../ui/NavBar/NavBar'
import { Sheet, type SheetItem } from '../../ui/Sheet/Sheet'
import { RowSkeleton } from '../../ui/Skeleton/Skeleton'
import { toast } from '../../ui/Toast/toast'
import { Failed } from './Discover'
import { mayInvite, mayRemove, rolesFor } from './place'
import { removeFromCommunity, setCommunityRole, useCommunity, useCommunityMembers } from './useCommunities'
import { words } from './words'

interface Props {
  communityId: string
  myId: string
  onBack: () => void
  onAdd: () => void
  onPerson: (userId: string) => void
}

/** Who belongs to a community, page by page, and what I may do with each. */
export function CommunityMembers({ communityId, myId, onBack, onAdd, onPerson }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const { community, reload } = useCommunity(communityId)
  const members = useCommunityMembers(communityId)
  const [asked, setAsked] = useState<{ hint: string; items: SheetItem[] } | null>(null)
  // A hand-over changes two rows and what I may do: both are read again.
  const attempt = (act: Promise<unknown>) =>
    void act.then(
      () => void Promise.all([members.reload(), reload()]),
      fault => toast(faultText(fault)),
    )
  const add = community && mayInvite(community) && (
    <Tap className="hit" label={w.addPeople} onTap={onAdd}>
      <Icon name="plus" />
    </Tap>
  )

  const actsOn = (place: Community, member: CommunityMember): SheetItem[] => {
    const { userId, user } = member
    const name = user.displayName
    if (userId === myId) return []
    const ask = (hint: string, item: string, run: () => void) => () =>
      setAsked({ hint, items: [{ name: item, danger: true, run }] })
    const give = (role: CommunityMember['role']) => attempt(setCommunityRole(communityId, userId, role))
    return [
      ...rolesFor(place, member).map(role =>
        role === 'owner'
          ? { name: w.makeOwner, run: ask(w.makeOwnerAsk(name), w.makeOwner, () => give(role)) }
          : { name: w.make[role], run: () => give(role) },
      ),
      ...(mayRemove(place, member)
        ? [
            {
              name: w.remove,
              danger: true,
              run: ask(w.removeAsk(name), w.remove, () => attempt(removeFromCommunity(communityId, userId))),
            },
          ]
        : []),
    ]
  }

  return (
    <>
      <NavBar title={w.membersTitle} backLabel={w.back} onBack={onBack} actions={add} edge />
      <Scroll>
        {members.loading && <RowSkeleton label={w.loadingMembers} />}
        {members.fault && members.rows.length === 0 && (
          <Failed fault={members.fault} onAgain={() => void members.reload()} />
        )}
        {members.rows.length > 0 && (
          <Group title={community ? w.members(community.memberCount) : undefined}>
            {members.rows.map(member => {
              const acts = community ? actsOn(community, member) : []
              const { role, user } = member
              const name = user.displayName
              return (
                <MemberRow
                  key={member.userId}
                  name={member.userId === myId ? w.self(name) : name}
                  face={<Avatar {...faceOf(user.avatar)} size={36} />}
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
            {members.hasMore && <More word={w.more} onTap={() => void members.loadMore()} />}
          </Group>
        )}
      </Scroll>
      {asked && <Sheet {...asked} key={asked.hint} cancel={w.cancel} onClose={() => setAsked(null)} />}
    </>
  )
}
