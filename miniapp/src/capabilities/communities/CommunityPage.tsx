import type { Community } from '@community-chat/shared/capabilities/communities/contract'
import { useState, type ReactNode } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { useWords } from '../../kernel/words'
import { Button } from '../../ui/Button/Button'
import { Box, Scroll, Tap, Text } from '../../ui/elements'
import { EmptyState } from '../../ui/EmptyState/EmptyState'
import { Icon } from '../../ui/Icon/Icon'
import { NavBar } from '../../ui/NavBar/NavBar'
import { Sheet, type SheetItem } from '../../ui/Sheet/Sheet'
import { RowSkeleton } from '../../ui/Skeleton/Skeleton'
import { toast } from '../../ui/Toast/toast'
import { CommunityFace } from './CommunityFace'
import { Failed } from './Discover'
import { mayEdit, mayInvite } from './place'
import { joinCommunity, leaveCommunity, useCommunity } from './useCommunities'
import { words } from './words'
import './Community.scss'

interface Props {
  communityId: string
  /** The network bar. */
  bar: ReactNode
  onBack: () => void
  onMembers: () => void
  onEdit: () => void
  onAdd: () => void
  onNewRoom: () => void
  onLeft: () => void
  onReport: () => void
  /** Its rooms; drawn anew when I have come in or gone. */
  rooms: (key: string) => ReactNode
}

/** A community: what it is, who is in it, and its rooms. */
export function CommunityPage(props: Props) {
  const w = useWords(words)
  const { community, loading, fault, reload, show } = useCommunity(props.communityId)
  if (!community) {
    return (
      <>
        <NavBar title="" backLabel={w.back} onBack={props.onBack} clear />
        {props.bar}
        {loading ? (
          <RowSkeleton label={w.loading} />
        ) : fault?.code === 'not_found' ? (
          <EmptyState title={w.goneTitle} text={w.goneText} />
        ) : (
          fault && <Failed fault={fault} onAgain={() => void reload()} />
        )}
      </>
    )
  }
  return (
    <>
      <Scroll className="community">
        <Box className={`community-cover av-c${community.colour}`}>
          <Tap className="hit community-back" label={w.back} onTap={props.onBack}>
            <Icon name="back" />
          </Tap>
        </Box>
        <Box className="community-body">
          <Box className="community-top">
            <Box className="community-face">
              <CommunityFace community={community} size={72} />
            </Box>
            <Acts {...props} community={community} show={show} />
          </Box>
          <Box className="community-name" heading={1}>
            {community.name}
          </Box>
          {community.description && <Box className="community-text">{community.description}</Box>}
          <Box className="community-facts">
            {community.visibility === 'private' && <Icon name="lock" size={14} className="community-lock" />}
            <Text>{`${w.categories[community.category]} · ${w.members(community.memberCount)}`}</Text>
          </Box>
          {props.bar}
          {props.rooms(community.role === null ? 'out' : 'in')}
        </Box>
      </Scroll>
    </>
  )
}

type ActsProps = Props & { community: Community; show: (community: Community) => void }

function Acts({ community, show, onMembers, ...rest }: ActsProps) {
  const w = useWords(words)
  const faultText = useFaultText()
  const [asked, setAsked] = useState<{ hint: string; items: SheetItem[] } | null>(null)
  const join = useTask(async () => show(await joinCommunity(community.id)))
  const run = () => void join.run(undefined).catch(fault => toast(faultText(fault)))
  if (community.role === null) {
    return (
      <>
        <Tap className="community-round" label={w.report} onTap={rest.onReport}>
          <Icon name="alert" size={22} />
        </Tap>
        <Button size={40} busy={join.pending} onTap={run}>
          {w.join}
        </Button>
      </>
    )
  }
  const leave = () =>
    void leaveCommunity(community.id).then(
      () => {
        toast(w.left)
        rest.onLeft()
      },
      fault => toast(faultText(fault)),
    )
  const stays = community.role === 'owner' && community.memberCount > 1
  const askLeave = () =>
    setAsked({
      hint: stays ? w.ownerLeaves : w.leaveAsk,
      items: stays ? [] : [{ name: w.leave, danger: true, run: leave }],
    })
  const items: SheetItem[] = [
    ...(mayEdit(community) ? [{ name: w.edit, run: rest.onEdit }] : []),
    ...(mayInvite(community) ? [{ name: w.addPeople, run: rest.onAdd }] : []),
    { name: w.newRoom, run: rest.onNewRoom },
    { name: w.report, danger: true, run: rest.onReport },
    { name: w.leave, danger: true, run: askLeave },
  ]
  return (
    <>
      <Tap className="community-round" label={w.membersTitle} onTap={onMembers}>
        <Icon name="people" size={22} />
      </Tap>
      <Button
        kind="soft"
        size={40}
        label={w.joinedMore}
        onTap={() => setAsked({ hint: community.name, items })}
      >
        {w.joined}
        <Icon name="down" size={16} className="community-down" />
      </Button>
      {asked && <Sheet {...asked} key={asked.hint} cancel={w.cancel} onClose={() => setAsked(null)} />}
    </>
  )
}
