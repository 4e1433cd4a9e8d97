/** Coming in and going out: one row a person, an exact count, and who is told. */
import { communities } from '@community-chat/shared/capabilities/communities/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { todoFor } from '../../kernel/bus'
import type { Context } from '../../kernel/context'
import { isDuplicate } from '../../kernel/store/duplicate'
import * as api from './api'
import { forgetKeepers } from './keepers'
import { rowOf } from './load'
import { Communities, type CommunityMemberDoc, CommunityMembers, memberId } from './model'
import { claim, isOwner, settleOwner } from './ownership'
import { tellOne } from './tell'

const most = 1000
const { pushes } = communities

/** Brings someone in, once, however raced. Who comes into a community that nobody owns owns it. */
export async function admit(
  ctx: Context,
  communityId: string,
  userId: string,
  invitedBy: string | null = null,
): Promise<CommunityMemberDoc> {
  const present = await rowOf(communityId, userId)
  if (present) return present
  const mine = () => CommunityMembers.countDocuments({ userId, left: false })
  if ((await mine()) >= most) throw fault(communities, 'too_many_communities')
  const { row, isNew } = await write(communityId, userId, invitedBy)
  if (!isNew) return row
  if ((await mine()) > most) {
    // Others of the same person came in at the same moment: one too many goes again.
    await CommunityMembers.updateOne(
      { _id: row._id },
      { $set: { left: true }, $currentDate: { changedAt: true } },
    )
    throw fault(communities, 'too_many_communities')
  }
  await claim(communityId, userId)
  await recount(communityId)
  await tellOne(ctx, communityId, userId)
  await ctx.emit(api.joined, { communityId, userId, actorId: invitedBy ?? userId })
  return row
}

/**
 * Takes someone out, of all rooms of the community too. When this resolves nothing of any of them reaches that person
 * any more. Refused with `owner_stays` for the owner of others, also for one who became it a moment ago.
 */
export async function exit(
  ctx: Context,
  communityId: string,
  userId: string,
  actorId: string,
): Promise<void> {
  if ((await isOwner(communityId, userId)) && (await countOf(communityId)) > 1)
    throw fault(communities, 'owner_stays')
  const _id = memberId(communityId, userId)
  const row = await CommunityMembers.findOneAndUpdate(
    { _id, left: false },
    {
      $set: { left: true, leftBy: actorId, todo: todoFor(api.left) },
      $currentDate: { changedAt: true },
    },
  ).lean()
  forgetKeepers(communityId)
  if (row && (await isOwner(communityId, userId)) && (await countOf(communityId)) > 0) {
    await CommunityMembers.updateOne(
      { _id, left: true },
      { $set: { left: false }, $unset: { todo: '', leftBy: '' }, $currentDate: { changedAt: true } },
    )
    forgetKeepers(communityId)
    throw fault(communities, 'owner_stays')
  }
  await finish(ctx, communityId, userId, actorId)
}

/** Whether someone is out, but not yet of all rooms: leaving again finishes it. */
export const isUnfinished = async (communityId: string, userId: string): Promise<boolean> =>
  (await CommunityMembers.exists({
    _id: memberId(communityId, userId),
    left: true,
    'todo.0': { $exists: true },
  })) !== null

async function finish(ctx: Context, communityId: string, userId: string, actorId: string): Promise<void> {
  await settleOwner(communityId)
  await ctx.emit(api.left, { communityId, userId, actorId }, memberId(communityId, userId))
  if (await isUnfinished(communityId, userId)) throw fault('unavailable', { retryAfter: 1 })
  await recount(communityId)
  ctx.push(pushes.left, { user: userId }, { communityId })
}

const countOf = (communityId: string) => CommunityMembers.countDocuments({ communityId, left: false })

/** Counts who is in and keeps the number with the community; of several at once the last to write is right. */
export async function recount(communityId: string): Promise<number> {
  for (let memberCount = await countOf(communityId); ;) {
    await Communities.updateOne({ _id: communityId }, { $set: { memberCount } }, { timestamps: false })
    const now = await countOf(communityId)
    if (now === memberCount) return memberCount
    memberCount = now
  }
}

/** Writes the row, or finds the one that came first: its id decides. */
async function write(
  communityId: string,
  userId: string,
  invitedBy: string | null,
): Promise<{ row: CommunityMemberDoc; isNew: boolean }> {
  const _id = memberId(communityId, userId)
  const fresh = { role: 'member', invitedBy, left: false, joinedAt: new Date() }
  const currentDate = { $currentDate: { changedAt: true as const } }
  const again = await CommunityMembers.findOneAndUpdate(
    { _id, left: true },
    { $set: fresh, $unset: { todo: '', leftBy: '' }, ...currentDate },
    { returnDocument: 'after' },
  ).lean()
  if (again) return { row: again, isNew: true }
  try {
    const row = await CommunityMembers.findOneAndUpdate(
      { _id, left: { $exists: false } },
      { $set: fresh, $setOnInsert: { communityId, userId }, ...currentDate },
      { upsert: true, returnDocument: 'after' },
    ).lean()
    return { row, isNew: true }
  } catch (error) {
    const row = isDuplicate(error) ? await CommunityMembers.findById(_id).lean() : null
    if (!row) throw error
    return row.left ? write(communityId, userId, invitedBy) : { row, isNew: false }
  }
}
