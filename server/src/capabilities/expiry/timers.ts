/** When the time of a message begins, and when it is over: what the messages themselves say, so that a crash loses none. */
import { expiry } from '@community-chat/shared/capabilities/expiry/contract'
import { messages as wire } from '@community-chat/shared/capabilities/messages/contract'
import { type Deadlines, openDeadlines, systemClock } from '../../kernel/clock'
import type { Context } from '../../kernel/context'
import * as messages from '../messages/api'
import { hasReader, seatOf } from '../rooms/api'

const gatherFor = 200
const roomsAtOnce = 100
const batch = 200
const atOnce = 20
/** What ends within this many milliseconds has a timer of its own here; what ends later is found by a look. */
const near = 20_000
const lookEvery = 10_000
const sweepEvery = 60_000
const step = 200

let context: Context | undefined
let deadlines: Deadlines<string> | undefined
let looking: NodeJS.Timeout | undefined
let sweeping: NodeJS.Timeout | undefined
let gathering: NodeJS.Timeout | undefined
/** By room, how far each person was heard to have read. */
let heard = new Map<string, Map<string, number>>()
let sweptTo = ''

/** Begins: at once with what fell due while no server ran. */
export async function begin(ctx: Context): Promise<void> {
  context = ctx
  deadlines = openDeadlines(systemClock, step, id => void expire(ctx, id))
  await look(ctx)
  await sweep(ctx)
  looking = setInterval(() => guarded(ctx, look), lookEvery).unref()
  sweeping = setInterval(() => guarded(ctx, sweep), sweepEvery).unref()
}

/** Ends; what is gathered is lost, and found again by the next sweep. */
export async function finish(): Promise<void> {
  for (const timer of [looking, sweeping]) clearInterval(timer)
  clearTimeout(gathering)
  gathering = undefined
  heard = new Map()
  deadlines?.stop()
}

/** Someone has read a room up to a seq. */
export function note({ roomId, userId, readSeq }: { roomId: string; userId: string; readSeq: number }): void {
  const readers = heard.get(roomId) ?? new Map<string, number>()
  heard.set(roomId, readers.set(userId, Math.max(readSeq, readers.get(userId) ?? 0)))
  gathering ??= setTimeout(() => context && guarded(context, flush), gatherFor)
}

/** Starts the time of what was read, as it was heard. */
export async function flush(ctx: Context): Promise<void> {
  clearTimeout(gathering)
  gathering = undefined
  const told = heard
  heard = new Map()
  const roomIds = [...told.keys()]
  for (let i = 0; i < roomIds.length; i += roomsAtOnce) {
    const some = roomIds.slice(i, i + roomsAtOnce)
    const docs = await messages.notStartedIn(some, batch)
    const all =
      docs.length < batch ? docs : (await inTurn(some, id => messages.notStartedIn([id], batch))).flat()
    await inTurn(all, async doc => {
      if (await wasRead(doc, told.get(doc.roomId)!)) await start(ctx, doc)
    })
  }
}

/** Starts the time of what was read while nobody heard of it: a part of all that wait, the next part the next time. */
export async function sweep(ctx: Context): Promise<void> {
  const docs = await messages.notStarted(sweptTo, batch)
  sweptTo = docs.length === batch ? docs.at(-1)!._id : ''
  await inTurn(docs, async ({ roomId, seq, senderId, createdAt, ...doc }) => {
    const was = await hasReader(roomId, { seq, exceptId: senderId, since: createdAt })
    if (was) await start(ctx, { _id: doc._id })
  })
}

/** Ends what is due, and sets timers for what is near. */
export async function look(ctx: Context): Promise<void> {
  for (;;) {
    const docs = await messages.endingBefore(new Date(Date.now() + near), batch)
    const due = docs.filter(doc => endOf(doc) <= Date.now())
    for (const doc of docs) if (!due.includes(doc)) deadlines?.set(doc._id, endOf(doc))
    await inTurn(due, doc => expire(ctx, doc._id))
    if (docs.length < batch || due.length < docs.length) return
  }
}

async function start(ctx: Context, { _id }: { _id: string }): Promise<void> {
  const begun = Date.now()
  const doc = await messages.amend(
    ctx,
    _id,
    expiry,
    old => old && { ...old, endsAt: old.endsAt ?? new Date(begun + old.seconds * 1000).toISOString() },
    { push: wire.pushes.updated, cause: { facet: expiry.name } },
  )
  const end = endOf(doc)
  if (end <= Date.now() + near) deadlines?.set(_id, end)
}

const expire = (ctx: Context, messageId: string): Promise<void> =>
  messages
    .expire(ctx, messageId)
    .catch(error => ctx.log.warn({ err: error, messageId }, 'a message could not be taken away yet'))

/** Whether one of those heard of read it: who was there when it was said, and may see it. */
async function wasRead(
  { roomId, seq, senderId, createdAt }: messages.MessageDoc,
  readers: Map<string, number>,
): Promise<boolean> {
  for (const [userId, readSeq] of readers) {
    if (userId === senderId || readSeq < seq) continue
    const seat = await seatOf(roomId, userId)
    if (seat && seat.fromSeq <= seq && seat.joinedAt <= createdAt) return true
  }
  return false
}

const endOf = (doc: Pick<messages.MessageDoc, 'facets'>): number =>
  Date.parse(expiry.of({ facets: (doc.facets ?? {}) as Record<string, unknown> })?.endsAt ?? '') || Infinity

async function inTurn<T, R>(all: T[], act: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let i = 0; i < all.length; i += atOnce)
    results.push(...(await Promise.all(all.slice(i, i + atOnce).map(act))))
  return results
}

const guarded = (ctx: Context, act: (ctx: Context) => Promise<void>): void =>
  void act(ctx).catch(error => ctx.log.error({ err: error }, 'looking for what expires failed'))
