import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import { typingUpTo } from '@community-chat/shared/capabilities/typing/contract'
import { useCallback, useMemo, useState } from 'react'
import { BlockedBar } from '../../capabilities/blocks/BlockedBar'
import { useBlocked } from '../../capabilities/blocks/useBlocks'
import { peopleIn } from '../../capabilities/messages/system'
import { Talk } from '../../capabilities/messages/Talk'
import { useRoomMessages } from '../../capabilities/messages/useRoomMessages'
import { usePeople } from '../../capabilities/profiles/usePeople'
import { QuickBar } from '../../capabilities/reactions/QuickBar'
import { ReactionBar } from '../../capabilities/reactions/ReactionBar'
import { useReact } from '../../capabilities/reactions/useReactions'
import { isDirect, isKeeper, roomName } from '../../capabilities/rooms/place'
import { TypingRow } from '../../capabilities/typing/TypingRow'
import { useTyping, useTypingSignal } from '../../capabilities/typing/useTyping'
import { go, type Address } from '../../ui/address'
import { Reporting } from './Reporting'

interface Props extends Pick<Address, 'tab' | 'community'> {
  me: Self
  room: Room
  active: boolean
}

/** What is said in a room that I am in, with what other capabilities add to it. */
export function RoomTalk({ me, room, active, tab, community }: Props) {
  const talk = useRoomMessages(room.id)
  const typing = useTyping(room.id)
  const ids = useMemo(() => {
    const found = new Set<string>()
    for (const { message } of talk.rows) if (message) for (const id of peopleIn(message)) found.add(id)
    for (const id of typing) found.add(id)
    return [...found]
  }, [talk.rows, typing])
  const people = usePeople(ids)
  const signal = useTypingSignal(room.id, room.memberCount <= typingUpTo)
  const react = useReact()
  const blocked = useBlocked()
  const [reporting, setReporting] = useState<Message | null>(null)
  const below = useCallback((message: Message) => <ReactionBar message={message} onReact={react} />, [react])
  const onPerson = useCallback(
    (id: string) => go({ tab, community, room: room.id, view: 'person', id }),
    [room.id, tab, community],
  )
  return (
    <>
      <Talk
        roomId={room.id}
        roomName={roomName(room)}
        talk={talk}
        people={people}
        myId={me.id}
        direct={isDirect(room)}
        isModerator={isKeeper(room)}
        active={active}
        onPerson={onPerson}
        onReport={setReporting}
        hidden={isDirect(room) ? undefined : blocked}
        closed={room.peer && blocked.has(room.peer.id) ? <BlockedBar person={room.peer} /> : undefined}
        below={below}
        foot={<TypingRow people={typing.flatMap(id => people[id] ?? [])} />}
        onTyped={signal.typed}
        aboveMenu={(message, close) => (
          <QuickBar
            message={message}
            onReact={(...reaction) => {
              close()
              react(...reaction)
            }}
          />
        )}
      />
      {reporting && (
        <Reporting
          subject={{ messageId: reporting.id }}
          author={people[reporting.senderId]}
          onClose={() => setReporting(null)}
        />
      )}
    </>
  )
}
