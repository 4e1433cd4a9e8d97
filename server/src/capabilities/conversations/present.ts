/** Conversations on the wire: a room, its last message, and what one person has not read of it. */
import type { Conversation, RoomChanges } from '@community-chat/shared/capabilities/conversations/contract'
import type { Context } from '../../kernel/context'
import { blockedBy } from '../blocks/api'
import * as messages from '../messages/api'
import * as rooms from '../rooms/api'

/** One of somebody's rooms with their place in it. */
export interface Row {
  room: rooms.RoomDoc
  seat: rooms.MemberDoc
}

/**
 * What a person has read of a room, and what not, counted up to a value: a device counts what comes above it. A position
 * that a dying node did not write is written now.
 */
export async function readStateOf(
  ctx: Context,
  { roomId, userId, fromSeq, readSeq: stored }: rooms.MemberDoc,
  ignored: ReadonlySet<string>,
  upTo = Number.MAX_SAFE_INTEGER,
) {
  const known = rooms.readReached(roomId, userId, stored)
  const state = await messages.readingOf(ctx, roomId, userId, fromSeq, known, upTo, ignored)
  if (state.readSeq > known) rooms.moveReadSoon(roomId, userId, state.readSeq)
  return state
}

/** What is known already of who asks: whom they ignore, and what changed in their rooms, which is not read twice. */
interface Known {
  ignored: ReadonlySet<string>
  changes: readonly RoomChanges[]
}

/** Rooms of one person as conversations, in the given order. `at` is read before what it covers. */
export async function present(
  ctx: Context,
  userId: string,
  rows: Row[],
  known?: Known,
): Promise<Conversation[]> {
  if (rows.length === 0) return []
  const shown = await rooms.presentFor(
    userId,
    rows.map(row => row.room),
    new Map(rows.map(row => [row.room._id, row.seat])),
  )
  const ignored = known?.ignored ?? (await blockedBy(userId))
  const whole = new Map(known?.changes.filter(one => !one.more).map(one => [one.roomId, one]))
  return Promise.all(
    rows.map(async ({ seat }, i) => {
      const change = whole.get(seat.roomId)
      if (change) {
        const { to: at, lastMessage, readSeq, unread, mention } = change
        return { room: shown[i]!, lastMessage, fromSeq: seat.fromSeq, at, readSeq, unread, mention }
      }
      const at = await messages.readHead(seat.roomId)
      const [lastMessage, state] = await Promise.all([
        messages.newestOf(ctx, seat.roomId, userId, seat.fromSeq, at),
        readStateOf(ctx, seat, ignored, at),
      ])
      return { room: shown[i]!, lastMessage, fromSeq: seat.fromSeq, at, ...state }
    }),
  )
}

/** Somebody's rooms, the most recently active first; at most 1,000 by the limit on rooms a person is in. */
export async function rowsOf(userId: string): Promise<Row[]> {
  const seats = await rooms.seatsOf(userId)
  const docs = new Map((await rooms.roomsOf(seats.map(seat => seat.roomId))).map(doc => [doc._id, doc]))
  return seats
    .flatMap(seat => {
      const room = docs.get(seat.roomId)
      return room ? [{ room, seat }] : []
    })
    .sort((a, b) => b.room.lastAt.getTime() - a.room.lastAt.getTime() || (a.room._id < b.room._id ? 1 : -1))
}
