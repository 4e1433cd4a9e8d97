/** Going out: when it is acked, no node sends anything of the room any more. */
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import type { Context } from '../../kernel/context'
import { everyNodeHasLooked } from '../../kernel/nodes/lease'
import * as topics from '../../kernel/sockets/topics'
import { answeredSoFar } from '../../kernel/under-way'
import * as api from './api'
import { recount } from './membership'
import { type MemberDoc, Members, type RoomDoc } from './model'
import { succeed } from './ownership'

/** Takes someone out. When this resolves no node sends them anything of the room any more. */
export const exit = (ctx: Context, room: RoomDoc, userId: string, actorId: string): Promise<void> =>
  exitAll(ctx, [room], userId, actorId)

/** The same of someone who does not own the room: refused with `owner_stays` where they came to own it a moment ago. */
export async function exitUnlessOwner(
  ctx: Context,
  room: RoomDoc,
  userId: string,
  actorId: string,
): Promise<void> {
  const row = await rise(room._id, userId, { role: { $ne: 'owner' } })
  if (!row && (await Members.exists({ roomId: room._id, userId, left: false })))
    throw fault(rooms, 'owner_stays')
  topics.leave(userId, room._id)
  if (row) await tellGone(ctx, [room], userId, actorId)
}

/** Takes someone out of several rooms at once. */
export async function exitAll(ctx: Context, all: RoomDoc[], userId: string, actorId: string): Promise<void> {
  const gone: RoomDoc[] = []
  for (const room of all) {
    const row = await rise(room._id, userId)
    topics.leave(userId, room._id)
    if (row) gone.push(room)
  }
  if (gone.length > 0) await tellGone(ctx, gone, userId, actorId)
}

/** Ends a stay and frees its seat; null where there is none, or not such a one. */
const rise = (roomId: string, userId: string, such: object = {}): Promise<MemberDoc | null> =>
  Members.findOneAndUpdate(
    { roomId, userId, left: false, ...such },
    { $set: { left: true }, $unset: { seat: '' }, $currentDate: { changedAt: true } },
  )
    .lean()
    .exec()

async function tellGone(ctx: Context, gone: RoomDoc[], userId: string, actorId: string): Promise<void> {
  // What was still allowed when it was asked is answered first, here and by the other nodes.
  await answeredSoFar(userId, ctx)
  await everyNodeHasLooked()
  for (const room of gone) {
    const memberCount = await recount(room._id)
    ctx.push(rooms.pushes.left, { room: room._id }, { userId, memberCount })
    await ctx.emit(api.placed, { roomId: room._id, userId, isIn: false })
    await ctx.emit(api.left, { room: { ...room, memberCount }, userId, actorId })
  }
}

/** Takes the owner out, who must be the last; who came in meanwhile owns the room. */
export async function exitOwner(ctx: Context, room: RoomDoc, userId: string): Promise<void> {
  if ((await Members.countDocuments({ roomId: room._id, left: false })) > 1) throw fault(rooms, 'owner_stays')
  await exit(ctx, room, userId, userId)
  await succeed(ctx, room, null)
}
