/** What happens to one room on the device: a push, a page, a sync, a reading. Each is a step from state to state. */
import type { Conversation, RoomChanges } from '../capabilities/conversations/contract'
import type { History, Message } from '../capabilities/messages/contract'
import type * as z from 'zod/mini'
import { calledAbove, calledAfterReading, readThrough } from './calls'
import { addRange, type Range } from './ranges'
import { advance, newRoom, place, type RoomState } from './room-state'
import { hasGoneSince, isCounted, toldAfterReading, unreadOf, type Reader } from './unread'
import { isAside, newWindow } from './windows'

/** When and for whom a step is taken; `random` is 0 ≤ x < 1. */
export interface Moment extends Reader {
  now: number
  random: number
}

/** How long an early push waits for the one before it, in milliseconds. */
export const holdFor = 300
const [leastJitter, mostJitter] = [100, 300]
/** Syncs in vain after which a value that was heard of is taken for one that this person may not see. */
const mostVain = 5

/** A change of the room by push; `message` is null where this person may not see it. */
export function changed(
  state: RoomState,
  { prev, rev, message }: { prev: number; rev: number; message: Message | null },
  moment: Moment,
): RoomState {
  const heard = { ...state, head: Math.max(state.head, rev) }
  const follows = prev === state.mark && rev > prev
  const early = !follows && rev > state.mark && !state.held.some(one => one.rev === rev)
  const moved = follows ? advance(heard, rev) : heard
  const placed = message ? place(moved, moment, [message]) : moved
  // Only what is kept may be joined later: one that belongs into a part that is not loaded yet is asked for again.
  const isKept = !message || isAside(message) || placed.messages.some(({ id }) => id === message.id)
  return settle(early && isKept ? { ...placed, held: [...placed.held, { prev, rev }] } : placed, moment)
}

/** A message that came without its place in the chain: the reply to a call. */
export const told = (state: RoomState, message: Message, moment: Moment): RoomState =>
  settle(place({ ...state, head: Math.max(state.head, message.rev) }, moment, [message]), moment)

/** What a page of history was asked for: of the room, or of a thread in it. */
export interface HistoryAsk {
  threadId?: string
  before?: number
  after?: number
  around?: number
  /** At most so many messages, 1–100. */
  limit?: number
}

/** A page of history. One read before something this device already knows takes the watermark back to it. */
export function loaded(
  state: RoomState,
  ask: HistoryAsk,
  page: z.output<typeof History>,
  moment: Moment,
): RoomState {
  const range = covered(ask, page)
  const behind = page.at < state.mark
  const opens = ask.threadId !== undefined && !state.threads[ask.threadId]
  const isLive = range !== null && range[1] >= page.at
  const back = {
    ...state,
    mark: Math.min(state.mark, page.at),
    head: Math.max(state.head, page.at),
    // An early push of what was not loaded then was dropped: the mark must not jump over it now that it is. A page that
    // opens a thread elsewhere than at its end does not hold what was dropped either.
    held: isLive || !opens ? state.held.filter(({ rev }) => rev <= page.at) : [],
  }
  const placed = place(withRange(back, ask.threadId, range), moment, page.items)
  return behind ? { ...placed, dueAt: moment.now } : settle(placed, moment)
}

/** One more loaded part of the room, or of a thread, which is opened by it. */
function withRange(state: RoomState, threadId: string | undefined, range: Range | null): RoomState {
  const window = threadId === undefined ? state : (state.threads[threadId] ?? newWindow(state.mark))
  const ranges = range ? addRange(window.ranges, range) : window.ranges
  if (threadId === undefined) return { ...state, ranges }
  const opened = { messages: window.messages, ranges }
  return { ...state, threads: { ...state.threads, [threadId]: opened } }
}

