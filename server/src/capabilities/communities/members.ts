/** Who belongs to a community, and what they may do there. */
import { communities } from '@community-chat/shared/capabilities/communities/contract'
import type { Role } from '@community-chat/shared/capabilities/communities/role'
import { fault } from '@community-chat/shared/protocol/faults'
import { authorize } from '../../kernel/authorize'
import type { Handler } from '../../kernel/capability'
import { cursorsOf, pageOf } from '../../kernel/page'
import * as audit from '../audit/api'
import * as blocks from '../blocks/api'
import { peopleOf } from '../profiles/api'
import * as api from './api'
import { forgetKeepers } from './keepers'
import { rowOf, visible } from './load'
import { admit, exit } from './membership'
import { type CommunityDoc, type CommunityMemberDoc, CommunityMembers } from './model'
import { handOver } from './ownership'
import { can, roleOf } from './policy'
import { presentMembers } from './present'
import { tellAll, tellOne } from './tell'

type Routes = (typeof communities)['routes']
const cursors = cursorsOf('communities.members', 'time', 'text')

/** Who belongs to it, in the order they came. */
export const members: Handler<Routes['members']> = async (ctx, { communityId, cursor, limit }) => {
  const standing = await visible(ctx, communityId)
  authorize(ctx, can.seeMembers, standing)
  const [at, id] = cursors.from(cursor, [0, ''])
  const rows = await CommunityMembers.find({
    communityId,
    left: false,
    joinedAt: { $gte: new Date(at) },
    $or: [{ joinedAt: { $gt: new Date(at) } }, { _id: { $gt: id } }],
  })
    .sort({ joinedAt: 1, _id: 1 })
    .limit(limit + 1)
    .lean()
  const shown = await presentMembers(standing.community, rows)
  return pageOf(
    rows,
    limit,
    row => cursors.to(row.joinedAt.getTime(), row._id),
    row => shown[rows.indexOf(row)]!,
  )
}

/** Brings someone in. */
export const addMember: Handler<Routes['addMember']> = async (ctx, { communityId, userId }) => {
  const standing = await visible(ctx, communityId)
  authorize(ctx, can.invite, standing)
  if (!(await peopleOf([userId])).has(userId)) throw fault('not_found')
  if (!(await rowOf(communityId, userId))) await blocks.refuseBringing(ctx.userId, [userId])
  const row = await admit(ctx, communityId, userId, ctx.userId)
  return (await presentMembers(standing.community, [row]))[0]!
}

/** Puts someone out, of all its rooms too. */
export const removeMember: Handler<Routes['removeMember']> = async (ctx, { communityId, userId }) => {
  const standing = await visible(ctx, communityId)
  authorize(ctx, can.removeSomeone, standing)
  const { role } = await targetOf(standing.community, userId)
  authorize(ctx, can.remove, { standing, target: role })
  await exit(ctx, communityId, userId, ctx.userId)
  await audit.record(ctx, { act: 'member_removed', communityId, subjectId: userId })
  return null
}

/** Changes what a member may do. A new owner takes the place of the old one. */
export const setRole: Handler<Routes['setRole']> = async (ctx, { communityId, userId, role }) => {
  const standing = await visible(ctx, communityId)
  authorize(ctx, can.setSomeonesRole, standing)
  const { community } = standing
  const target = await targetOf(community, userId)
  authorize(ctx, can.setRole, { standing, target: target.role, role })
  if (target.role === 'owner' && role !== 'owner') throw fault(communities, 'owner_stays')
  if (target.role === role) return (await presentMembers(community, [target.row]))[0]!

  const change = { act: 'role_changed', communityId, subjectId: userId } as const
  if (role === 'owner') {
    const passed = await handOver(community, userId)
    await audit.record(ctx, { ...change, data: { from: target.role, to: role } })
    await tellAll(ctx, passed)
    const userIds = community.ownerId ? [community.ownerId, userId] : [userId]
    await ctx.emit(api.ranked, { communityId, userIds, actorId: ctx.userId })
    return (await presentMembers(passed, [target.row]))[0]!
  }
  const row = await CommunityMembers.findOneAndUpdate(
    { _id: target.row._id, left: false, role: target.row.role },
    { $set: { role }, $currentDate: { changedAt: true } },
    { returnDocument: 'after' },
  ).lean()
  forgetKeepers(communityId)
  if (!row) throw fault('conflict')
  await audit.record(ctx, { ...change, data: { from: target.role, to: role } })
  await tellOne(ctx, communityId, userId)
  await ctx.emit(api.ranked, { communityId, userIds: [userId], actorId: ctx.userId })
  return (await presentMembers(community, [row]))[0]!
}

async function targetOf(
  community: CommunityDoc,
  userId: string,
): Promise<{ row: CommunityMemberDoc; role: Role }> {
  const row = await rowOf(community._id, userId)
  const role = roleOf(community, row)
  if (!row || !role) throw fault('not_found')
  return { row, role }
}
