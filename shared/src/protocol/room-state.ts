/** What a device holds of one room, and how messages find their place in it. */
import type { Message } from '../capabilities/messages/contract'
import type { Conversation } from '../capabilities/conversations/contract'
import type { Room } from '../capabilities/rooms/contract'
import { addRange, rangeAt, type Range } from './ranges'
import { countable, isCounted, isIgnored, toldAfterReading, type Reader } from './unread'

/** An early push: the value it carries, and the one it follows. */
export interface Held {
  prev: number
  rev: number
}

/**
 * One room on the device. What always holds: of every message whose seq lies in one of `ranges` and whose rev is
 * at or below `mark`, this is the newest state. The last range always reaches `mark`, so it is live.
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
  arrivedAt: now,
})

/** The first seq of the live range: from here on nothing is missing but what is still on its way. */
export const liveFrom = (state: RoomState): number =>
  state.ranges[state.ranges.length - 1]?.[0] ?? state.mark + 1

/** Puts messages in their place, by id, the higher rev winning; those from parts that are not loaded are dropped. */
export function place(state: RoomState, reader: Reader, incoming: readonly Message[]): RoomState {
  const visible = incoming.filter(message => message.seq >= state.fromSeq)
  if (visible.length === 0) return state
  const live = liveFrom(state)
  const loaded = visible.filter(({ seq }) => seq >= live || rangeAt(state.ranges, seq))
  const ownSeq = Math.max(
    0,
    ...visible.filter(message => isOwnSaying(message, reader.me)).map(({ seq }) => seq),
  )
  const readSeq = Math.max(state.readSeq, ownSeq)
  return {
    ...state,
    messages: merge(state.messages, loaded),
    lastMessage: visible.reduce(newerLast, state.lastMessage),
    // The server moves my read position when I speak; that needs no telling.
    readSeq,
    readAcked: Math.max(state.readAcked, ownSeq),
    told: readSeq > state.readSeq ? toldAfterReading(state, reader, readSeq) : state.told,
    unsure: state.unsure || visible.some(message => unsettles(state, reader, message)),
  }
}

/** Moves the watermark: the live range grows with it, and held pushes that now follow are joined. */
export function advance(state: RoomState, to: number): RoomState {
  let mark = state.mark
  let ranges = state.ranges
  let held = state.held
  for (
    let next: number | undefined = to;
    next !== undefined;
    next = held.find(one => one.prev === mark)?.rev
  ) {
    if (next > mark) {
      const [from, until]: [number, number] = [mark, next]
      const grown = ranges
        .filter(range => range[1] >= from)
        .map(range => [range[0], Math.max(range[1], until)] as const)
      ranges = grown.reduce(addRange, addRange(ranges, [from + 1, until]))
      mark = next
    }
    held = held.filter(one => one.rev > mark)
  }
  return { ...state, mark, ranges, held, head: Math.max(state.head, mark), vain: 0 }
}

/** True for what a person said, which moves their own read position. */
const isOwnSaying = (message: Message, me: string) => message.senderId === me && message.type !== 'system'

/** A message went that the server may have counted and that is not here: only the server knows the count now. */
function unsettles(state: RoomState, reader: Reader, message: Message): boolean {
  if (!message.gone || message.senderId === reader.me || message.type === 'system') return false
  if (isIgnored(reader, message.senderId)) return false
  if (message.seq <= state.readSeq || message.seq > state.told.to || isCounted(state)) return false
  const known = state.messages.find(one => one.id === message.id)
  return !known || countable(known, reader)
}

function newerLast(last: Message | null, message: Message): Message | null {
  if (!last) return message
  if (message.id === last.id) return message.rev > last.rev ? message : last
  return message.seq > last.seq ? message : last
}

/** Of two states of one message the later; what only the reader is told stays known where the later is silent. */
function newer(known: Message, next: Message): Message {
  if (next.rev < known.rev) return known
  const mine = next.mine ?? known.mine
  if (next.rev === known.rev) return next.mine && !isSame(next.mine, known.mine) ? { ...known, mine } : known
  return mine && next.mine !== mine && !next.gone ? { ...next, mine } : next
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** What this person did with a message, as another device of theirs tells. */
export const marked = (state: RoomState, messageId: string, mine: Message['mine']): RoomState => ({
  ...state,
  messages: state.messages.map(message =>
    message.id === messageId && !message.gone ? { ...message, mine } : message,
  ),
})

/** Both lists in one, by rising seq; of the same message the higher rev, and the newest word on what is mine. */
function merge(known: readonly Message[], incoming: readonly Message[]): readonly Message[] {
  if (incoming.length === 0) return known
  const byId = new Map<string, Message>()
  for (const message of incoming) {
    const other = byId.get(message.id)
    byId.set(message.id, other ? newer(other, message) : message)
  }
  let changed = false
  const kept = known.map(message => {
    const other = byId.get(message.id)
    byId.delete(message.id)
    const next = other ? newer(message, other) : message
    changed ||= next !== message
    return next
  })
  if (byId.size === 0) return changed ? kept : known
  const added = [...byId.values()].sort((a, b) => a.seq - b.seq)
  const last = kept[kept.length - 1]
  if (!last || added[0]!.seq > last.seq) return [...kept, ...added]
  return [...kept, ...added].sort((a, b) => a.seq - b.seq)
}