/** The room's part of a sync that was asked from a watermark. */
export function synced(state: RoomState, from: number, changes: RoomChanges, moment: Moment): RoomState {
  if (changes.gap)
    return changes.to < state.mark
      ? state
      : settle(recounted(restarted(state, changes, moment), changes, moment), moment)
  const moved = from <= state.mark && changes.to >= state.mark ? advance(state, changes.to) : state
  const placed = place(moved, moment, changes.messages)
  const next = recounted(
    { ...placed, head: Math.max(placed.head, changes.to), ...stillUnsure(state, changes.to) },
    changes,
    moment,
  )
  return changes.more ? { ...next, dueAt: moment.now } : settle({ ...next, dueAt: null }, moment)
}

/** What was heard early may lie above what the server counted: that count is asked for once more, but not for ever. */
function stillUnsure({ unsure, head, vain }: RoomState, to: number): Partial<RoomState> {
  if (!unsure || head <= to) return { unsure: false }
  return vain + 1 < mostVain ? { unsure, vain: vain + 1 } : { unsure: false, vain }
}

/** The room was asked for from a watermark and nothing had changed since. */
export function unchanged(state: RoomState, from: number, moment: Moment): RoomState {
  if (from > state.mark) return state
  const vain = state.vain + 1
  const rest = { ...state, unsure: false, dueAt: null, vain }
  if (state.mark >= state.head) return { ...rest, vain: 0 }
  if (vain >= mostVain) return { ...rest, head: state.mark, held: [], vain: 0 }
  return { ...rest, dueAt: moment.now + 1_000 * 2 ** vain * (1 + moment.random) }
}

/** The room's row as the server has it. A changed `fromSeq` means left and come back: nothing loaded is valid. */
export function described(state: RoomState, conversation: Conversation, moment: Moment): RoomState {
  if (conversation.fromSeq !== state.fromSeq) {
    return { ...newRoom(conversation, moment.now), unsure: true, dueAt: moment.now }
  }
  const room = conversation.room.version >= state.room.version ? conversation.room : state.room
  const lastMessage = conversation.lastMessage
  const seen = lastMessage ? place({ ...state, room }, moment, [lastMessage]) : { ...state, room }
  const head = Math.max(seen.head, conversation.at)
  return settle(recounted({ ...seen, head }, { ...conversation, to: conversation.at }, moment), moment)
}

/** This person has read up to a seq, here (`acked` false) or as the server tells. */
export function readTo(
  state: RoomState,
  seq: number,
  moment: Moment,
  acked?: { unread: number; mention: boolean },
): RoomState {
  const readSeq = Math.max(state.readSeq, acked ? seq : readThrough(state, seq))
  const moved = { ...state, readSeq, told: toldAfterReading(state, moment, readSeq) }
  if (!acked)
    return readSeq === state.readSeq ? state : { ...moved, mention: calledAfterReading(moved, moment) }
  const known = { ...moved, readAcked: Math.max(state.readAcked, seq) }
  if (seq < readSeq) return known
  const unsure = !isCounted(known) && seq < known.told.to
  const called = calledAbove(known, moment, readSeq)
  // Nobody knows when the server looked: what only it knows, or only this device, may have gone or come since.
  const isNews = isCounted(known) && !called && acked.mention !== known.mention
  const next = { ...known, mention: acked.mention || called, unsure: known.unsure || unsure || isNews }
  return settle(unsure ? { ...next, told: { ...next.told, count: acked.unread } } : next, moment)
}

/** Keeps only the newest messages of the live range: what is worth storing, or holding in memory. Threads are closed. */
export function trimmed(room: RoomState, reader: Reader, keep: number): RoomState {
  const state = Object.keys(room.threads).length > 0 ? { ...room, threads: {} } : room
  const live = state.ranges[state.ranges.length - 1]
  if (!live || (state.ranges.length === 1 && state.messages.length <= keep)) return state
  const first = keep === 0 ? state.mark + 1 : (state.messages[state.messages.length - keep]?.seq ?? live[0])
  // What came early lies above the live range, which must still reach the watermark.
  const from = Math.min(Math.max(live[0], first), live[1] + 1)
  const messages = state.messages.filter(message => message.seq >= from)
  const next: RoomState = { ...state, messages, ranges: [[from, live[1]]] }
  return isCounted(next) ? next : { ...next, told: countedSoFar(state, reader) }
}

