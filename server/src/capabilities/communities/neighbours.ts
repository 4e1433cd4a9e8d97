/** What other nodes did to communities, read from the store while there are other nodes. */
import { communities } from '@community-chat/shared/capabilities/communities/contract'
import type { Context } from '../../kernel/context'
import { lookAt } from '../../kernel/nodes/look'
import * as topics from '../../kernel/sockets/topics'
import * as api from './api'
import { forgetKeepers } from './keepers'
import { Communities, type CommunityDoc, type CommunityMemberDoc, CommunityMembers } from './model'
import { tellAll, tellOne } from './tell'

const all = lookAt<CommunityDoc>(() => Communities)
const members = lookAt<CommunityMemberDoc>(() => CommunityMembers)

/** Tells the people of this node what became of their communities and of their roles. */
export async function catchUp(ctx: Context): Promise<void> {
  const [docs, rows] = await Promise.all([all.news(), members.news()])
  for (const doc of docs) {
    forgetKeepers(doc._id)
    await tellAll(ctx, doc)
  }
  for (const { communityId, userId, left } of rows) {
    forgetKeepers(communityId)
    if (topics.connectionsOf(userId).length === 0) continue
    if (left) ctx.push(communities.pushes.left, { user: userId }, { communityId })
    else {
      await tellOne(ctx, communityId, userId)
      await ctx.emit(api.ranked, { communityId, userIds: [userId], actorId: null })
    }
  }
}
