/**
 * The replica: what one device knows of one person's rooms, and how it stays right (PROTOCOL.md 4 and 5).
 *
 * Everything here is a pure step: state and input in, state out; time and chance are passed in as a `Moment`.
 * Nothing waits, sends or stores. Instead the state says what is due, and a driver (device.ts) does it:
 *
 *   replica = emptyReplica(me)
 *   replica = reconnected(replica)               the socket is open: everything must be synced
 *   replica = heard(replica, frame, moment)      a push or skip arrived (pushes.ts)
 *   const ask = nextSync(replica, now)           what a sync must ask, null while nothing is due
 *   replica = synced(replica, ask, answer, …)    its answer
 *   replica = paged(replica, roomId, ask, page)  a page of history, for the reader who scrolls
 *   dueAt(replica)                               when to look again
 *
 * The promise: once nothing is due, a replica equals a fresh load, whatever was cut, doubled or reordered.
 * Per room this rests on one invariant, written at `RoomState`. State is JSON: storing it is `JSON.stringify`.
 */
import type { Changes, Conversation } from '../capabilities/conversations/contract'
import type { History, Message } from '../capabilities/messages/contract'
import { marks } from '../capabilities/messages/marks'
import type * as z from 'zod/mini'
import * as room from './room-changes'
import type { HistoryAsk, Moment } from './room-changes'
import { type OwnRow, type OwnState, withOwn } from './own'
import { marked, newRoom, type RoomState } from './room-state'

export type { HistoryAsk, Moment } from './room-changes'
export type { RoomState } from './room-state'
export { firstUnread, unreadOf, type Reader } from './unread'

export interface Replica {
  /** Whose it is. */
  me: string
  /** The server's mark for what is only mine; null before the first sync. */
  since: string | null
  /** People whose messages do not count as unread. */
  ignored: readonly string[]
  /** When that last became so: what the server counted before is not to be relied on. */
  ignoredAt: number
  /** Rows that are only mine. */
  own: OwnState
  /** The rooms I am in, as far as this device knows. */
  rooms: Readonly<Record<string, RoomState>>
  /** When I was last told that I left a room: an older answer must not bring it back. */
  left: Readonly<Record<string, number>>
  /** The connection is new: everything must be synced. */
  stale: boolean
  /** The list of rooms is known only in part: it must be walked from its start. */
  unlisted: boolean
  /** Rooms that pushes came from and that nothing is known of, since when; the list tells what they are. */
  strays: Readonly<Record<string, number>>
}

/** What a sync asks, and when it was asked. */
export interface SyncAsk {
  rooms: Record<string, number>
  since?: string
  askedAt: number
  /** True where it asks for everything, as after a new connection. */
  whole: boolean
}

/** How long a push of an unknown room waits for that room's row. */
const strayFor = 500

export const emptyReplica = (me: string): Replica => ({
  me,
  since: null,
  ignored: [],
  ignoredAt: -1,
  own: {},
  rooms: {},
  left: {},
  stale: true,
  unlisted: false,
  strays: {},
})

/** The socket is open again; pushes may have been missed. */
export const reconnected = (replica: Replica): Replica => ({ ...replica, stale: true })

/** What a sync must ask now; null while nothing is due. */
export function nextSync(replica: Replica, now: number): SyncAsk | null {
  const due = Object.values(replica.rooms).filter(
    ({ dueAt }) => replica.stale || (dueAt !== null && dueAt <= now),
  )
  if (!replica.stale && due.length === 0) return null
  // A room that nothing is missing of is asked from one below, so that its count is told.
  const rooms = Object.fromEntries(
    due.map(({ room, mark, unsure }) => [room.id, unsure ? Math.max(0, mark - 1) : mark]),
  )
  return {
    rooms,
    askedAt: now,
    whole: replica.stale,
    ...(replica.since === null ? {} : { since: replica.since }),
  }
}

/** True where the list of rooms must be walked from its start. */
export const mustList = (replica: Replica, now: number): boolean =>
  replica.unlisted || Object.values(replica.strays).some(at => at + strayFor <= now)

/** When something will next be due, in milliseconds; null when only news can change that. */
export function dueAt({ rooms, stale, unlisted, strays }: Replica): number | null {
  if (stale || unlisted) return 0
  const times = Object.values(rooms).flatMap(one => (one.dueAt === null ? [] : [one.dueAt]))
  for (const at of Object.values(strays)) times.push(at + strayFor)
  return times.length ? Math.min(...times) : null
}

/** Applies the answer of a sync. */
export function synced(
  replica: Replica,
  ask: SyncAsk,
  changes: z.output<typeof Changes>,
  moment: Moment,
): Replica {
  let next = changes.conversations.reduce((all, one) => listed(all, one, ask.askedAt, moment), replica)
  const told = new Map(changes.rooms.map(one => [one.roomId, one]))
  for (const [roomId, from] of Object.entries(ask.rooms)) {
    // Asked for in a stay that is over; the present one, which this answer told of, is asked for anew.
    const before = replica.rooms[roomId]
    if (before && next.rooms[roomId] && before.fromSeq !== next.rooms[roomId].fromSeq) continue
    const change = told.get(roomId)
    next = inRoom(next, roomId, state =>
      change ? room.synced(state, from, change, moment) : room.unchanged(state, from, moment),
    )
    next = sure(next, roomId, ask.askedAt, moment)
  }
  for (const roomId of changes.gone) next = goneFrom(next, roomId, ask.askedAt)
  next = Object.entries(changes.own).reduce((all, [name, rows]) => {
    const own = withOwn(all.own, name, rows, moment.now, ask.askedAt)
    return own === all.own ? all : withMarks(all, own, name, rows.rows)
  }, next)
  return {
    ...next,
    since: changes.since,
    stale: next.stale && !ask.whole,
    unlisted: next.unlisted || changes.full,
  }
}

