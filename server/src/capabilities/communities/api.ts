/** What other capabilities may use of communities. */
import { event } from '../../kernel/bus'
import { gathering } from '../../kernel/store/loader'
import { writeInParts } from '../../kernel/store/parts'
import { rowOf } from './load'
import { Communities, type CommunityDoc, type CommunityMemberDoc, CommunityMembers, memberId } from './model'
import { roleOf, type Standing } from './policy'

export { admitAll, isAdmitted } from './admitted'
export { keeperRole } from './keepers'
export { standingOf, visible } from './load'
export { admit } from './membership'
export { isOwner } from './ownership'
export type { CommunityDoc } from './model'
export { can, type Standing } from './policy'

/** The community that every new server starts with. */
export const welcomeId = 'welcome'

/** Raised when a community was made: it needs a first room. */
export const created = event<{ community: CommunityDoc }>('communities.created', {
  model: () => Communities,
  payload: (community: CommunityDoc) => ({ community }),
})
/** Raised when someone came in, by themselves or brought by another. */
export const joined = event<{ communityId: string; userId: string; actorId: string }>('communities.joined')
/** Raised when someone is out; whoever keeps places inside takes them out of those too. */
export const left = event<{ communityId: string; userId: string; actorId: string }>('communities.left', {
  model: () => CommunityMembers,
  payload: ({ communityId, userId, leftBy }: { communityId: string; userId: string; leftBy?: string }) => ({
    communityId,
    userId,
    actorId: leftBy ?? userId,
  }),
})
/** Raised on each node when members may do more or less than before. */
export const ranked = event<{
  communityId: string
  userIds: string[]
  /** Who did it; null on other nodes than the one that did. */
  actorId: string | null
}>('communities.ranked')
/** Raised when the community itself changed. */
export const updated = event<{ before: CommunityDoc; community: CommunityDoc; actorId: string }>(
  'communities.updated',
)

/** Whether someone belongs to a community now. */
export const isMember = async (communityId: string, userId: string): Promise<boolean> =>
  (await rowOf(communityId, userId)) !== null

const communityById = gathering<CommunityDoc>(async ids => {
  const docs = await Communities.find({ _id: { $in: ids } }).lean<CommunityDoc[]>()
  return new Map(docs.map(doc => [doc._id, doc]))
})
const placeById = gathering<CommunityMemberDoc>(async ids => {
  const rows = await CommunityMembers.find({ _id: { $in: ids }, left: false }).lean()
  return new Map(rows.map(row => [row._id, row]))
})

/** Somebody's place in each of these communities, by id; a community that does not exist is absent. */
export async function standingsOf(
  userId: string,
  communityIds: string[],
  isAdmin = false,
): Promise<Map<string, Standing>> {
  const ids = [...new Set(communityIds)]
  if (ids.length === 0) return new Map()
  const standings = await Promise.all(
    ids.map(async (id): Promise<[string, Standing][]> => {
      const [community, row] = await Promise.all([communityById(id), placeById(memberId(id, userId))])
      if (!community) return []
      const memberRole = roleOf(community, row)
      return [[id, { community, memberRole, role: isAdmin ? 'owner' : memberRole }]]
    }),
  )
  return new Map(standings.flat())
}

/** The communities someone is in, at most 1,000. */
export async function idsOf(userId: string): Promise<string[]> {
  const rows = await CommunityMembers.find({ userId, left: false }, { communityId: 1 }).limit(1000).lean()
  return rows.map(row => row.communityId)
}

/** Who owns it. */
export const ownerOf = async (communityId: string): Promise<string | null> =>
  (await Communities.findById(communityId, { ownerId: 1 }).lean())?.ownerId ?? null

/** Keeps how many public rooms it has. */
export async function keepRoomCount(communityId: string, roomCount: number): Promise<void> {
  await Communities.updateOne({ _id: communityId }, { $set: { roomCount } }, { timestamps: false })
}

/** Notes when something was last said in communities, later wins; a hint for sorting lists. */
export async function touch(times: Map<string, Date>): Promise<void> {
  const writes = [...times].map(([_id, at]) => ({
    updateOne: { filter: { _id }, update: { $max: { activeAt: at } }, timestamps: false },
  }))
  await writeInParts(writes, part => Communities.bulkWrite(part, { ordered: false }))
}
