/** What other nodes did to communities, read from the store while there are other nodes. */
import { communities } from '@community-chat/shared/capabilities/communities/contract'
import type { Context } from '../../kernel/context'
import * as topics from '../../kernel/sockets/topics'
import * as api from './api'
import { forgetKeepers } from './keepers'
import { Communities, type CommunityDoc, CommunityMembers } from './model'
import { tellAll, tellOne } from './tell'

const overlap = 30_000
const most = 2000
let since = new Date(Date.now() - overlap)
/** Rows already told of, by id, with the change that was seen. */
const seen = new Map<string, number>()

interface Row {
  _id: string
  changedAt?: Date | null
}

/** Tells the people of this node what became of their communities and of their roles. */
export async function catchUp(ctx: Context): Promise<void> {
  const after = { changedAt: { $gt: new Date(since.getTime() - overlap) } }
  const [docs, rows] = await Promise.all([
    Communities.find(after).sort({ changedAt: 1 }).limit(most).lean<CommunityDoc[]>().exec(),
    CommunityMembers.find(after).sort({ changedAt: 1 }).limit(most).lean().exec(),
  ])
  for (const doc of docs.filter(isNews)) {
    forgetKeepers(doc._id)
    await tellAll(ctx, doc)
  }
  for (const { communityId, userId, left } of rows.filter(isNews)) {
    forgetKeepers(communityId)
    if (topics.connectionsOf(userId).length === 0) continue
    if (left) ctx.push(communities.pushes.left, { user: userId }, { communityId })
    else {
      await tellOne(ctx, communityId, userId)
      await ctx.emit(api.ranked, { communityId, userIds: [userId], actorId: null })
    }
  }
  const last = Math.max(...[docs, rows].map(all => all.at(-1)?.changedAt?.getTime() ?? 0))
  if (last > since.getTime()) since = new Date(last)
  for (const [id, at] of seen) if (at < since.getTime() - 2 * overlap) seen.delete(id)
}

function isNews({ _id, changedAt }: Row): boolean {
  const at = changedAt?.getTime() ?? 0
  if (seen.get(_id) === at) return false
  seen.set(_id, at)
  return true
}
