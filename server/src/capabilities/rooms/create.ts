/** Making rooms. */
import { type Room, rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { allow, authorize } from '../../kernel/authorize'
import type { Handler } from '../../kernel/capability'
import type { Context } from '../../kernel/context'
import { isDuplicate } from '../../kernel/store/duplicate'
import { newId } from '../../kernel/id'
import * as blocks from '../blocks/api'
import * as communities from '../communities/api'
import { peopleOf } from '../profiles/api'
import * as api from './api'
import { seatOf } from './load'
import { enter, recount } from './membership'
import { type RoomDoc, Rooms } from './model'
import { wordsIn } from './prefixed'
import { presentOne } from './present'

const { routes } = rooms

/** Makes a room owned by the caller; with a clientId a retry finds the first one. */
export const create: Handler<typeof routes.create> = async (ctx, input) => {
  allow(ctx)
  const place = input.communityId ? await communities.visible(ctx, input.communityId) : null
  if (place) authorize(ctx, communities.can.makeRooms, place)
  const type = input.roomType ?? input.type
  const memberIds = [...new Set(input.memberIds)].filter(id => id !== ctx.userId)
  const known = await peopleOf(memberIds)
  const unknown = input.memberIds.findIndex(id => id !== ctx.userId && !known.has(id))
  if (unknown >= 0)
    throw fault('invalid_input', {
      issues: [{ path: `memberIds.${unknown}`, message: 'Nobody has this id.' }],
    })
  if (place) await refuseOutsiders(place, memberIds)
  if (input.maxMembers && memberIds.length + 1 > input.maxMembers) throw fault(rooms, 'room_full')
  const madeBy = input.clientId && `${ctx.userId}:${input.clientId}`
  if (!madeBy || !(await Rooms.exists({ madeBy }))) await blocks.refuseBringing(ctx.userId, memberIds)

  const room = await insert({
    creatorId: ctx.userId,
    type,
    name: input.name,
    topic: input.topic,
    visibility: input.visibility ?? (type === 'public_room' ? 'public' : 'private'),
    communityId: input.communityId ?? null,
    maxMembers: input.maxMembers ?? null,
    ...input.settings,
    history: input.settings?.history ?? 'all',
    invites: input.settings?.invites ?? 'members',
    madeBy,
  })
  return settle(ctx, room, ctx.userId, [
    [ctx.userId, 'owner'],
    ...memberIds.map(id => [id, 'member'] as [string, string]),
  ])
}

/**
 * The direct room of two people, or of the caller alone: the unique pair decides a race, and whoever comes second finds
 * it.
 */
export const openDirect: Handler<typeof routes.openDirect> = async (ctx, { userId }) => {
  allow(ctx)
  const isAlone = userId === ctx.userId
  if (!isAlone && !(await peopleOf([userId])).has(userId)) throw fault('not_found')
  const pair = [ctx.userId, userId].sort().join(':')
  // A room that is there may be read; only what is new needs both.
  if (!isAlone && !(await Rooms.exists({ pair }))) await blocks.refuseBetween(ctx.userId, userId)
  const room = await insert({
    creatorId: ctx.userId,
    type: 'direct_message',
    visibility: 'private',
    maxMembers: isAlone ? 1 : 2,
    history: 'all',
    invites: 'moderators',
    pair,
  })
  const people = [...new Set([ctx.userId, userId])]
  return settle(
    ctx,
    room,
    ctx.userId,
    people.map(id => [id, 'member']),
  )
}

type Fields = Pick<RoomDoc, 'type' | 'visibility' | 'history' | 'invites' | 'creatorId'> & Partial<RoomDoc>

/** Inserts a room, or answers the one that its pair or clientId already made. */
export async function insert(fields: Fields): Promise<RoomDoc> {
  const first = fields.pair ? { pair: fields.pair } : fields.madeBy ? { madeBy: fields.madeBy } : null
  const found = first && (await Rooms.findOne(first).lean())
  if (found) return found
  const now = new Date()
  try {
    const doc = await Rooms.create({
      _id: newId(),
      memberCount: 0,
      version: 1,
      floor: 0,
      lastAt: now,
      changedAt: now,
      prefixes: wordsIn(fields),
      ...fields,
    })
    return doc.toObject()
  } catch (error) {
    const other = first && isDuplicate(error) ? await Rooms.findOne(first).lean() : null
    if (!other) throw error
    return other
  }
}

/** Brings the first members in. Repeated after a crash it finishes what is missing; a settled room is left as it is. */
export async function settle(
  ctx: Context,
  room: RoomDoc,
  makerId: string,
  people: [userId: string, role: string][],
): Promise<Room> {
  if (room.memberCount > 0) return presentOne(makerId, room, await seatOf(room._id, makerId))
  for (const [userId, role] of people) {
    const invitedBy = userId === makerId ? null : makerId
    if (room.communityId) await communities.admit(ctx, room.communityId, userId, invitedBy)
    await enter(ctx, room, userId, { role, invitedBy })
  }
  const settled = { ...room, memberCount: await recount(room._id) }
  if (room.communityId) await recountPublic(room.communityId)
  for (const [userId] of people) await ctx.emit(api.placed, { roomId: room._id, userId, isIn: true })
  await ctx.emit(api.created, { room: settled, memberIds: people.map(([userId]) => userId) })
  return presentOne(makerId, settled, await seatOf(room._id, makerId))
}

/** Counts the public rooms of a community and keeps the number with it. */
export async function recountPublic(communityId: string): Promise<void> {
  const count = await Rooms.countDocuments({ communityId, visibility: 'public' })
  await communities.keepRoomCount(communityId, count)
}

/** Who may not be brought into the community may not be brought into its rooms. */
export async function refuseOutsiders(place: communities.Standing, userIds: string[]): Promise<void> {
  if (communities.can.invite(place)) return
  const inside = await Promise.all(userIds.map(id => communities.isMember(place.community._id, id)))
  if (inside.includes(false)) throw fault(rooms, 'outside_community')
}
