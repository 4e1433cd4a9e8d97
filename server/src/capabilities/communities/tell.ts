/** Telling the devices of members what became of their community: each sees it with their own role. */
import { communities } from '@community-chat/shared/capabilities/communities/contract'
import type { Context } from '../../kernel/context'
import * as topics from '../../kernel/sockets/topics'
import { standingOf } from './load'
import { type CommunityDoc, CommunityMembers, memberId } from './model'
import { roleOf } from './policy'
import { present } from './present'

const atOnce = 500

/** Tells one person how a community of theirs stands. */
export async function tellOne(ctx: Context, communityId: string, userId: string): Promise<void> {
  const standing = await standingOf(communityId, userId)
  if (standing?.memberRole) push(ctx, standing.community, userId, standing.memberRole)
}

/** Tells all members who are connected to this node. */
export async function tellAll(ctx: Context, community: CommunityDoc): Promise<void> {
  const served = topics.servedUsers()
  for (let i = 0; i < served.length; i += atOnce) {
    const ids = served.slice(i, i + atOnce).map(userId => memberId(community._id, userId))
    const rows = await CommunityMembers.find({ _id: { $in: ids }, left: false }).lean()
    for (const row of rows) push(ctx, community, row.userId, roleOf(community, row))
  }
}

const push = (ctx: Context, community: CommunityDoc, userId: string, role: ReturnType<typeof roleOf>) =>
  ctx.push(communities.pushes.updated, { user: userId }, { community: present(community, role) })
