import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import { useState } from 'react'
import { useMemo } from 'react'
import { CommunityCell } from '../../capabilities/communities/CommunityCell'
import { useConversation } from '../../capabilities/conversations/useConversations'
import { WithPresence } from '../../capabilities/presence/WithPresence'
import { usePeople } from '../../capabilities/profiles/usePeople'
import { EditRoom } from '../../capabilities/rooms/EditRoom'
import { withPeer } from '../../capabilities/rooms/place'
import { RoomDetails } from '../../capabilities/rooms/RoomDetails'
import { addMember, useMembers } from '../../capabilities/rooms/useMembers'
import { useRoom } from '../../capabilities/rooms/useRoom'
import { useWords } from '../../kernel/words'
import { back, go, type Address } from '../../ui/address'
import { NavBar } from '../../ui/NavBar/NavBar'
import { RowSkeleton } from '../../ui/Skeleton/Skeleton'
import { AddPeople } from './AddPeople'
import { PersonPane } from './PersonPane'
import { Reporting } from './Reporting'
import { words } from './words'

interface Props {
  me: Self
  address: Address
  roomId: string
  wide: boolean
}

/** What stands beside a room: its details, and the people in it. */
export function SidePane({ me, address, roomId, wide }: Props) {
  const w = useWords(words)
  const { tab, community, view, id } = address
  const live = useRoom(roomId)
  const row = useConversation(roomId)
  const found = live.room ?? row?.room ?? null
  const people = usePeople(found?.peer ? [found.peer.id] : [])
  const room = withPeer(found, people)
  const [reporting, setReporting] = useState(false)
  const here: Address = { tab, community, room: roomId }
  const details: Address = { ...here, view: 'details' }
  const onBack = () => back(view === 'details' ? here : details)
  if (view === 'person' && id) {
    return <PersonPane key={id} me={me} userId={id} tab={tab} onBack={onBack} />
  }
  if (!room) {
    return (
      <>
        <NavBar title={w.details} backLabel={w.return} onBack={onBack} />
        <RowSkeleton label={w.loading} />
      </>
    )
  }
  if (view === 'edit') return <EditRoom room={room} onBack={onBack} reload={live.reload} />
  if (view === 'add') {
    return <AddToRoom roomId={roomId} onBack={onBack} />
  }
  return (
    <>
      <RoomDetails
        room={room}
        myId={me.id}
        beside={wide}
        onBack={wide ? () => go(here) : onBack}
        onEdit={() => go({ ...details, view: 'edit' })}
        onAdd={() => go({ ...details, view: 'add' })}
        onPerson={userId => go({ ...here, view: 'person', id: userId })}
        onLeft={() => go({ tab, community }, true)}
        onReport={() => setReporting(true)}
        place={
          room.communityId && (
            <CommunityCell
              communityId={room.communityId}
              onOpen={() =>
                go({ tab: 'discover', room: wide ? roomId : undefined, community: room.communityId! })
              }
            />
          )
        }
        present={(userId, face) => (
          <WithPresence userId={userId} size={36}>
            {face}
          </WithPresence>
        )}
      />
      {reporting && <Reporting subject={{ roomId }} onClose={() => setReporting(false)} />}
    </>
  )
}

function AddToRoom({ roomId, onBack }: { roomId: string; onBack: () => void }) {
  const { rows } = useMembers(roomId)
  const without = useMemo(() => new Set(rows.map(member => member.userId)), [rows])
  return <AddPeople without={without} add={userId => addMember(roomId, userId)} onBack={onBack} />
}
