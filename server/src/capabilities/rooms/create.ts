/** Making rooms. */
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { allow } from '../../kernel/authorize'
import type { Handler } from '../../kernel/capability'
import type { Context } from '../../kernel/context'
import { isDuplicate } from '../../kernel/duplicate'
import { newId } from '../../kernel/id'
import * as communities from '../communities/api'
import { peopleOf } from '../profiles/api'
import * as api from './api'
import { seatOf } from './load'
import { enter, recount } from './membership'
import { type RoomDoc, Rooms } from './model'
import { presentOne } from './present'

const { routes } = rooms

/** Makes a room owned by the caller; with a clientId a retry finds the first one. */
export const create: Handler<typeof routes.create> = async (ctx, input) => {
  allow(ctx)
  if (input.communityId && !(await communities.exists(input.communityId))) throw fault('not_found')
  const type = input.roomType ?? input.type
  const memberIds = [...new Set(input.memberIds)].filter(id => id !== ctx.userId)
  const known = await peopleOf(memberIds)
  const unknown = input.memberIds.findIndex(id => id !== ctx.userId && !known.has(id))
  if (unknown >= 0)
    throw fault('invalid_input', {
      issues: [{ path: `memberIds.${unknown}`, message: 'Nobody has this id.' }],
    })
  if (input.maxMembers && memberIds.length + 1 > input.maxMembers) throw fault(rooms, 'room_full')

  const room = await insert(ctx, {
    type,
    name: input.name,
    topic: input.topic,
    visibility: input.visibility ?? (type === 'public_room' ? 'public' : 'private'),
    communityId: input.communityId ?? null,
    maxMembers: input.maxMembers ?? null,
    history: input.settings?.history ?? 'all',
    invites: input.settings?.invites ?? 'members',
    madeBy: input.clientId && `${ctx.userId}:${input.clientId}`,
  })
  return settle(ctx, room, [
    [ctx.userId, 'owner'],
    ...memberIds.map(id => [id, 'member'] as [string, string]),
  ])
}

/** The direct room of two people: the unique pair decides a race, and whoever comes second finds it. */
export const openDirect: Handler<typeof routes.openDirect> = async (ctx, { userId }) => {
  allow(ctx)
  if (userId === ctx.userId) throw fault(rooms, 'not_yourself')
  if (!(await peopleOf([userId])).has(userId)) throw fault('not_found')
  const pair = [ctx.userId, userId].sort().join(':')
  const room = await insert(ctx, {
    type: 'direct_message',
    visibility: 'private',
    maxMembers: 2,
    history: 'all',
    invites: 'moderators',
    pair,
  })
  return settle(ctx, room, [
    [ctx.userId, 'member'],
    [userId, 'member'],
  ])
}

type Fields = Pick<RoomDoc, 'type' | 'visibility' | 'history' | 'invites'> & Partial<RoomDoc>

/** Inserts a room, or answers the one that its pair or clientId already made. */
async function insert(ctx: Context, fields: Fields): Promise<RoomDoc> {
  const first = fields.pair ? { pair: fields.pair } : fields.madeBy ? { madeBy: fields.madeBy } : null
  const found = first && (await Rooms.findOne(first).lean())
  if (found) return found
  const now = new Date()
  try {
    const doc = await Rooms.create({
      _id: newId(),
      creatorId: ctx.userId,
      memberCount: 0,
      version: 1,
      floor: 0,
      lastAt: now,
      changedAt: now,
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
async function settle(ctx: Context, room: RoomDoc, people: [userId: string, role: string][]) {
  if (room.memberCount > 0) return presentOne(ctx.userId, room, await seatOf(room._id, ctx.userId))
  for (const [userId, role] of people) {
    await enter(ctx, room, userId, { role, invitedBy: userId === ctx.userId ? null : ctx.userId })
  }
  const settled = { ...room, memberCount: await recount(room._id) }
  for (const [userId] of people) await ctx.emit(api.placed, { roomId: room._id, userId, isIn: true })
  await ctx.emit(api.created, { room: settled, memberIds: people.map(([userId]) => userId) })
  return presentOne(ctx.userId, settled, await seatOf(room._id, ctx.userId))
}
