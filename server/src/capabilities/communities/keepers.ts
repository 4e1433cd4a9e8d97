/** Who keeps each community, in memory: every message in one of its rooms asks. */
import { inRooms, type Role } from '@community-chat/shared/capabilities/communities/role'
import { Communities, CommunityMembers, memberId } from './model'
import { roleOf } from './policy'

/** What other nodes changed is known after their next look; this is for a node that missed one. */
const lastsFor = 2000
/** A community has so many moderators and up that are known here; the rows of others are not looked at. */
const most = 1000
const mostKept = 1000

interface Keepers {
  until: number
  roles: Promise<Map<string, Role>>
}
const kept = new Map<string, Keepers>()

/**
 * What somebody's role in a community is worth in its rooms, in them or not. Changes made by this node count at once,
 * those of others within two seconds.
 */
export async function keeperRole(communityId: string, userId: string): Promise<Role | null> {
  const known = kept.get(communityId)
  const fresh =
    known && known.until > Date.now() ? known : { until: Date.now() + lastsFor, roles: load(communityId) }
  if (fresh !== known) {
    if (kept.size >= mostKept) kept.clear()
    kept.set(communityId, fresh)
    fresh.roles.catch(() => kept.get(communityId) === fresh && kept.delete(communityId))
  }
  return inRooms((await fresh.roles).get(userId) ?? null)
}

/** Called after every change of who keeps a community. */
export function forgetKeepers(communityId: string): void {
  kept.delete(communityId)
}

async function load(communityId: string): Promise<Map<string, Role>> {
  const community = await Communities.findById(communityId, { ownerId: 1 }).lean()
  if (!community) return new Map()
  const raised = { communityId, left: false, role: { $in: ['moderator', 'administrator'] } }
  const [rows, owner] = await Promise.all([
    CommunityMembers.find(raised).limit(most).lean(),
    CommunityMembers.findOne({ _id: memberId(communityId, community.ownerId ?? ''), left: false }).lean(),
  ])
  const all = owner ? [...rows, owner] : rows
  return new Map(all.map(row => [row.userId, roleOf(community, row) ?? 'member']))
}
