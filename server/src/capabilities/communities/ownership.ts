/** Who owns a community: its `ownerId` alone decides, and every change of it is one atomic update. */
import { fault } from '@community-chat/shared/protocol/faults'
import { forgetKeepers } from './keepers'
import { rowOf } from './load'
import { Communities, type CommunityDoc, CommunityMembers, memberId } from './model'

/** Whether this person owns the community. */
export const isOwner = async (communityId: string, userId: string): Promise<boolean> =>
  (await Communities.exists({ _id: communityId, ownerId: userId })) !== null

/** Makes someone the owner of a community that nobody owns; of several at once one is. */
export const claim = (communityId: string, userId: string): Promise<CommunityDoc | null> =>
  pass(communityId, null, userId)

/**
 * Hands over to another member; the old owner is an administrator from then on. Of several hand-overs at once one
 * happens; `conflict` where the owner is another by now or the new one has just left.
 */
export async function handOver({ _id, ownerId = null }: CommunityDoc, userId: string): Promise<CommunityDoc> {
  if (ownerId !== null) {
    const row = { _id: memberId(_id, ownerId), left: false }
    await CommunityMembers.updateOne(row, {
      $set: { role: 'administrator' },
      $currentDate: { changedAt: true },
    })
  }
  const passed = await pass(_id, ownerId, userId)
  if (!passed) throw fault('conflict')
  if (await rowOf(_id, userId)) return passed
  await pass(_id, userId, ownerId)
  await settleOwner(_id)
  throw fault('conflict')
}

/** Where the owner is no longer in, whoever ranks highest, and came first of those, owns it; nobody where nobody is in. */
export async function settleOwner(communityId: string): Promise<void> {
  const doc = await Communities.findById(communityId, { ownerId: 1 }).lean()
  const ownerId = doc?.ownerId ?? null
  if (!doc || (ownerId !== null && (await rowOf(communityId, ownerId)))) return
  for (const role of ['administrator', 'moderator', 'member']) {
    const heir = await CommunityMembers.findOne({ communityId, left: false, role })
      .sort({ joinedAt: 1 })
      .lean()
    if (heir) return void (await pass(communityId, ownerId, heir.userId))
  }
  if (ownerId === null || !(await pass(communityId, ownerId, null))) return
  // Somebody may have come in while nobody was seen: theirs it is.
  if (await CommunityMembers.exists({ communityId, left: false })) await settleOwner(communityId)
}

async function pass(_id: string, from: string | null, to: string | null): Promise<CommunityDoc | null> {
  const doc = await Communities.findOneAndUpdate(
    { _id, ownerId: from },
    { $set: { ownerId: to }, $inc: { version: 1 }, $currentDate: { changedAt: true } },
    { returnDocument: 'after' },
  ).lean()
  forgetKeepers(_id)
  return doc
}
