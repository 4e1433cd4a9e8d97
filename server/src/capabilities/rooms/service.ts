/** Rooms: finding, changing, coming and going. */
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { authorize } from '../../kernel/authorize'
import type { Handler } from '../../kernel/capability'
import { cursorsOf, pageOf } from '../../kernel/page'
import * as audit from '../audit/api'
import * as blocks from '../blocks/api'
import * as communities from '../communities/api'
import { peopleOf } from '../profiles/api'
import * as api from './api'
import { recountPublic, refuseOutsiders } from './create'
import { findMembers } from './find-members'
import { comeIn, showStanding } from './inside'
import { roleOf, seated, seatOf, visible } from './load'
import { exitOwner, exitUnlessOwner } from './leaving'
import { type MemberDoc, memberId, Members, type RoomDoc, Rooms } from './model'
import { changeRole, handedOver, lowerOwner, succeed } from './ownership'
import { written } from './neighbours'
import { can, isExpiryAlone } from './policy'
import { wordsIn } from './prefixed'
import { peerId, presentMembers, presentOne, presentShared } from './present'
import { placeOf, recordRole, recordUpdate } from './record'
import { seatEveryone } from './seats'

const { routes, pushes } = rooms
const memberCursors = cursorsOf('rooms.members', 'time', 'text')

/** One room. */
export const get: Handler<typeof routes.get> = async (ctx, { roomId }) => {
  const { room, seat } = await visible(ctx, roomId)
  return presentOne(ctx.userId, room, seat)
}

/** Changes a room; the version that was read must still be the present one. */
export const update: Handler<typeof routes.update> = async (
  ctx,
  { roomId, version, settings, announcement, ...fields },
) => {
  const standing = await visible(ctx, roomId)
  const isExpiry = isExpiryAlone({ settings, announcement, ...fields })
  authorize(ctx, isExpiry ? can.setExpiry : can.update, standing)
  const other = peerId(standing.room, ctx.userId)
  if (other !== null) await blocks.refuseBetween(ctx.userId, other)
  const max = fields.maxMembers
  if (max && max < standing.room.memberCount) throw fault(rooms, 'room_full')
  const change: Partial<RoomDoc> = { ...fields, ...settings }
  if (fields.name !== undefined || fields.topic !== undefined)
    change.prefixes = wordsIn({ ...standing.room, ...fields })
  if (announcement !== undefined)
    change.announcement = announcement ? { text: announcement, by: ctx.userId, at: new Date() } : null
  const room = await writeVersion(roomId, version, change)
  if (!room) throw fault(rooms, 'stale_version')
  if (max && !(await seatEveryone(roomId, max))) {
    // More came in than the limit allows while it was being set: it is as if nobody had asked.
    const before = Object.keys(change).map(name => [name, standing.room[name as keyof RoomDoc] ?? null])
    await writeVersion(roomId, room.version, Object.fromEntries(before))
    throw fault(rooms, 'room_full')
  }
  if (room.communityId && room.visibility !== standing.room.visibility) await recountPublic(room.communityId)
  written(room)
  ctx.push(pushes.updated, { room: roomId }, { room: presentShared(room) })
  await recordUpdate(ctx, standing.room, room)
  await ctx.emit(api.updated, { before: standing.room, room, actorId: ctx.userId })
  return presentOne(ctx.userId, room, standing.seat)
}

/** Who is in, in the order they came; those of a name on one page. */
export const members: Handler<typeof routes.members> = async (ctx, { roomId, query, cursor, limit }) => {
  const standing = await visible(ctx, roomId)
  authorize(ctx, can.seeMembers, standing)
  const [at, id] = memberCursors.from(cursor, [0, ''])
  if (query !== undefined) return { items: await findMembers(standing.room, query, limit), next: null }
  const place = {
    joinedAt: { $gte: new Date(at) },
    $or: [{ joinedAt: { $gt: new Date(at) } }, { _id: { $gt: id } }],
  }
  const docs = await Members.find({ roomId, left: false, ...place })
    .sort({ joinedAt: 1, _id: 1 })
    .limit(limit + 1)
    .lean()
  const shown = await presentMembers(docs)
  return pageOf(
    docs,
    limit,
    doc => memberCursors.to(doc.joinedAt.getTime(), doc._id),
    doc => shown[docs.indexOf(doc)]!,
  )
}

