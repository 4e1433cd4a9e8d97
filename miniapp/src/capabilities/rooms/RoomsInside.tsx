import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import type { ReactNode } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useWords } from '../../kernel/words'
import { Box, Tap, Text } from '../../ui/elements'
import { Icon } from '../../ui/Icon/Icon'
import { Rows } from '../../ui/Listing/Listing'
import { ListRow } from '../../ui/ListRow/ListRow'
import { More } from '../../ui/More/More'
import { RowSkeleton } from '../../ui/Skeleton/Skeleton'
import { JoinRoom } from './PublicRooms'
import { useRoomsInside } from './useRoom'
import { words } from './words'
import './Rooms.scss'

interface Props {
  communityId: string
  /** The room that is open beside it. */
  selected?: string
  /** What I have not read of one of my rooms. */
  badge: (roomId: string) => ReactNode
  onOpen: (roomId: string) => void
}

/** The rooms of a community: those I am in, and those I can come into. */
export function RoomsInside({ communityId, selected, badge, onOpen }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const { mine, others, loading, fault, hasMore, loadMore, reload } = useRoomsInside(communityId)
  const line = (room: Room) => room.topic || w.members(room.memberCount)
  const head = (title: string, count: number) => (
    <Box className="rooms-head" heading={2}>
      <Text>{title}</Text>
      <Text className="rooms-number">{`${count}`}</Text>
    </Box>
  )
  return (
    <Rows>
      {mine.length > 0 && head(w.yourRooms, mine.length)}
      {mine.map(room => (
        <ListRow
          key={room.id}
          low
          face={<Tile room={room} />}
          name={<Text className="one-line">{room.name}</Text>}
          line={line(room)}
          end={badge(room.id)}
          selected={room.id === selected}
          onTap={() => onOpen(room.id)}
        />
      ))}
      {others.length > 0 && head(w.moreRooms, others.length)}
      {others.map(room => (
        <ListRow
          key={room.id}
          low
          face={<Tile room={room} />}
          name={<Text className="one-line">{room.name}</Text>}
          line={line(room)}
          end={<JoinRoom room={room} onJoined={() => onOpen(room.id)} />}
        />
      ))}
      {loading && mine.length + others.length === 0 && <RowSkeleton rows={3} label={w.loading} />}
      {!loading && !fault && mine.length + others.length === 0 && (
        <Box className="rooms-none">{w.noneInside}</Box>
      )}
      {fault && (
        <Box className="rooms-fault">
          {faultText(fault)}
          <Tap className="rooms-again" onTap={() => void reload()}>
            {w.again}
          </Tap>
        </Box>
      )}
      {hasMore && <More word={w.more} onTap={() => void loadMore()} />}
    </Rows>
  )
}

const Tile = ({ room }: { room: Room }) => (
  <Box className="rooms-tile">
    <Icon name={room.visibility === 'public' ? 'hash' : 'lock'} size={20} />
  </Box>
)
