/** What a device holds of one room, and how messages find their place in it. */
import type { Message } from '../capabilities/messages/contract'
import type { Conversation } from '../capabilities/conversations/contract'
import type { Room } from '../capabilities/rooms/contract'
import { withCalls } from './calls'
import type { Range } from './ranges'
import { countable, isCounted, isWithinTold, toldAfterReading, type Reader } from './unread'
import { eachThread, grown, isAside, taken, takenByThreads, type Threads } from './windows'

export { liveFrom } from './windows'

/** An early push: the value it carries, and the one it follows. */
export interface Held {
  prev: number
  rev: number
}

/**
 * One room on the device. What always holds: of every message whose seq lies in one of `ranges` and whose rev is
 * at or below `mark`, this is the newest state. The last range always reaches `mark`, so it is live. What stands only in
 * a thread is none of these messages; for each thread that was opened the same holds of its root and its replies.
 */
export interface RoomState {
  room: Room
  /** The first seq this person may see. */
  fromSeq: number
  readSeq: number
  /** What the server is known to have stored of `readSeq`. */
  readAcked: number
  /** Unread as the server counted it, up to the seq `to`. */
  told: { count: number; to: number }
  /** The server must be asked, though no change is known to be missing: a count, or a room just entered. */
  unsure: boolean
  /** Whether something unread calls this person. */
  mention: boolean
  lastMessage: Message | null
  /** The watermark: every change up to this value is known. */
  mark: number
  /** The highest value heard of. */
  head: number
  held: readonly Held[]
  /** When this room must be synced, in milliseconds; null while nothing is missing. */
  dueAt: number | null
  /** Syncs that brought nothing although `head` says there is more. */
  vain: number
  /** By rising seq. */
  messages: readonly Message[]
  ranges: readonly Range[]
  /** Threads that were opened, each with ranges of its own; they go where the room begins anew. */
  threads: Threads
  /** When this device learned that the person is in the room. */
  arrivedAt: number
}

/** The state of a room that was not known before: nothing loaded, live from here on. */
export const newRoom = (conversation: Conversation, now: number): RoomState => ({
  room: conversation.room,
  fromSeq: conversation.fromSeq,
  readSeq: conversation.readSeq,
  readAcked: conversation.readSeq,
  told: { count: conversation.unread, to: conversation.at },
  unsure: false,
  mention: conversation.mention,
  lastMessage: conversation.lastMessage,
  mark: conversation.at,
  head: conversation.at,
  held: [],
  dueAt: null,
  vain: 0,
  messages: [],
  ranges: [[conversation.at + 1, conversation.at]],
  threads: {},
  arrivedAt: now,
})

/** Puts messages in their place, by id, the higher rev winning; those from parts that are not loaded are dropped. */
export function place(state: RoomState, reader: Reader, incoming: readonly Message[]): RoomState {
  const all = incoming.filter(({ seq }) => seq >= state.fromSeq).map(message => withMark(message, reader))
  if (all.length === 0) return state
  const threads = takenByThreads(state.threads, state.mark, all)
  const visible = all.filter(message => !isAside(message))
  if (visible.length === 0)
    return withCalls(state, threads === state.threads ? state : { ...state, threads }, reader, all)
  const ownSeq = Math.max(
    0,
    ...visible.filter(message => isOwnSaying(message, reader.me)).map(({ seq }) => seq),
  )
  const readSeq = Math.max(state.readSeq, ownSeq)
  const next: RoomState = {
    ...state,
    messages: taken(state, state.mark, visible),
    threads,
    lastMessage: visible.reduce(newerLast, state.lastMessage),
    // The server moves my read position when I speak; that needs no telling.
    readSeq,
    readAcked: Math.max(state.readAcked, ownSeq),
    told: readSeq > state.readSeq ? toldAfterReading(state, reader, readSeq) : state.told,
    unsure: state.unsure || visible.some(message => unsettles(state, reader, message)),
  }
  return withCalls(state, next, reader, all)
}

/** Moves the watermark: the live ranges grow with it, and held pushes that now follow are joined. */
export function advance(state: RoomState, to: number): RoomState {
  let mark = state.mark
  let { ranges, threads } = state
  let held = state.held
  for (
    let next: number | undefined = to;
    next !== undefined;
    next = held.find(one => one.prev === mark)?.rev
  ) {
    if (next > mark) {
      const [from, until]: [number, number] = [mark, next]
      ranges = grown(ranges, from, until)
      threads = eachThread(threads, window => ({ ...window, ranges: grown(window.ranges, from, until) }))
      mark = next
    }
    held = held.filter(one => one.rev > mark)
  }
  return { ...state, mark, ranges, threads, held, head: Math.max(state.head, mark), vain: 0 }
}

/** True for what a person said, which moves their own read position. */
const isOwnSaying = (message: Message, me: string) => message.senderId === me && message.type !== 'system'

/** A message went that the server may have counted and that is not here: only the server knows the count now. */
function unsettles(state: RoomState, reader: Reader, message: Message): boolean {
  if (!message.gone || !isWithinTold(state, reader, message)) return false
  const known = state.messages.find(one => one.id === message.id)
  return !known || countable(known, reader)
}

function newerLast(last: Message | null, message: Message): Message | null {
  if (!last) return message
  if (message.id === last.id) return message.rev > last.rev ? message : last
  return message.seq > last.seq ? message : last
}

/** A message with the last that is known of what its reader did with it. */
function withMark(message: Message, { marks }: Reader): Message {
  const mark = marks?.[message.id]
  return mark && !message.gone ? { ...message, mine: mark.mine } : message
}

/** What this person did with a message, and what they had done before, as another device of theirs tells. */
export function marked(
  state: RoomState,
  reader: Reader,
  messageId: string,
  mine: Message['mine'],
  before: Message['mine'],
): RoomState {
  const mark = (messages: readonly Message[]) =>
    messages.some(({ id }) => id === messageId)
      ? messages.map(one => (one.id === messageId && !one.gone ? { ...one, mine } : one))
      : messages
  const threads = eachThread(state.threads, window => {
    const messages = mark(window.messages)
    return messages === window.messages ? window : { ...window, messages }
  })
  const known = state.messages.find(({ id }) => id === messageId)
  const isHidden = mine?.hidden === true
  const isOther = isHidden !== ((known?.mine ?? before)?.hidden === true)
  // What was hidden may be what called, or one of those that the server counted: only it knows what is left.
  const isDoubtful =
    (state.mention && isHidden) ||
    (isOther && (known ? isWithinTold(state, reader, known) : !isCounted(state)))
  const doubt = isDoubtful ? { unsure: true, dueAt: state.dueAt ?? 0 } : {}
  return { ...state, messages: mark(state.messages), threads, ...doubt }
}
