/** Blocking people, and doing so no longer. */
import { blocks, mostBlocks } from '@community-chat/shared/capabilities/blocks/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { allow } from '../../kernel/authorize'
import type { Handler, Personal } from '../../kernel/capability'
import type { Answer } from '../../kernel/checks'
import type { Context } from '../../kernel/context'
import { isDuplicate } from '../../kernel/store/duplicate'
import { cursorsOf, endOfTime, pageOf } from '../../kernel/page'
import { peopleOf, unknownPerson } from '../profiles/api'
import { blockedBy, blockersAmong } from './api'
import { type BlockDoc, blockId, Blocks } from './model'
import { tell, written } from './neighbours'

const { routes } = blocks
const cursors = cursorsOf('blocks.list', 'time', 'text')

/** Blocks someone from now on; of many at once no more than the limit stay. */
export const block: Handler<typeof routes.block> = async (ctx, { userId: blockedId }) => {
  allow(ctx)
  if (blockedId === ctx.userId) throw fault(blocks, 'not_yourself')
  const user = (await peopleOf([blockedId])).get(blockedId)
  if (!user) throw fault('not_found')
  const standing = await Blocks.findOne({ _id: blockId(ctx.userId, blockedId), liftedAt: null }).lean()
  if (standing) return { user, blockedAt: standing.blockedAt.toISOString() }

  const row = await put(ctx.userId, blockedId)
  // Counted after it is written: of those who come at once, the last to be written sees all others.
  if ((await Blocks.countDocuments({ userId: ctx.userId, liftedAt: null })) > mostBlocks) {
    await lift(ctx.userId, blockedId)
    throw fault(blocks, 'too_many_blocks')
  }
  written(row)
  tell(ctx, row)
  return { user, blockedAt: row.blockedAt.toISOString() }
}

/** Lifts the block, where there is one. */
export const unblock: Handler<typeof routes.unblock> = async (ctx, { userId: blockedId }) => {
  const row = await lift(ctx.userId, blockedId)
  if (!row) return null
  written(row)
  tell(ctx, row)
  return null
}

/** Whom the caller blocked, the latest first. */
export const list: Handler<typeof routes.list> = async (ctx, { cursor, limit }) => {
  const [at, id] = cursors.from(cursor, [endOfTime, ''])
  const place = {
    blockedAt: { $lte: new Date(at) },
    $or: [{ blockedAt: { $lt: new Date(at) } }, { _id: { $lt: id } }],
  }
  const docs = await Blocks.find({ userId: ctx.userId, liftedAt: null, ...place })
    .sort({ blockedAt: -1, _id: -1 })
    .limit(limit + 1)
    .lean()
  const people = await peopleOf(docs.map(doc => doc.blockedId))
  return pageOf(
    docs,
    limit,
    doc => cursors.to(doc.blockedAt.getTime(), doc._id),
    ({ blockedId, blockedAt }) => ({
      user: people.get(blockedId) ?? unknownPerson(blockedId),
      blockedAt: blockedAt.toISOString(),
    }),
  )
}

/** All whom the caller blocked. */
export const ids: Handler<typeof routes.ids> = async ctx => ({ userIds: [...(await blockedBy(ctx.userId))] })

/** People who blocked the one who searches are not found. */
export async function hideBlockers(
  _ctx: Context,
  subject: { userId: string; foundIds: string[] },
): Promise<Answer<{ userId: string; foundIds: string[] }>> {
  const blockers = await blockersAmong(subject.foundIds, subject.userId)
  if (blockers.size === 0) return { answer: 'allow' }
  const foundIds = subject.foundIds.filter(id => !blockers.has(id))
  return { answer: 'replace', value: { ...subject, foundIds } }
}

/** Blocks answers for whom a person blocked; that others blocked them is theirs, and goes only with the person. */
export const personal: Personal = {
  async erase(_ctx, userId) {
    await Blocks.deleteMany({ userId })
    await Blocks.deleteMany({ blockedId: userId })
  },
  export: userId => Blocks.find({ userId }).sort({ blockedAt: -1 }).limit(10_000).lean(),
}

/** The row of a block that stands from now on, however many ask for it at once. */
async function put(userId: string, blockedId: string): Promise<BlockDoc> {
  const _id = blockId(userId, blockedId)
  const set = { $set: { blockedAt: new Date(), liftedAt: null }, $currentDate: { changedAt: true as const } }
  const again = await Blocks.findOneAndUpdate({ _id, liftedAt: { $ne: null } }, set, {
    returnDocument: 'after',
  }).lean()
  if (again) return again
  try {
    return await Blocks.findOneAndUpdate(
      { _id, liftedAt: { $exists: false } },
      { ...set, $setOnInsert: { userId, blockedId } },
      { upsert: true, returnDocument: 'after' },
    ).lean()
  } catch (error) {
    const standing = isDuplicate(error) ? await Blocks.findById(_id).lean() : null
    if (!standing) throw error
    return standing
  }
}

const lift = (userId: string, blockedId: string): Promise<BlockDoc | null> =>
  Blocks.findOneAndUpdate(
    { _id: blockId(userId, blockedId), liftedAt: null },
    { $set: { liftedAt: new Date() }, $currentDate: { changedAt: true } },
    { returnDocument: 'after' },
  )
    .lean()
    .exec()
