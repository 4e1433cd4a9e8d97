import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import type { ReactNode } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { useWords } from '../../kernel/words'
import { Button } from '../../ui/Button/Button'
import { Box, Tap } from '../../ui/elements'
import { PlaceCard } from '../../ui/PlaceCard/PlaceCard'
import { RowSkeleton } from '../../ui/Skeleton/Skeleton'
import { toast } from '../../ui/Toast/toast'
import { RoomFace } from './RoomFace'
import { joinRoom, type PublicRooms as Rooms } from './useRoom'
import { words } from './words'
import './Rooms.scss'

interface Props {
  rooms: Rooms
  /** Only those whose name or topic holds it. */
  filter: string
  /** True for rooms that are in my list by now. */
  isMine: (roomId: string) => boolean
  onOpen: (roomId: string) => void
  /** Instead of the rooms, where there are none. */
  none: ReactNode
}

/** The public rooms, and the way into them. */
export function PublicRooms({ rooms, filter, isMine, onOpen, none }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const wanted = filter.trim().toLowerCase()
  const shown = rooms.rows.filter(room => `${room.name} ${room.topic}`.toLowerCase().includes(wanted))
  if (rooms.loading && shown.length === 0) return <RowSkeleton rows={3} label={w.loading} />
  if (shown.length === 0 && !rooms.fault) return none
  return (
    <>
      <Box className="rooms-title" heading={2}>
        {w.publicRooms}
      </Box>
      {shown.map(room => (
        <PublicRoom key={room.id} room={room} mine={room.role !== null || isMine(room.id)} onOpen={onOpen} />
      ))}
      {rooms.fault && (
        <Box className="rooms-fault">
          {faultText(rooms.fault)}
          <Tap className="rooms-again" onTap={() => void rooms.reload()}>
            {w.again}
          </Tap>
        </Box>
      )}
    </>
  )
}

function PublicRoom({ room, mine, onOpen }: { room: Room; mine: boolean; onOpen: (roomId: string) => void }) {
  const w = useWords(words)
  return (
    <PlaceCard
      face={<RoomFace room={room} size={48} />}
      name={room.name}
      text={room.topic}
      count={w.members(room.memberCount)}
      end={
        mine ? (
          <Button kind="soft" size={32} label={`${w.open} ${room.name}`} onTap={() => onOpen(room.id)}>
            {w.open}
          </Button>
        ) : (
          <JoinRoom room={room} onJoined={() => onOpen(room.id)} />
        )
      }
    />
  )
}

/** Comes into a room. */
export function JoinRoom({ room, onJoined }: { room: Room; onJoined: () => void }) {
  const w = useWords(words)
  const faultText = useFaultText()
  const join = useTask(async () => {
    await joinRoom(room.id)
    onJoined()
  })
  const run = () => void join.run(undefined).catch(fault => toast(faultText(fault)))
  return (
    <Button kind="tint" size={32} busy={join.pending} label={`${w.join} ${room.name}`} onTap={run}>
      {w.join}
    </Button>
  )
}
