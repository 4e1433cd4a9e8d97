import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import type { Quote } from '@community-chat/shared/capabilities/replies/contract'
import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { useBlocksPart } from '../../capabilities/blocks/useBlocksPart'
import { peopleChained } from '../../capabilities/chains/entries'
import { useChainPart } from '../../capabilities/chains/useChainPart'
import { useDraft } from '../../capabilities/drafts/useDrafts'
import { useFavouritePart } from '../../capabilities/favourites/useFavouritePart'
import { useExpiryPart } from '../../capabilities/expiry/useExpiryPart'
import { useHidingPart } from '../../capabilities/hiding/useHidingPart'
import { peopleIn } from '../../capabilities/messages/system'
import { Talk } from '../../capabilities/messages/Talk'
import { type ThreadPlace, useRoomMessages } from '../../capabilities/messages/useRoomMessages'
import { usePlacePart } from '../../capabilities/messages/usePlacePart'
import { usePollPart } from '../../capabilities/polls/usePollPart'
import { usePeople } from '../../capabilities/profiles/usePeople'
import { usePins } from '../../capabilities/pins/usePins'
import { useMentionPart } from '../../capabilities/mentions/useMentionPart'
import { useReceiptPart } from '../../capabilities/receipts/useReceiptPart'
import { useReactionPart } from '../../capabilities/reactions/useReactionPart'
import { peopleQuoted } from '../../capabilities/replies/answering'
import { useReplyPart } from '../../capabilities/replies/useReplyPart'
import { useReportPart } from '../../capabilities/reports/useReportPart'
import { isDirect, isKeeper, roomName } from '../../capabilities/rooms/place'
import { useSchedulePart } from '../../capabilities/schedules/useSchedulePart'
import { useThreadPart } from '../../capabilities/threads/useThreadPart'
import { peopleAnswering } from '../../capabilities/threads/useThreads'
import { useTyping } from '../../capabilities/typing/useTyping'
import { useTypingPart } from '../../capabilities/typing/useTypingPart'
import { useStable } from '../../kernel/stable'
import type { TalkHandle, TalkPart } from '../../kernel/talk'
import { go, type Address } from '../../ui/address'
import { later } from '../../ui/later'
import { Reporting } from './Reporting'
import { useFavouriteWords } from './useFavouriteWords'
import { useCarriedParts } from './useCarriedParts'
import { useCardPart } from './useCardPart'
import { usePreviews } from './usePreviews'

const Emoji = later(() => import('./EmojiPanel').then(file => file.EmojiPanel))

interface Props extends Pick<Address, 'tab' | 'community' | 'message'> {
  me: Self
  room: Room
  active: boolean
  /** Shows this thread of it instead. */
  thread?: ThreadPlace
  /** What it is called; absent for the room's own name. */
  title?: string
}

/** What is said in a room that I am in, or in one thread of it, with what other capabilities add to it. */
export function RoomTalk({ me, room, active, tab, community, message, thread, title }: Props) {
  const talk = useRoomMessages(room.id, thread)
  const rootId = thread?.rootId
  const typing = useTyping(room.id)
  const pins = usePins(room.id)
  const announcer = room.announcement?.by
  const ids = useMemo(() => {
    const found = new Set<string>()
    for (const { message } of talk.rows) for (const id of message ? peopleOf(message) : []) found.add(id)
    for (const id of typing) found.add(id)
    for (const { senderId } of pins) found.add(senderId)
    if (announcer) found.add(announcer)
    return [...found]
  }, [talk.rows, typing, pins, announcer])
  const people = usePeople(ids)
  const senders = useMemo(() => talk.rows.map(row => row.senderId), [talk.rows])
  const handle = useRef<TalkHandle>(null)
  const onPerson = useCallback(
    (id: string) => go({ tab, community, room: room.id, view: 'person', id }),
    [room.id, tab, community],
  )
  const reporting = useCallback(
    (message: Message, close: () => void) => (
      <Reporting subject={{ messageId: message.id }} author={people[message.senderId]} onClose={close} />
    ),
    [people],
  )
  const toThread = useCallback(
    (id: string) => go({ tab, community, room: room.id, view: 'thread', id }),
    [room.id, tab, community],
  )
  const toSchedules = useCallback(
    () => go({ tab, community, room: room.id, view: 'schedules' }),
    [room.id, tab, community],
  )
  const onLed = useCallback(
    ({ id: message, threadId: id }: Message) =>
      go({ tab, community, room: room.id, view: 'thread', id, message }, true),
    [room.id, tab, community],
  )
  const nameOf = useCallback((id: string) => people[id]?.displayName ?? '…', [people])
  const onOriginal = useCallback(
    ({ messageId, seq }: Quote, { threadId }: Message) =>
      // What was said in a thread answers what stands there.
      threadId && !rootId ? toThread(threadId) : handle.current?.toMessage(messageId, seq),
    [rootId, toThread],
  )
  const here = useMemo<Address>(() => ({ tab, community, room: room.id }), [tab, community, room.id])
  const typers = useTypingPart(room, people)
  const previews = usePreviews()
  const toMessage = useCallback((id: string, seq: number) => handle.current?.toMessage(id, seq), [])
  const inThread = rootId !== undefined
  const carried = useCarriedParts({ room, inThread, pins, nameOf, previews, toMessage })
  const parts = useStable<TalkPart>([
    ...previews,
    // First, because while messages are chosen nothing else stands where one would write.
    ...carried,
    useBlocksPart(isDirect(room) ? room.peer : null),
    ...(rootId ? [] : [typers]),
    useReplyPart({ place: `${me.id}/${rootId ?? room.id}`, nameOf, onOriginal }),
    useThreadPart({ roomId: room.id, rootId, people, onOpen: toThread, onLed }),
    useFavouritePart(room.id, rootId, useFavouriteWords),
    usePlacePart(handle),
    useCardPart(handle, here),
    useExpiryPart(),
    useHidingPart(),
    usePollPart({ roomId: room.id, myId: me.id, isModerator: isKeeper(room), onPerson }),
    useChainPart({ roomId: room.id, me, isModerator: isKeeper(room), nameOf }),
    useSchedulePart({ roomId: room.id, threadId: rootId, onAll: toSchedules }),
    useReportPart(me.id, reporting),
    useReactionPart(Emoji, onPerson),
    useMentionPart({
      room,
      rootId,
      myId: me.id,
      people,
      senders,
      readSeq: talk.loading ? null : talk.readSeq,
      handle,
      onPerson,
      onThread: toThread,
    }),
    useReceiptPart(room, me.id, onPerson),
  ])

  useEffect(() => {
    if (message) handle.current?.toMessage(message)
  }, [message])

  return (
    <Talk
      useDraft={useDraft}
      handle={handle}
      roomId={room.id}
      threadId={rootId}
      roomName={title ?? roomName(room)}
      talk={talk}
      people={people}
      myId={me.id}
      direct={isDirect(room)}
      isModerator={isKeeper(room)}
      active={active}
      onPerson={onPerson}
      parts={parts}
      Emoji={Emoji}
    />
  )
}

/** Asked of every message of a room whenever one is added. */
const shown = new WeakMap<Message, readonly string[]>()

/** Everyone whose name or face a message shows. */
function peopleOf(message: Message): readonly string[] {
  const known = shown.get(message)
  if (known) return known
  const all = [
    ...peopleIn(message),
    ...peopleChained(message),
    ...peopleQuoted(message),
    ...peopleAnswering(message),
  ]
  shown.set(message, all)
  return all
}
