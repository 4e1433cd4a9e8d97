/** Whether something unread calls the reader: known here from what is loaded, else as the server told. */
import type { Message } from '../capabilities/messages/contract'
import type { RoomState } from './room-state'
import { isCounted, isIgnored, type Reader } from './unread'
import { isAside } from './windows'

/** True for a text of someone else, whom the reader does not ignore, that calls the reader or everyone. */
export function calls({ content, gone, senderId, mine }: Message, reader: Reader): boolean {
  if (gone || mine?.hidden || !content || !('text' in content) || !content.mentions) return false
  if (senderId === reader.me || isIgnored(reader, senderId)) return false
  return content.mentions.some(({ userId }) => userId === null || userId === reader.me)
}

/** True where a loaded message above a seq calls the reader. */
export function calledAbove({ messages }: RoomState, reader: Reader, seq: number): boolean {
  for (let i = messages.length - 1; i >= 0 && messages[i]!.seq > seq; i--)
    if (calls(messages[i]!, reader)) return true
  return false
}

/** What the mark becomes when reading goes on: what was told of what is not loaded stays until the server answers. */
export const calledAfterReading = (state: RoomState, reader: Reader): boolean =>
  calledAbove(state, reader, state.readSeq) ||
  (state.mention && !isCounted(state) && state.readSeq < state.head)

/**
 * How far who has read up to a seq has read in all: where that was the newest of the room, also past what called them in
 * a thread only, which the room itself never shows.
 */
export function readThrough({ mention, messages, lastMessage, mark }: RoomState, seq: number): number {
  const newest = messages[messages.length - 1]
  const isNewest = newest !== undefined && seq >= newest.seq && seq >= (lastMessage?.seq ?? 0)
  return mention && isNewest ? Math.max(seq, mark) : seq
}

/**
 * The mark after messages came. Where one that may have called was changed or taken away, and nothing loaded calls, only
 * the server knows whether anything else does.
 */
export function withCalls(
  before: RoomState,
  next: RoomState,
  reader: Reader,
  incoming: readonly Message[],
): RoomState {
  const isCalled =
    calledAbove(next, reader, next.readSeq) ||
    incoming.some(one => isAside(one) && one.seq > next.readSeq && calls(one, reader))
  if (isCalled) return next.mention ? next : { ...next, mention: true }
  if (!before.mention) return next
  if (next.readSeq > before.readSeq) return { ...next, mention: calledAfterReading(next, reader) }
  const isDoubtful = incoming.some(
    ({ seq, rev, gone, editedAt, mine }) =>
      seq > next.readSeq && ((rev >= before.mark && (gone || editedAt)) || mine?.hidden === true),
  )
  return isDoubtful ? { ...next, mention: !isCounted(next), unsure: true } : next
}
