/** What communities keep about a person: where they belong, and what they made. A community outlives its owner. */
import type { Personal } from '../../kernel/capability'
import { forgetKeepers } from './keepers'
import { recount } from './membership'
import { Communities, CommunityMembers } from './model'
import { settleOwner } from './ownership'

/** Communities answers for who belongs where. */
export const personal: Personal = {
  async erase(_ctx, userId) {
    const rows = await CommunityMembers.find({ userId }, { communityId: 1, left: 1 }).lean()
    const owned = await Communities.find({ ownerId: userId }, { _id: 1 }).lean()
    await CommunityMembers.deleteMany({ userId })
    await CommunityMembers.updateMany({ invitedBy: userId }, { $set: { invitedBy: null } })
    // The key by which a retry finds what this person made begins with their id; `;` follows `:`.
    const made = { madeBy: { $gte: `${userId}:`, $lt: `${userId};` } }
    await Communities.updateMany(made, { $unset: { madeBy: '' } }, { timestamps: false })
    for (const { _id } of owned) await settleOwner(_id)
    for (const { communityId, left } of rows) {
      forgetKeepers(communityId)
      if (!left) await recount(communityId)
    }
  },
  async export(userId) {
    const rows = await CommunityMembers.find({ userId }).lean()
    const owned = await Communities.find(
      { ownerId: userId },
      { name: 1, description: 1, createdAt: 1 },
    ).lean()
    return { memberships: rows, owned }
  },
}
