import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import { useConversation } from '../../capabilities/conversations/useConversations'
import { PeoplePicker } from '../../capabilities/profiles/PeoplePicker'
import { AddPeople } from '../../capabilities/rooms/AddPeople'
import { EditRoom } from '../../capabilities/rooms/EditRoom'
import { RoomDetails } from '../../capabilities/rooms/RoomDetails'
import { useRoom } from '../../capabilities/rooms/useRoom'
import { useWords } from '../../kernel/words'
import { back, go, type Address } from '../../ui/address'
import { NavBar } from '../../ui/NavBar/NavBar'
import { RowSkeleton } from '../../ui/Skeleton/Skeleton'
import { PersonPane } from './PersonPane'
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
  const { tab, view, id } = address
  const live = useRoom(roomId)
  const row = useConversation(roomId)
  const room = live.room ?? row?.room ?? null
  const details: Address = { tab, room: roomId, view: 'details' }
  const onBack = () => back(view === 'details' ? { tab, room: roomId } : details)
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
    return (
      <AddPeople
        room={room}
        onBack={onBack}
        picker={(chosen, onTap, without) => <PeoplePicker chosen={chosen} onTap={onTap} without={without} />}
      />
    )
  }
  return (
    <RoomDetails
      room={room}
      myId={me.id}
      beside={wide}
      onBack={wide ? () => go({ tab, room: roomId }) : onBack}
      onEdit={() => go({ ...details, view: 'edit' })}
      onAdd={() => go({ ...details, view: 'add' })}
      onPerson={userId => go({ tab, room: roomId, view: 'person', id: userId })}
      onLeft={() => go({ tab }, true)}
    />
  )
}
