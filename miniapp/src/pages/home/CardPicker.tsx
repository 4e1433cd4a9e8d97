import { useState } from 'react'
import { useConversations } from '../../capabilities/conversations/useConversations'
import { PeoplePicker } from '../../capabilities/profiles/PeoplePicker'
import { isDirect, roomName } from '../../capabilities/rooms/place'
import { RoomFace } from '../../capabilities/rooms/RoomFace'
import { useWords } from '../../kernel/words'
import { Chips } from '../../ui/Chips/Chips'
import { Box, Scroll, Tap, Text } from '../../ui/elements'
import { EmptyState } from '../../ui/EmptyState/EmptyState'
import { Icon } from '../../ui/Icon/Icon'
import { Layer } from '../../ui/Layer/Layer'
import { ListRow } from '../../ui/ListRow/ListRow'
import { words } from './card-words'
import './CardPicker.scss'

interface Props {
  onPick: (of: 'person' | 'room', id: string) => void
  onClose: () => void
}

/** Whose card is sent: someone's, or that of a room of mine. */
export function CardPicker({ onPick, onClose }: Props) {
  const w = useWords(words)
  const [of, setOf] = useState<'person' | 'room'>('person')
  return (
    <Layer role="dialog" label={w.title} scrim className="sheet card-picker" onClose={onClose}>
      <Box className="card-picker-head">
        <Text className="card-picker-title">{w.title}</Text>
        <Tap className="hit" label={w.close} onTap={onClose}>
          <Icon name="close" size={20} />
        </Tap>
      </Box>
      <Box className="card-picker-kinds">
        <Chips
          label={w.kinds}
          chosen={of}
          onChoose={setOf}
          chips={[
            { key: 'person', name: w.people },
            { key: 'room', name: w.rooms },
          ]}
        />
      </Box>
      <Box className="card-picker-list">
        {of === 'person' ? (
          <PeoplePicker onTap={person => onPick('person', person.id)} />
        ) : (
          <Rooms onPick={id => onPick('room', id)} />
        )}
      </Box>
    </Layer>
  )
}

function Rooms({ onPick }: { onPick: (id: string) => void }) {
  const w = useWords(words)
  const rows = useConversations().rows.filter(({ room }) => !isDirect(room))
  if (rows.length === 0) return <EmptyState title={w.noRooms} />
  return (
    <Scroll className="card-picker-rooms">
      {rows.map(({ room }) => (
        <ListRow
          key={room.id}
          low
          face={<RoomFace room={room} size={40} />}
          name={<Text className="one-line">{roomName(room)}</Text>}
          line={<Text className="one-line">{w.members(room.memberCount)}</Text>}
          onTap={() => onPick(room.id)}
        />
      ))}
    </Scroll>
  )
}
