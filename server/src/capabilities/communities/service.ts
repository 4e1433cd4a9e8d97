/** Communities: looking, changing, coming and going. */
import { communities } from '@community-chat/shared/capabilities/communities/contract'
import { avatarLetters } from '@community-chat/shared/capabilities/profiles/person'
import { fault } from '@community-chat/shared/protocol/faults'
import { allow, authorize } from '../../kernel/authorize'
import type { Handler } from '../../kernel/capability'
import * as audit from '../audit/api'
import * as api from './api'
import { visible } from './load'
import { admit, exit, isUnfinished } from './membership'
import { Communities, type CommunityDoc } from './model'
import { can } from './policy'
import { folded, prefixesOf } from '../profiles/api'
import { present } from './present'
import { tellAll } from './tell'

type Routes = (typeof communities)['routes']

/** What of a change is written into the record. */
const recorded = ['name', 'description', 'visibility', 'category', 'letters', 'colour'] as const

/** One community. */
export const get: Handler<Routes['get']> = async (ctx, { communityId }) => {
  const { community, memberRole } = await visible(ctx, communityId)
  return present(community, memberRole)
}

/** Changes a community; the version that was read must still be the present one. */
export const update: Handler<Routes['update']> = async (ctx, { communityId, version, ...fields }) => {
  const standing = await visible(ctx, communityId)
  authorize(ctx, can.update, standing)
  const before = standing.community
  const name = fields.name ?? before.name
  const own = fields.letters !== undefined || before.ownLetters
  const change = {
    ...fields,
    nameKey: folded(name),
    prefixes: prefixesOf(name),
    ownLetters: own,
    letters: fields.letters ?? (own ? before.letters : avatarLetters(name)),
  }
  const community = await Communities.findOneAndUpdate(
    { _id: communityId, version },
    { $set: change, $inc: { version: 1 }, $currentDate: { changedAt: true } },
    { returnDocument: 'after' },
  ).lean<CommunityDoc>()
  if (!community) throw fault(communities, 'stale_version')
  await tellAll(ctx, community)
  const data = audit.changeOf(before, community, recorded)
  if (data) await audit.record(ctx, { act: 'community_changed', communityId, data })
  await ctx.emit(api.updated, { before, community, actorId: ctx.userId })
  return present(community, standing.memberRole)
}

/** Comes into a public community. */
export const join: Handler<Routes['join']> = async (ctx, { communityId }) => {
  authorize(ctx, can.join, await visible(ctx, communityId))
  await admit(ctx, communityId, ctx.userId)
  const { community, memberRole } = await visible(ctx, communityId)
  return present(community, memberRole)
}

/** Goes out, of all its rooms too. The owner of others hands the community over first. */
export const leave: Handler<Routes['leave']> = async (ctx, { communityId }) => {
  // A private one is hidden from who is out of it, also where leaving it is not finished yet.
  if (!(await isUnfinished(communityId, ctx.userId)))
    authorize(ctx, can.leave, await visible(ctx, communityId))
  else allow(ctx)
  await exit(ctx, communityId, ctx.userId, ctx.userId)
  return null
}
