import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import { useState } from 'react'
import { useMemo } from 'react'
import { ActivityCell } from '../../capabilities/audit/ActivityCell'
import { CommunityCell } from '../../capabilities/communities/CommunityCell'
import { useConversation } from '../../capabilities/conversations/useConversations'
import { ExpiryCell } from '../../capabilities/expiry/ExpiryCell'
import { ExpiryChoice } from '../../capabilities/expiry/ExpiryChoice'
import { WithPresence } from '../../capabilities/presence/WithPresence'
import { usePeople } from '../../capabilities/profiles/usePeople'
import { AnnouncementCell } from '../../capabilities/rooms/AnnouncementCell'
import { EditRoom } from '../../capabilities/rooms/EditRoom'
import { isNotes, mayEdit, mayExpire, withPeer } from '../../capabilities/rooms/place'
import { RoomDetails } from '../../capabilities/rooms/RoomDetails'
import { addMember, useMembers } from '../../capabilities/rooms/useMembers'
import { useRoom } from '../../capabilities/rooms/useRoom'
import { useWords } from '../../kernel/words'
import { back, go, type Address } from '../../ui/address'
import { NavBar } from '../../ui/NavBar/NavBar'
import { RowSkeleton } from '../../ui/Skeleton/Skeleton'
import { later } from '../../ui/later'
import { AddPeople } from './AddPeople'
import { PersonPane } from './PersonPane'
import { Reporting } from './Reporting'
import { RoomFinding } from './RoomFinding'
import { words } from './words'

const ActivityLog = later(() => import('../../capabilities/audit/ActivityLog').then(file => file.ActivityLog))
const ThreadPane = later(() => import('./ThreadPane').then(file => file.ThreadPane))

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
  const named = [found?.peer?.id, found?.announcement?.by]
  const people = usePeople(named.flatMap(id => id ?? []))
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
  if (view === 'thread' && id) {
    const isMember = row !== null || (live.room?.role ?? null) !== null
    return (
      <ThreadPane
        key={id}
        me={me}
        room={room}
        isMember={isMember}
        rootId={id}
        wide={wide}
        onBack={() => (wide ? go(here) : back(here))}
        tab={tab}
        community={community}
        message={address.message}
      />
    )
  }
  if (view === 'activity') return <ActivityLog roomId={roomId} onBack={onBack} />
  if (view === 'edit') {
    const expiry = (seconds: number, onChange: (seconds: number) => void) => (
      <ExpiryChoice seconds={seconds} onChange={onChange} />
    )
    return <EditRoom room={room} onBack={onBack} reload={live.reload} expiry={expiry} />
  }
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
        finding={<RoomFinding here={{ ...here, room: roomId }} />}
        place={
          <>
            {room.communityId && (
              <CommunityCell
                communityId={room.communityId}
                onOpen={() =>
                  go({ tab: 'discover', room: wide ? roomId : undefined, community: room.communityId! })
                }
              />
            )}
            <AnnouncementCell room={room} by={people[room.announcement?.by ?? '']?.displayName} />
            {!isNotes(room) && <ExpiryCell room={room} mayChange={mayExpire(room)} reload={live.reload} />}
            {mayEdit(room) && <ActivityCell onOpen={() => go({ ...details, view: 'activity' })} />}
          </>
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
