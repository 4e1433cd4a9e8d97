import { roomName } from '../../capabilities/rooms/place'
import { SchedulesPage } from '../../capabilities/schedules/SchedulesPage'
import { useDevice } from '../../kernel/device'
import { go, type Address } from '../../ui/address'

/** What I planned, with the rooms it belongs to by their names. */
export function Schedules({ tab, onBack }: Pick<Address, 'tab'> & { onBack: () => void }) {
  const rooms = useDevice(({ replica }) => replica.rooms, null)
  const nameOf = (id: string) => {
    const room = rooms?.[id]?.room
    return room ? roomName(room) : undefined
  }
  return (
    <SchedulesPage
      nameOf={nameOf}
      onMessage={(room, message) => go({ tab, room, message })}
      onBack={onBack}
    />
  )
}
