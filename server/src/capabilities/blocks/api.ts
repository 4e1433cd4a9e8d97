/** What other capabilities may use of blocks. */
import { blocks, mostBlocks } from '@community-chat/shared/capabilities/blocks/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { gathering, rowsOfPeople } from '../../kernel/store/loader'
import { Blocks, blockId } from './model'

/** The people whom someone blocked, at most 1,000. */
export const blockedBy = async (userId: string): Promise<Set<string>> =>
  new Set((await blocksOf(userId, null)).map(row => row.blockedId))

const blocksOf = rowsOfPeople<{ userId: string; blockedId: string }>({
  find: (userIds, _after, limit) =>
    Blocks.find({ userId: { $in: userIds }, liftedAt: null }, { userId: 1, blockedId: 1 })
      .limit(limit)
      .lean()
      .exec(),
  userOf: row => row.userId,
  changedAt: () => null,
  most: mostBlocks,
})

/** Those among some people who blocked someone. */
export async function blockersAmong(userIds: string[], blockedId: string): Promise<Set<string>> {
  if (userIds.length === 0) return new Set()
  const rows = await Blocks.find(
    { blockedId, liftedAt: null, userId: { $in: userIds } },
    { userId: 1 },
  ).lean()
  return new Set(rows.map(row => row.userId))
}

/** Of some people, at most a few hundred, those pairs of whom one blocked the other. */
export async function pairsApart(userIds: string[]): Promise<(one: string, other: string) => boolean> {
  const blocked = new Map(await Promise.all(userIds.map(async id => [id, await blockedBy(id)] as const)))
  return (one, other) => !!blocked.get(one)?.has(other) || !!blocked.get(other)?.has(one)
}

/** Refuses what one person would send another while either blocks the other: `blocked_by_you` or `not_delivered`. */
export async function refuseBetween(userId: string, otherId: string): Promise<void> {
  const [mine, theirs] = await Promise.all([
    isBlocking(blockId(userId, otherId)),
    isBlocking(blockId(otherId, userId)),
  ])
  if (mine) throw fault(blocks, 'blocked_by_you')
  if (theirs) throw fault(blocks, 'not_delivered')
}

const isBlocking = gathering<true>(async ids => {
  const rows = await Blocks.find({ _id: { $in: ids }, liftedAt: null }, { _id: 1 }).lean()
  return new Map(rows.map(row => [row._id, true]))
})

/** Refuses with `not_delivered` where one of some people blocked someone who wants to bring them somewhere. */
export async function refuseBringing(userId: string, otherIds: string[]): Promise<void> {
  if ((await blockersAmong(otherIds, userId)).size > 0) throw fault(blocks, 'not_delivered')
}
