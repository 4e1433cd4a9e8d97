/** The threads that someone follows, in all rooms they are in. */
import {
  type FollowedThread,
  mostThreads,
  thread,
  threads,
} from '@community-chat/shared/capabilities/threads/contract'
import type { Handler } from '../../kernel/capability'
import type { Context } from '../../kernel/context'
import { cursorsOf, endOfTime, pageOf } from '../../kernel/page'
import { blockedBy } from '../blocks/api'
import * as messages from '../messages/api'
import { seatsOf } from '../rooms/api'
import { seatOf, type ThreadSeatDoc, ThreadSeats } from './model'

const cursors = cursorsOf('threads.list', 'time', 'text')
const atOnce = 16
/** Counted no further; shown as 99+. */
const mostCalling = 100

interface Entry {
  place: ThreadSeatDoc
  /** When, and at which seq, someone last answered. */
  at: number
  seq: number
}

/** One page, the last active first. */
export const list: Handler<typeof threads.routes.list> = async (ctx, { cursor, limit }) => {
  const all = await entriesOf(ctx.userId)
  const ignored = await blockedBy(ctx.userId)
  const [at, id] = cursors.from(cursor, [endOfTime, ''])
  const begin = all.findIndex(one => one.at < at || (one.at === at && one.place.rootId < id))
  const rows = begin === -1 ? [] : all.slice(begin, begin + limit + 1)
  const shown = await present(ctx, rows.slice(0, limit), ignored)
  const page = pageOf(
    rows,
    limit,
    one => cursors.to(one.at, one.place.rootId),
    one => shown.get(one.place.rootId) ?? null,
  )
  return {
    next: page.next,
    items: page.items.filter(one => one !== null), // its last reply went this very moment
    calling: await callingOf(ctx.userId, all, ignored),
  }
}

/** Threads with replies that this person follows and may see, the last active first. */
async function entriesOf(userId: string): Promise<Entry[]> {
  const places = await ThreadSeats.find({ userId, gone: false }).limit(mostThreads).lean()
  const followed = places.filter(place => place.following)
  const seats = new Map((await seatsOf(userId)).map(seat => [seat.roomId, seat]))
  const roots = new Map(
    (await messages.outlinesOf(followed.map(one => one.rootId))).map(one => [one._id, one]),
  )
  const entries: Entry[] = []
  for (const place of followed) {
    const root = roots.get(place.rootId)
    const seat = seats.get(place.roomId)
    if (!root || !seat || root.seq < seat.fromSeq) continue
    const last = root.gone ? await lastOf(place.rootId) : summaryOf(root)
    if (last) entries.push({ place, ...last })
  }
  return entries.sort((a, b) => b.at - a.at || (a.place.rootId < b.place.rootId ? 1 : -1))
}

function summaryOf(root: { facets: unknown }) {
  const summary = thread.of(root as { facets: Record<string, unknown> })
  return summary && { at: Date.parse(summary.lastAt), seq: summary.lastSeq }
}

/** A root that is gone has no summary: the newest reply tells. */
async function lastOf(rootId: string) {
  const reply = await messages.newestReply(rootId)
  return reply && { at: reply.createdAt.getTime(), seq: reply.seq }
}

async function present(
  ctx: Context,
  entries: Entry[],
  ignored: ReadonlySet<string>,
): Promise<Map<string, FollowedThread>> {
  const docs = await messages.findAll(entries.map(({ place }) => place.rootId))
  const roots = new Map((await messages.shown(ctx, docs)).map(root => [root.id, root]))
  const lasts = await inParts(entries, ({ place }) => messages.newestReply(place.rootId))
  const replies = await messages.shown(
    ctx,
    lasts.filter(one => one !== null),
  )
  const byThread = new Map(replies.map(reply => [reply.threadId!, reply]))
  const news = await inParts(entries, ({ place }) =>
    messages.unreadInThread(place.rootId, ctx.userId, place.readSeq, ignored),
  )
  const found = entries.flatMap(({ place }, i) => {
    const [root, last] = [roots.get(place.rootId), byThread.get(place.rootId)]
    return root && last ? [{ root, last, ...news[i]!, seat: seatOf(place) }] : []
  })
  return new Map(found.map(one => [one.root.id, one]))
}

/** How many threads have something new of the kind that their follower wants to hear of. */
async function callingOf(userId: string, all: Entry[], ignored: ReadonlySet<string>): Promise<number> {
  const maybe = all.filter(({ place, seq }) => place.level !== 'none' && seq > place.readSeq)
  const news = await inParts(maybe.slice(0, 2 * mostCalling), async ({ place }) => {
    const { unread, mention } = await messages.unreadInThread(place.rootId, userId, place.readSeq, ignored)
    return place.level === 'mentions' ? mention : unread > 0
  })
  return Math.min(news.filter(Boolean).length, mostCalling)
}

async function inParts<T, R>(items: T[], ask: (item: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = []
  for (let i = 0; i < items.length; i += atOnce)
    answers.push(...(await Promise.all(items.slice(i, i + atOnce).map(ask))))
  return answers
}
