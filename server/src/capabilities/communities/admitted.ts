/** Data from before there were member rows: whoever is in a room of a community belongs to it. */
import { Communities, CommunityMembers, memberId } from './model'
import { recount } from './membership'
import { settleOwner } from './ownership'

/** Whether everyone who is in a room of this community is known to have a row. */
export const isAdmitted = async (communityId: string): Promise<boolean> =>
  (await Communities.exists({ _id: communityId, admitted: { $ne: true } })) === null

/**
 * Gives everyone on these pages of members a row, where they have none, not even one of having left. May be
 * interrupted and run again, on several nodes at once.
 */
export async function admitAll(
  communityId: string,
  pages: AsyncIterable<{ userId: string; joinedAt: Date }[]>,
): Promise<void> {
  for await (const people of pages) await seat(communityId, people)
  const doc = await Communities.findById(communityId).lean()
  if (doc?.ownerId) await seat(communityId, [{ userId: doc.ownerId, joinedAt: doc.createdAt }])
  await settleOwner(communityId)
  await recount(communityId)
  await Communities.updateOne({ _id: communityId }, { $set: { admitted: true } }, { timestamps: false })
}

async function seat(communityId: string, people: { userId: string; joinedAt: Date }[]): Promise<void> {
  if (people.length === 0) return
  const rows = people.map(({ userId, joinedAt }) => ({
    updateOne: {
      filter: { _id: memberId(communityId, userId) },
      update: {
        $setOnInsert: {
          communityId,
          userId,
          joinedAt,
          role: 'member',
          invitedBy: null,
          left: false,
          changedAt: new Date(),
        },
      },
      upsert: true,
    },
  }))
  await CommunityMembers.bulkWrite(rows, { ordered: false })
}
