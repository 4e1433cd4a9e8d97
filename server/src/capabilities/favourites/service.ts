/** Favourites: keeping a message, letting it go, and looking through what is kept. */
import {
  type Favourite,
  favourites,
  mostFavourites,
} from '@community-chat/shared/capabilities/favourites/contract'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import type { Handler, Personal } from '../../kernel/capability'
import type { Context } from '../../kernel/context'
import { isDuplicate } from '../../kernel/store/duplicate'
import { readTogether } from '../../kernel/store/together'
import { cursorsOf, endOfTime, pageOf } from '../../kernel/page'
import * as messages from '../messages/api'
import { find } from './find'
import { type FavouriteDoc, Favourites, held } from './model'
import { can } from './policy'

const { routes } = favourites
const cursors = cursorsOf('favourites.list', 'time', 'text')
/** Rows have had this long to be told by whoever wrote them, in milliseconds. */
const abandonedAfter = 10_000
const batch = 100
const idOf = (userId: string, messageId: string) => `${userId}:${messageId}`

/** Keeps a copy for the caller; of several at once those too many are taken back. */
export const keep: Handler<typeof routes.keep> = async (ctx, { messageId }) => {
  const { userId } = ctx
  const { message, standing } = await messages.visible(ctx, messageId)
  if (!can.keep(message)) throw fault(favourites, 'nothing_to_keep')
  if (!can.carry(standing, message, userId)) throw fault(favourites, 'stays_here')
  const _id = idOf(userId, messageId)
  if (!(await Favourites.exists({ _id, ...held }))) {
    if ((await countOf(userId)) >= mostFavourites) throw fault(favourites, 'too_many_favourites')
    await insert(userId, message)
    if ((await countOf(userId)) > mostFavourites) {
      await Favourites.deleteOne({ _id })
      throw fault(favourites, 'too_many_favourites')
    }
  }
  const [now] = await messages.shown(ctx, [(await messages.visible(ctx, messageId)).message])
  // It may have gone while it was copied.
  if (now!.gone) {
    await clean({ messageId })
    throw fault(favourites, 'nothing_to_keep')
  }
  await messages.tellMine(ctx, now!)
  await Favourites.updateOne({ _id, ...held }, { $unset: { owes: 1 } })
  return now!
}

/** Lets it go; where the caller can still see the message their devices are told. */
export const drop: Handler<typeof routes.drop> = async (ctx, { messageId }) => {
  const _id = idOf(ctx.userId, messageId)
  const { matchedCount } = await Favourites.updateOne(
    { _id, ...held },
    { $set: { dropped: true, owes: new Date() } },
  )
  if (matchedCount === 0) return null
  const seen = await messages.visible(ctx, messageId).catch(() => null)
  if (seen) await messages.toldMine(ctx, seen.message)
  await Favourites.deleteOne({ _id, dropped: true })
  return null
}

/** Tells devices what a crash left untold. Safe to run on several nodes. */
export async function sweep(ctx: Context): Promise<void> {
  const left = Favourites.find({ owes: { $lt: new Date(Date.now() - abandonedAfter) } })
  // One that cannot be told must not hold up the others.
  for (const row of await left.sort({ owes: 1 }).limit(batch).lean())
    await settle(ctx, row).catch(error => ctx.log.warn({ err: error }, 'a favourite could not be told'))
}

async function settle(ctx: Context, row: FavouriteDoc): Promise<void> {
  const message = await messages.find(row.messageId)
  if (message) await messages.tellMineOf(ctx, row.userId, message)
  const same = { _id: row._id, owes: row.owes }
  if (row.dropped) await Favourites.deleteOne(same)
  else await Favourites.updateOne(same, { $unset: { owes: 1 } })
}

/** One page of what the caller keeps. What is gone meanwhile shows nothing, also where nobody cleaned it yet. */
export const list: Handler<typeof routes.list> = async (ctx, { query, kind, cursor, limit }) => {
  const below = cursors.from(cursor, [endOfTime, ''])
  const rows = await find({ userId: ctx.userId, query, kind, below, most: limit + 1 })
  const gone = await messages.goneAmong(rows.flatMap(row => (row.content ? row.messageId : [])))
  for (const messageId of gone) await clean({ messageId })
  return pageOf(
    rows,
    limit,
    row => cursors.to(row.keptAt.getTime(), row._id),
    row => present(gone.has(row.messageId) ? { ...row, content: null } : row),
  )
}

/** Says of each message that the caller keeps that they do. */
export async function showMine({ userId }: Context, page: Message[]): Promise<Message[]> {
  if ((await firstKept(userId)).length === 0) return page
  const ids = page.map(({ id }) => idOf(userId, id))
  const rows = await Favourites.find({ _id: { $in: ids }, ...held }, { messageId: 1 }).lean()
  const kept = new Set(rows.map(({ messageId }) => messageId))
  return page.map(one => (kept.has(one.id) ? { ...one, mine: { ...one.mine, favourite: true } } : one))
}

/** Most people keep nothing: of them no page is looked through. After a cut many ask at once, and for several rooms. */
const firstKept = readTogether<[userId: string], object>(
  () => Favourites,
  userId => [{ $match: { userId, ...held } }, { $limit: 1 }, { $project: { _id: 1 } }],
)

/** What is gone for everyone is gone from every copy too; that it was kept stays to be seen. */
export const clean = ({ messageId }: { messageId: string }) =>
  Favourites.updateMany({ messageId }, { $set: { content: null } })

/** Favourites answer for what someone keeps. What others keep of what they said goes with their messages. */
export const personal: Personal = {
  async erase(_ctx, userId) {
    await Favourites.deleteMany({ userId })
  },
  export: userId =>
    Favourites.find({ userId, ...held }, { owes: 0 })
      .limit(mostFavourites)
      .lean(),
}

const countOf = (userId: string): Promise<number> => Favourites.countDocuments({ userId, ...held }).exec()

async function insert(userId: string, message: messages.MessageDoc): Promise<void> {
  const { _id: messageId, roomId, senderId, seq, type, content, createdAt } = message
  const copy = { messageId, roomId, senderId, seq, type, content, saidAt: createdAt, keptAt: new Date() }
  const row = { userId, ...copy, owes: new Date() }
  await Favourites.replaceOne({ _id: idOf(userId, messageId) }, row, { upsert: true }).catch(error => {
    if (!isDuplicate(error)) throw error // its twin kept it at the same moment
  })
}

const present = (row: FavouriteDoc): Favourite => ({
  messageId: row.messageId,
  roomId: row.roomId,
  senderId: row.senderId,
  seq: row.seq,
  type: row.type as Favourite['type'],
  content: (row.content ?? null) as Favourite['content'],
  saidAt: row.saidAt.toISOString(),
  keptAt: row.keptAt.toISOString(),
})
