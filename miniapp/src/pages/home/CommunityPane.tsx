import { useState, type ReactNode } from 'react'
import { CommunityPage } from '../../capabilities/communities/CommunityPage'
import { useConversation } from '../../capabilities/conversations/useConversations'
import { RoomsInside } from '../../capabilities/rooms/RoomsInside'
import { back, go, type Address } from '../../ui/address'
import { Badge } from '../../ui/Badge/Badge'
import { Reporting } from './Reporting'

interface Props {
  address: Address
  communityId: string
  bar: ReactNode
}

/** A community with its rooms. */
export function CommunityPane({ address, communityId, bar }: Props) {
  const { tab, room } = address
  const [reporting, setReporting] = useState(false)
  const here: Address = { tab, room, community: communityId }
  return (
    <>
      <CommunityPage
        communityId={communityId}
        bar={bar}
        onBack={() => back({ tab, room })}
        onMembers={() => go({ ...here, view: 'members' })}
        onEdit={() => go({ ...here, view: 'edit-community' })}
        onAdd={() => go({ ...here, view: 'add-members' })}
        onNewRoom={() => go({ ...here, view: 'new' })}
        onLeft={() => go({ tab }, true)}
        onReport={() => setReporting(true)}
        rooms={key => (
          <RoomsInside
            key={key}
            communityId={communityId}
            selected={room}
            badge={id => <Unread roomId={id} />}
            onOpen={id => go({ ...here, room: id })}
          />
        )}
      />
      {reporting && <Reporting subject={{ communityId }} onClose={() => setReporting(false)} />}
    </>
  )
}

function Unread({ roomId }: { roomId: string }) {
  return <Badge count={useConversation(roomId)?.unread ?? 0} />
}