/** The count up to the watermark, no further: what came early may have others still before it. */
function countedSoFar(state: RoomState, reader: Reader): RoomState['told'] {
  if (!isCounted(state) && state.told.to >= state.mark) return state.told
  const known = state.messages.filter(({ seq }) => seq <= state.mark)
  return { count: unreadOf({ ...state, messages: known }, reader), to: state.mark }
}

/** The reader ignores others than before: what is unread is counted anew here, or asked for where not all is loaded. */
export const doubted = (state: RoomState, reader: Reader, now: number): RoomState =>
  isCounted(state) && state.mention === calledAbove(state, reader, state.readSeq)
    ? { ...state, told: countedSoFar(state, reader) }
    : { ...state, unsure: true, dueAt: now }

/** Decides whether and when this room must be synced. */
function settle(state: RoomState, { now, random }: Moment): RoomState {
  const missing = state.head > state.mark || state.unsure
  if (!missing) return state.dueAt === null ? state : { ...state, dueAt: null }
  if (state.dueAt !== null) return state
  const wait = state.unsure ? 0 : holdFor
  return { ...state, dueAt: now + wait + leastJitter + random * (mostJitter - leastJitter) }
}

/** Too much changed to be told: only the newest page is left, and what came early by push. */
function restarted(state: RoomState, changes: RoomChanges, reader: Moment): RoomState {
  const { to, messages } = changes
  const from = messages.reduce((least, { seq }) => Math.min(least, seq), to + 1)
  const early = state.messages.filter(message => message.rev > to)
  const bare: RoomState = {
    ...state,
    mark: to,
    ranges: [[from, to]],
    messages: [],
    threads: {},
    held: [], // what came early may have been dropped, and is on this page: it is asked for again
    head: Math.max(state.head, to),
    ...stillUnsure(state, to),
    dueAt: null,
  }
  return advance(place(place(bare, reader, messages), reader, early), to)
}

/** Takes over the server's count where it is not older than ours. */
function recounted(
  state: RoomState,
  {
    readSeq,
    unread,
    mention,
    to,
    lastMessage,
  }: Pick<RoomChanges, 'readSeq' | 'unread' | 'mention' | 'to' | 'lastMessage'>,
  reader: Reader,
): RoomState {
  const readAcked = Math.max(state.readAcked, readSeq)
  const last =
    lastMessage && lastMessage.seq >= (state.lastMessage?.seq ?? 0) ? lastMessage : state.lastMessage
  const known = {
    ...state,
    readAcked,
    lastMessage: last?.id === state.lastMessage?.id ? state.lastMessage : last,
  }
  if (readSeq < state.readSeq || to < state.told.to) return known
  const called = mention || calledAbove(known, reader, Math.max(to, readSeq))
  const next = { ...known, readSeq, told: { count: unread, to }, mention: called }
  // What called in a thread may have come after the server looked; what it counted may have gone.
  const isDoubtful =
    (known.mention && !called && to < known.mark) ||
    (known.vain + 1 < mostVain && hasGoneSince(next, reader, to))
  return { ...next, unsure: known.unsure || isDoubtful }
}

/** The seqs of which a page told everything, null where it told of none. */
function covered(ask: HistoryAsk, page: z.output<typeof History>): Range | null {
  const first = page.items[0]?.seq
  const last = page.items[page.items.length - 1]?.seq
  const isPage = first !== undefined && last !== undefined
  const from = ask.after !== undefined ? ask.after + 1 : page.hasBefore ? first : 0
  const to = ask.before !== undefined ? ask.before - 1 : page.hasAfter ? last : Math.max(page.at, last ?? 0)
  if (from === undefined || to === undefined || (!isPage && from > to)) return null
  return [from, to]
}
