/** How many messages are unread: counted here where everything above the read position is loaded, else as told. */
import type { Message } from '../capabilities/messages/contract'
import type { RoomState } from './room-state'
import { isAside } from './windows'

/** Counted no further; shown as 99+. */
export const mostUnread = 100
/** Only the newest this many above the read position are looked at, as on the server. */
const countedAmong = 200

/** Who reads, and the people they ignore: what those say does not count. */
export interface Reader {
  me: string
  ignored?: readonly string[]
  /** What they did with messages of late, by message: it is later than what a page says. */
  marks?: Readonly<Record<string, { mine: Record<string, unknown> }>>
}

const sets = new WeakMap<readonly string[], ReadonlySet<string>>()

/** True for someone whom the reader ignores. */
export function isIgnored({ ignored }: Reader, userId: string): boolean {
  if (!ignored || ignored.length === 0) return false
  const ids = sets.get(ignored) ?? new Set(ignored)
  sets.set(ignored, ids)
  return ids.has(userId)
}

/** True for what someone else, whom the reader does not ignore, said and is still there, also for the reader. */
export const isNews = (message: Message, reader: Reader): boolean =>
  message.type !== 'system' &&
  !message.gone &&
  message.mine?.hidden !== true &&
  message.senderId !== reader.me &&
  !isIgnored(reader, message.senderId)

/** True for what makes a room unread; what stands only in a thread does not. */
export const countable = (message: Message, reader: Reader): boolean =>
  isNews(message, reader) && !isAside(message)

/** True where every message above the read position is loaded. */
export function isCounted({ ranges, readSeq, fromSeq, mark }: RoomState): boolean {
  const live = ranges[ranges.length - 1]?.[0] ?? mark + 1
  return live <= Math.max(readSeq + 1, fromSeq)
}

/** True where what the server told may count a message, or did before it went. */
export const isWithinTold = (state: RoomState, reader: Reader, { senderId, type, seq }: Message): boolean =>
  senderId !== reader.me &&
  type !== 'system' &&
  !isIgnored(reader, senderId) &&
  seq > state.readSeq &&
  seq <= state.told.to &&
  !isCounted(state)

/** True where the server counted, up to a value, what is known here to have gone since. */
export const hasGoneSince = (state: RoomState, reader: Reader, to: number): boolean =>
  state.messages.some(one => one.rev > to && one.gone !== undefined && isWithinTold(state, reader, one))

/** Unread messages of a room, 0–100. */
export function unreadOf(state: RoomState, reader: Reader): number {
  const above = countAbove(
    state.messages,
    reader,
    isCounted(state) ? state.readSeq : Math.max(state.readSeq, state.told.to),
  )
  return Math.min(mostUnread, isCounted(state) ? above : state.told.count + above)
}

/** The first unread message that is loaded; null where there is none. */
export const firstUnread = ({ messages, readSeq }: RoomState, reader: Reader): Message | null =>
  messages.find(message => message.seq > readSeq && countable(message, reader)) ?? null

/** What the told count becomes when reading goes on to a seq. */
export function toldAfterReading(
  { told, messages, readSeq }: RoomState,
  reader: Reader,
  seq: number,
): RoomState['told'] {
  if (seq >= told.to) return { ...told, count: 0 }
  const read = messages.filter(one => one.seq > readSeq && one.seq <= seq && countable(one, reader)).length
  return { ...told, count: Math.max(0, told.count - read) }
}

function countAbove(messages: readonly Message[], reader: Reader, seq: number): number {
  let count = 0
  for (let i = messages.length - 1; i >= Math.max(0, messages.length - countedAmong); i--) {
    const message = messages[i]!
    if (message.seq <= seq) break
    if (countable(message, reader)) count++
  }
  return count
}
