/** How many messages are unread: counted here where everything above the read position is loaded, else as told. */
import type { Message } from '../capabilities/messages/contract'
import type { RoomState } from './room-state'

/** Counted no further; shown as 99+. */
export const mostUnread = 100
/** Only the newest this many above the read position are looked at, as on the server. */
const countedAmong = 200

/** True for what makes a room unread: a text of someone else that is still there. */
export const countable = (message: Message, me: string): boolean =>
  message.type === 'text' && !message.gone && message.senderId !== me

/** True where every message above the read position is loaded. */
export function isCounted({ ranges, readSeq, fromSeq, mark }: RoomState): boolean {
  const live = ranges[ranges.length - 1]?.[0] ?? mark + 1
  return live <= Math.max(readSeq + 1, fromSeq)
}

/** Unread messages of a room, 0–100. */
export function unreadOf(state: RoomState, me: string): number {
  const above = countAbove(
    state.messages,
    me,
    isCounted(state) ? state.readSeq : Math.max(state.readSeq, state.told.to),
  )
  return Math.min(mostUnread, isCounted(state) ? above : state.told.count + above)
}

/** The first unread message that is loaded; null where there is none. */
export const firstUnread = ({ messages, readSeq }: RoomState, me: string): Message | null =>
  messages.find(message => message.seq > readSeq && countable(message, me)) ?? null

/** What the told count becomes when reading goes on to a seq. */
export function toldAfterReading(
  { told, messages, readSeq }: RoomState,
  me: string,
  seq: number,
): RoomState['told'] {
  if (seq >= told.to) return { ...told, count: 0 }
  const read = messages.filter(one => one.seq > readSeq && one.seq <= seq && countable(one, me)).length
  return { ...told, count: Math.max(0, told.count - read) }
}

function countAbove(messages: readonly Message[], me: string, seq: number): number {
  let count = 0
  for (let i = messages.length - 1; i >= Math.max(0, messages.length - countedAmong); i--) {
    const message = messages[i]!
    if (message.seq <= seq) break
    if (countable(message, me)) count++
  }
  return count
}