/** Applies a room's row from an answer that was asked for at `askedAt`; later news of coming or going wins. */
export function listed(
  replica: Replica,
  conversation: Conversation,
  askedAt: number,
  moment: Moment,
): Replica {
  const roomId = conversation.room.id
  const toldAt = Math.max(replica.left[roomId] ?? -1, (replica.rooms[roomId]?.arrivedAt ?? 0) - 1)
  if (toldAt >= askedAt) return replica
  return sure(withRow(replica, conversation, moment), roomId, askedAt, moment)
}

/** The list was walked to its end: rooms that were not on it, and not entered since, are left. */
export function listedAll(replica: Replica, ids: ReadonlySet<string>, startedAt: number): Replica {
  const rooms = Object.entries(replica.rooms).filter(
    ([id, state]) => ids.has(id) || state.arrivedAt >= startedAt,
  )
  const strays = Object.entries(replica.strays).filter(([, at]) => at >= startedAt)
  return { ...replica, rooms: Object.fromEntries(rooms), unlisted: false, strays: Object.fromEntries(strays) }
}

/** Applies a page of history that was asked for. */
export const paged = (
  replica: Replica,
  roomId: string,
  ask: HistoryAsk,
  page: z.output<typeof History>,
  moment: Moment,
): Replica => inRoom(replica, roomId, state => room.loaded(state, ask, page, moment))

/** Applies the message that a call answered. */
export const answered = (replica: Replica, message: Message, moment: Moment): Replica =>
  inRoom(replica, message.roomId, state => room.told(state, message, moment))

/** I have read up to here. */
export const read = (replica: Replica, roomId: string, seq: number, moment: Moment): Replica =>
  inRoom(replica, roomId, state => room.readTo(state, seq, moment))

/** How far I have read, as the server has it. */
export const readAcked = (
  replica: Replica,
  { roomId, readSeq, unread, mention }: { roomId: string; readSeq: number; unread: number; mention: boolean },
  moment: Moment,
): Replica => inRoom(replica, roomId, state => room.readTo(state, readSeq, moment, { unread, mention }))

/** Rows that are only mine, as a push or the answer of a call tells them. */
export const owned = (replica: Replica, name: string, rows: OwnRow[], { now }: Moment): Replica => {
  const own = withOwn(replica.own, name, { rows, full: false }, now)
  return own === replica.own ? replica : withMarks(replica, own, name, rows)
}

/** Own rows as they are now; those that say what this person did with messages are put on those that are loaded. */
function withMarks(before: Replica, own: OwnState, name: string, rows: readonly OwnRow[]): Replica {
  const next = { ...before, own }
  if (name !== marks.name) return next
  const [past, now] = [marks.of(before.own), marks.of(own)]
  return rows.reduce((all, { id }) => {
    const mark = now[id]
    return mark ? inRoom(all, mark.roomId, state => marked(state, all, id, mark.mine, past[id]?.mine)) : all
  }, next)
}

/** From now on what these people say does not count as unread. */
export function ignoring(replica: Replica, ignored: readonly string[], { now }: Moment): Replica {
  const before = new Set(replica.ignored)
  if (before.size === ignored.length && ignored.every(id => before.has(id))) return replica
  const reader = { me: replica.me, ignored }
  const rooms = Object.entries(replica.rooms).map(([id, state]) => [id, room.doubted(state, reader, now)])
  return { ...replica, ignored, ignoredAt: now, rooms: Object.fromEntries(rooms) }
}

/** Keeps only the newest messages of a room in memory. */
export const trimmed = (replica: Replica, roomId: string, keep: number): Replica =>
  inRoom(replica, roomId, state => room.trimmed(state, replica, keep))

/** A count that was asked for before others were ignored is asked for again. */
const sure = (replica: Replica, roomId: string, askedAt: number, moment: Moment): Replica =>
  askedAt <= replica.ignoredAt && replica.ignoredAt >= 0
    ? inRoom(replica, roomId, state => room.doubted(state, replica, moment.now))
    : replica

/** A step of one room; nothing where the room is not known. */
export function inRoom(replica: Replica, roomId: string, step: (state: RoomState) => RoomState): Replica {
  const state = replica.rooms[roomId]
  if (!state) return replica
  const next = step(state)
  return next === state ? replica : { ...replica, rooms: { ...replica.rooms, [roomId]: next } }
}

/**
 * Takes over a room's row. A new room whose pushes began before its row was read here, or that came by push and
 * may have been read before they began (`isPush`), is synced once.
 */
export function withRow(
  replica: Replica,
  conversation: Conversation,
  moment: Moment,
  isPush = false,
): Replica {
  const roomId = conversation.room.id
  const known = replica.rooms[roomId]
  const { [roomId]: stray, ...strays } = replica.strays
  const fresh = newRoom(conversation, moment.now)
  const unsure = isPush || stray !== undefined ? { ...fresh, unsure: true, dueAt: moment.now } : fresh
  const state = known ? room.described(known, conversation, moment) : unsure
  const next = { ...replica, strays, rooms: { ...replica.rooms, [roomId]: state } }
  // Nobody knows when the server counted what it pushes.
  return isPush ? sure(next, roomId, -1, moment) : next
}

/** Takes a room away, as of a time: one that was entered later stays. */
export function goneFrom(replica: Replica, roomId: string, at: number): Replica {
  const state = replica.rooms[roomId]
  if (state && state.arrivedAt > at) return { ...replica, unlisted: true }
  const { [roomId]: _gone, ...rooms } = replica.rooms
  return { ...replica, rooms, left: { ...replica.left, [roomId]: at } }
}
