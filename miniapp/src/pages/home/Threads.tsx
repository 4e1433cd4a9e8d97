import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import { useCallback, useMemo } from 'react'
import { useConversations } from '../../capabilities/conversations/useConversations'
import { inWords } from '../../capabilities/messages/said'
import { words as messageWords } from '../../capabilities/messages/words'
import { usePeople } from '../../capabilities/profiles/usePeople'
import { roomName, withPeer } from '../../capabilities/rooms/place'
import { RoomFace } from '../../capabilities/rooms/RoomFace'
import { ThreadInbox } from '../../capabilities/threads/ThreadInbox'
import { useFollowed } from '../../capabilities/threads/useThreads'
import { useWords } from '../../kernel/words'
import { go, type Address } from '../../ui/address'
import { usePreviews } from './usePreviews'

interface Props {
  me: Self
  tab: Address['tab']
  onBack: () => void
}

/** My threads, with the rooms, names and words that other capabilities know. */
export function Threads({ me, tab, onBack }: Props) {
  const w = useWords(messageWords)
  const kinds = usePreviews()
  const threads = useFollowed()
  const chats = useConversations()
  const ids = useMemo(() => {
    const peers = chats.rows.flatMap(({ room }) => (room.peer ? [room.peer.id] : []))
    return [...new Set([...threads.rows.map(({ last }) => last.senderId), ...peers])]
  }, [threads.rows, chats.rows])
  const people = usePeople(ids)
  const rooms = useMemo(
    () => new Map<string, Room>(chats.rows.map(({ room }) => [room.id, withPeer(room, people)])),
    [chats.rows, people],
  )
  // A room that was left a moment ago shows nothing of its threads.
  const shown = useMemo(
    () => ({ ...threads, rows: threads.rows.filter(({ seat }) => rooms.has(seat.roomId)) }),
    [threads, rooms],
  )
  const face = (roomId: string) => {
    const room = rooms.get(roomId)
    return room && <RoomFace room={room} />
  }
  const say = useCallback(
    (message: Message) => (message.gone ? '' : inWords(message, kinds, w.unknown).replace(/\s+/gu, ' ')),
    [kinds, w],
  )
  return (
    <ThreadInbox
      threads={shown}
      face={face}
      roomName={roomId => {
        const room = rooms.get(roomId)
        return room ? roomName(room) : ''
      }}
      nameOf={id => (id === me.id ? w.you : (people[id]?.displayName ?? w.someone))}
      inWords={say}
      onOpen={({ root, seat }) => go({ tab, room: seat.roomId, view: 'thread', id: root.id })}
      onBack={onBack}
    />
  )
}
