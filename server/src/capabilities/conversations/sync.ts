/** Catching up: what changed in each room above its watermark, and which rooms came, changed or went. */
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import type { Changes, RoomChanges } from '@community-chat/shared/capabilities/conversations/contract'
import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import { answerWithin } from '@community-chat/shared/protocol/asking'
import { fault } from '@community-chat/shared/protocol/faults'
import type { Handler } from '../../kernel/capability'
import type { Context } from '../../kernel/context'
import { inGroups } from '../../kernel/groups'
import { storeTime } from '../../kernel/nodes/lease'
import type { Connection } from '../../kernel/sockets/connection'
import { ownSince } from '../../kernel/store/own'
import { blockedBy } from '../blocks/api'
import * as messages from '../messages/api'
import { peopleOf } from '../profiles/api'
import { seatsChangedSince } from '../rooms/api'
import { present, readStateOf, type Row, rowsOf } from './present'
import { readSince, sinceOf } from './since'

type Route = (typeof conversations)['routes']['sync']

/** Commits of `$currentDate` may become visible a little out of order: look back this far. Twice is harmless. */
const overlap = 30_000
const firstPage = 50
const roomsAtOnce = 16

/** When everybody comes back at once, what is read and made for one is gone before it is made for the next. */
const inTurn = inGroups(128)
/** Who has caught up asks again ahead of those who come back. */
const caughtUp = new WeakSet<Connection>()

/** Everything that changed since the caller last looked; `unavailable` where nobody waits for it any more. */
export const sync: Handler<Route> = (ctx, input) => {
  const asked = performance.now()
  const { connection } = ctx
  const work = async () => {
    if (performance.now() - asked > answerWithin || isGone(ctx))
      throw fault('unavailable', { retryAfter: 1 + Math.round(20 * Math.random()) / 10 })
    const changes = await changesFor(ctx, input)
    if (connection) caughtUp.add(connection)
    return changes
  }
  return inTurn(work, connection !== undefined && caughtUp.has(connection))
}

const isGone = ({ connection }: Context): boolean =>
  connection !== undefined && connection.socket.readyState !== connection.socket.OPEN

const changesFor: Handler<Route> = async (ctx, { rooms: watermarks, since: kept, limit }) => {
  const looked = new Date(storeTime())
  const since = readSince(kept)
  const { own, newest } = await ownSince(ctx.userId, since)
  const [rows, ignored] = await Promise.all([rowsOf(ctx.userId), blockedBy(ctx.userId)])
  const mine = new Map(rows.map(row => [row.room._id, row]))
  const changed = since ? changedRows(rows, new Date(since.getTime() - overlap)) : rows.slice(0, firstPage)
  const known = Object.entries(watermarks)

  const changes: RoomChanges[] = []
  for (let i = 0; i < known.length; i += roomsAtOnce) {
    const part = await Promise.all(
      known.slice(i, i + roomsAtOnce).map(async ([roomId, watermark]) => {
        const row = mine.get(roomId)
        return row ? changesOf(ctx, row, ignored, watermark, limit) : null
      }),
    )
    changes.push(...part.filter(one => one !== null))
  }
  const ids = known.map(([roomId]) => roomId)
  const [shown, gone] = await Promise.all([
    present(ctx, ctx.userId, changed, { ignored, changes }),
    goneOf(ctx.userId, ids, mine, since),
  ])
  return {
    rooms: changes,
    conversations: shown,
    gone,
    people: await peopleIn(changes, shown),
    own,
    since: sinceOf(rows, looked, since, newest),
    full: since === null,
  }
}

const changedRows = (rows: Row[], after: Date): Row[] =>
  rows.filter(({ room, seat }) => (seat.changedAt ?? after) > after || (room.changedAt ?? after) > after)

async function changesOf(
  ctx: Context,
  { room, seat }: Row,
  ignored: ReadonlySet<string>,
  watermark: number,
  limit: number,
): Promise<RoomChanges | null> {
  const change = await messages.changesSince(room, seat, watermark, limit)
  if (!change) return null
  const [shown, lastMessage, state] = await Promise.all([
    messages.withMine(ctx, change.messages),
    messages.newestOf(ctx, room._id, ctx.userId, seat.fromSeq, change.to),
    readStateOf(ctx, seat, ignored, change.to),
  ])
  return { roomId: room._id, ...change, messages: shown, lastMessage, ...state }
}

/** Rooms that the device names and the caller is not in, and those left since. */
async function goneOf(
  userId: string,
  named: string[],
  mine: Map<string, Row>,
  since: Date | null,
): Promise<string[]> {
  const seats = since ? await seatsChangedSince(userId, new Date(since.getTime() - overlap)) : []
  const left = seats.filter(seat => seat.left).map(seat => seat.roomId)
  return [...new Set([...named, ...left])].filter(roomId => !mine.has(roomId))
}

/** Those who appear in the answer, at most 200, so that a device need not ask for their names. */
async function peopleIn(changes: RoomChanges[], shown: Changes['conversations']): Promise<Person[]> {
  const ids = new Set<string>()
  for (const { messages: all, lastMessage } of changes)
    for (const one of [...all, lastMessage]) if (one) ids.add(one.senderId)
  for (const { lastMessage } of shown) if (lastMessage) ids.add(lastMessage.senderId)
  return [...(await peopleOf([...ids].slice(0, 200))).values()]
}
