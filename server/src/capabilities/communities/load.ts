/** Finding a community for somebody: what they may not know of does not exist for them. */
import { fault } from '@community-chat/shared/protocol/faults'
import { allow } from '../../kernel/authorize'
import type { Context } from '../../kernel/context'
import { Communities, type CommunityMemberDoc, CommunityMembers, memberId } from './model'
import { can, roleOf, type Standing } from './policy'

/** A community the caller may know of: it is public, they are in it, or they administrate. Else `not_found`. */
export async function visible(ctx: Context, communityId: string): Promise<Standing> {
  const standing = await standingOf(communityId, ctx.userId, ctx.isAdmin)
  if (!standing || !can.see(standing)) throw fault('not_found')
  allow(ctx)
  return standing
}

/** Someone's place in a community; null where there is no such community. */
export async function standingOf(
  communityId: string,
  userId: string,
  isAdmin = false,
): Promise<Standing | null> {
  const [community, row] = await Promise.all([
    Communities.findById(communityId).lean().exec(),
    rowOf(communityId, userId),
  ])
  if (!community) return null
  const memberRole = roleOf(community, row)
  return { community, memberRole, role: isAdmin ? 'owner' : memberRole }
}

/** A person's present row. */
export const rowOf = (communityId: string, userId: string): Promise<CommunityMemberDoc | null> =>
  CommunityMembers.findOne({ _id: memberId(communityId, userId), left: false })
    .lean()
    .exec()
