import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import { useState, type ReactNode } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useWords } from '../../kernel/words'
import { Cell, Group } from '../../ui/Cell/Cell'
import { Box, Scroll, Tap, Text } from '../../ui/elements'
import { Icon } from '../../ui/Icon/Icon'
import { NavBar } from '../../ui/NavBar/NavBar'
import { Sheet } from '../../ui/Sheet/Sheet'
import { toast } from '../../ui/Toast/toast'
import { MemberList } from './MemberList'
import { isDirect, isNotes, mayAdd, mayEdit, roomName } from './place'
import { RoomFace } from './RoomFace'
import { leaveRoom } from './useRoom'
import { words } from './words'
import './RoomDetails.scss'

interface Props {
  room: Room
  myId: string
  /** Beside the room it is closed, above it one goes back. */
  beside: boolean
  onBack: () => void
  onEdit: () => void
  onAdd: () => void
  onPerson: (userId: string) => void
  onLeft: () => void
  onReport: () => void
  /** Where the room belongs. */
  place?: ReactNode
  /** Ways to what was said in it. */
  finding?: ReactNode
  /** Shows with a face whether its person is there. */
  present?: (userId: string, face: ReactNode) => ReactNode
}

/** What a room is, who is in it, and how to get out. */
export function RoomDetails({
  room,
  myId,
  beside,
  onBack,
  onEdit,
  onAdd,
  onPerson,
  onLeft,
  onReport,
  place,
  finding,
  present,
}: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const [leaving, setLeaving] = useState(false)
  const direct = isDirect(room)
  const isMember = room.role !== null
  const kind = isNotes(room)
    ? w.notesKind
    : direct
      ? w.direct
      : room.visibility === 'public'
        ? w.public
        : w.group
  const leave = () =>
    void leaveRoom(room.id).then(
      () => {
        toast(w.left)
        onLeft()
      },
      fault => toast(faultText(fault)),
    )
  const close: ReactNode = (
    <Tap className="hit" label={w.close} onTap={onBack}>
      <Icon name="close" size={20} />
    </Tap>
  )
  return (
    <>
      <NavBar
        title={w.details}
        backLabel={w.back}
        onBack={beside ? undefined : onBack}
        actions={beside ? close : undefined}
        clear
      />
      <Scroll className="details">
        <Box className="details-card">
          <RoomFace room={room} size={64} />
          <Box className="details-name" heading={2}>
            {roomName(room)}
          </Box>
          <Text className="details-kind">
            {direct
              ? kind
              : `${kind} · ${w.members(room.memberCount)}${room.maxMembers ? ` / ${room.maxMembers}` : ''}`}
          </Text>
          {room.topic && <Box className="details-topic">{room.topic}</Box>}
        </Box>
        {(mayEdit(room) || mayAdd(room)) && (
          <Group>
            {mayEdit(room) && <Cell icon="edit" name={w.editRoom} last={!mayAdd(room)} onTap={onEdit} />}
            {mayAdd(room) && <Cell icon="plus" name={w.addPeople} last onTap={onAdd} />}
          </Group>
        )}
        {isMember && finding}
        {place}
        {direct && room.peer && (
          <Group>
            <Cell icon="me" name={w.profile} last onTap={() => room.peer && onPerson(room.peer.id)} />
          </Group>
        )}
        {isMember && !direct && <MemberList room={room} myId={myId} onPerson={onPerson} present={present} />}
        {isMember && !direct && (
          <Group>
            <Cell danger name={w.report} onTap={onReport} />
            <Cell danger name={w.leave} last onTap={() => setLeaving(true)} />
          </Group>
        )}
      </Scroll>
      {leaving && (
        <Sheet
          hint={room.role === 'owner' && room.memberCount > 1 ? w.ownerLeaves : w.leaveAsk}
          cancel={w.cancel}
          items={
            room.role === 'owner' && room.memberCount > 1 ? [] : [{ name: w.leave, danger: true, run: leave }]
          }
          onClose={() => setLeaving(false)}
        />
      )}
    </>
  )
}
