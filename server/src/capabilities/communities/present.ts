/** Communities and their members on the wire. */
import type { Community, CommunityMember } from '@community-chat/shared/capabilities/communities/contract'
import type { Role } from '@community-chat/shared/capabilities/communities/role'
import { peopleOf, unknownPerson } from '../profiles/api'
import { type CommunityDoc, type CommunityMemberDoc, CommunityMembers, memberId } from './model'
import { roleOf } from './policy'

/** A community as somebody with this role sees it. */
export const present = (doc: CommunityDoc, role: Role | null): Community => ({
  id: doc._id,
  name: doc.name,
  description: doc.description ?? '',
  letters: doc.letters ?? '',
  colour: doc.colour ?? 1,
  category: doc.category as Community['category'],
  visibility: doc.visibility as Community['visibility'],
  ownerId: doc.ownerId ?? null,
  memberCount: doc.memberCount ?? 0,
  roomCount: doc.roomCount ?? 0,
  role,
  version: doc.version ?? 1,
  createdAt: doc.createdAt.toISOString(),
  updatedAt: doc.updatedAt.toISOString(),
})

/** Communities as one person sees them, in the given order. */
export async function presentFor(userId: string, docs: CommunityDoc[]): Promise<Community[]> {
  const rows = await CommunityMembers.find({
    _id: { $in: docs.map(doc => memberId(doc._id, userId)) },
    left: false,
  }).lean()
  const byId = new Map(rows.map(row => [row.communityId, row]))
  return docs.map(doc => present(doc, roleOf(doc, byId.get(doc._id))))
}

/** Members on the wire, in the given order. */
export async function presentMembers(
  community: CommunityDoc,
  rows: CommunityMemberDoc[],
): Promise<CommunityMember[]> {
  const people = await peopleOf(rows.map(row => row.userId))
  return rows.map(row => ({
    communityId: community._id,
    userId: row.userId,
    role: roleOf(community, row) ?? 'member',
    joinedAt: row.joinedAt.toISOString(),
    invitedBy: row.invitedBy ?? null,
    user: people.get(row.userId) ?? unknownPerson(row.userId),
  }))
}