/** Brings someone in. */
export const addMember: Handler<typeof routes.addMember> = async (ctx, { roomId, userId }) => {
  const standing = await visible(ctx, roomId)
  refuseDirect(standing.room)
  authorize(ctx, can.invite, standing)
  if (!(await peopleOf([userId])).has(userId)) throw fault('not_found')
  if (!(await seatOf(roomId, userId))) await blocks.refuseBringing(ctx.userId, [userId])
  const { communityId } = standing.room
  const place = communityId ? await communities.standingOf(communityId, ctx.userId, ctx.isAdmin) : null
  if (place) await refuseOutsiders(place, [userId])
  const member = await comeIn(ctx, standing.room, userId, ctx.userId, { invitedBy: ctx.userId })
  return (await presentMembers([member]))[0]!
}

/** Puts someone out. */
export const removeMember: Handler<typeof routes.removeMember> = async (ctx, { roomId, userId }) => {
  const standing = await visible(ctx, roomId)
  refuseDirect(standing.room)
  authorize(ctx, can.removeSomeone, standing)
  const target = await targetOf(roomId, userId)
  authorize(ctx, can.remove, { standing, target: await roleOf(standing.room, target, userId, false) })
  await exitUnlessOwner(ctx, standing.room, userId, ctx.userId)
  await audit.record(ctx, { act: 'member_removed', ...placeOf(standing.room), subjectId: userId })
  return null
}

/** Changes what a member may do. A new owner takes the place of the old one. */
export const setRole: Handler<typeof routes.setRole> = async (ctx, { roomId, userId, role }) => {
  const standing = await visible(ctx, roomId)
  refuseDirect(standing.room)
  authorize(ctx, can.setSomeonesRole, standing)
  const target = await targetOf(roomId, userId)
  const present = (await roleOf(standing.room, target, userId, false)) ?? 'member'
  authorize(ctx, can.setRole, { standing, target: present, role })
  if (target.role === 'owner' && role !== 'owner') throw fault(rooms, 'owner_stays')
  const lowered = role === 'owner' ? await lowerOwner(roomId, userId) : null
  // The caller was the owner when asked; of two hand-overs at once the second finds none to lower.
  if (role === 'owner' && target.role !== 'owner' && !lowered && !ctx.isAdmin) throw fault('conflict')
  const changed = await changeRole(target, role).catch(async error => {
    if (lowered) await changeRole(lowered, 'owner').catch(() => succeed(ctx, standing.room, null))
    throw error
  })
  if (lowered) await handedOver(lowered)
  const rows = lowered ? [changed, lowered] : [changed]
  const shown = await presentMembers(rows)
  for (const participant of shown) ctx.push(pushes.roleChanged, { room: roomId }, { participant })
  for (const member of rows) {
    await showStanding(ctx, member.userId, [standing.room], [member])
    const from = member === lowered ? 'owner' : target.role
    if (from !== member.role) await recordRole(ctx, standing.room, member, from)
    await ctx.emit(api.ranked, { room: standing.room, member, actorId: ctx.userId })
  }
  return shown[0]!
}

/** Comes into a public room. */
export const join: Handler<typeof routes.join> = async (ctx, { roomId }) => {
  const standing = await visible(ctx, roomId)
  authorize(ctx, can.join, standing)
  const member = await comeIn(ctx, standing.room, ctx.userId, ctx.userId)
  return (await presentMembers([member]))[0]!
}

/** Goes out. The owner of others hands the room over first. */
export const leave: Handler<typeof routes.leave> = async (ctx, { roomId }) => {
  const { room, seat } = await seated(ctx, roomId)
  if (room.type === 'direct_message') throw fault(rooms, 'direct_is_fixed')
  if (seat.role !== 'owner') await exitUnlessOwner(ctx, room, ctx.userId, ctx.userId)
  else await exitOwner(ctx, room, ctx.userId)
  return null
}

const writeVersion = (_id: string, version: number, change: Partial<RoomDoc>): Promise<RoomDoc | null> =>
  Rooms.findOneAndUpdate(
    { _id, version },
    { $set: change, $inc: { version: 1 }, $currentDate: { changedAt: true } },
    { returnDocument: 'after' },
  )
    .lean()
    .exec()

function refuseDirect(room: RoomDoc): void {
  if (room.type === 'direct_message') throw fault(rooms, 'direct_is_fixed')
}

async function targetOf(roomId: string, userId: string): Promise<MemberDoc> {
  const target = await Members.findOne({ _id: memberId(roomId, userId), left: false }).lean()
  if (!target) throw fault('not_found')
  return target
}
