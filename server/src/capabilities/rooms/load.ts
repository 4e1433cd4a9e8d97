/** Finding a room for somebody: what they may not know of does not exist for them. */
import type { Role } from '@community-chat/shared/capabilities/communities/role'
import { fault } from '@community-chat/shared/protocol/faults'
import { allow } from '../../kernel/authorize'
import type { Context } from '../../kernel/context'
import * as communities from '../communities/api'
import { type MemberDoc, Members, type RoomDoc, Rooms } from './model'
import { can, roleIn, type Standing } from './policy'

/**
 * A room the caller may know of: they are in it or keep it, or it is public and so is its community or they belong to
 * that. Else `not_found`.
 */
export async function visible(ctx: Context, roomId: string): Promise<Standing> {
  const [room, seat] = await Promise.all([Rooms.findById(roomId).lean(), seatOf(roomId, ctx.userId)])
  if (!room) throw fault('not_found')
  const role = await roleOf(room, seat, ctx.userId, ctx.isAdmin)
  if (role === null && !(await isOpen(ctx, room))) throw fault('not_found')
  allow(ctx)
  return { room, seat, role }
}

/** A room the caller is in. One they may know of and are not in is `forbidden`, else `not_found`. */
export async function seated(ctx: Context, roomId: string): Promise<Standing & { seat: MemberDoc }> {
  const standing = await visible(ctx, roomId)
  if (!standing.seat) throw fault('forbidden')
  return { ...standing, seat: standing.seat }
}

/** A room in which the caller may read, and from which seq: who keeps it without being in it reads all of it. */
export async function readable(ctx: Context, roomId: string): Promise<Standing & { fromSeq: number }> {
  const standing = await visible(ctx, roomId)
  if (!can.read(standing)) throw fault('forbidden')
  return { ...standing, fromSeq: standing.seat?.fromSeq ?? 0 }
}

/** A person's present place in a room. */
export const seatOf = (roomId: string, userId: string): Promise<MemberDoc | null> =>
  Members.findOne({ roomId, userId, left: false }).lean().exec()

/** What somebody may do in a room: the one answer for everyone who asks about rights in it. */
export async function roleOf(
  room: RoomDoc,
  seat: MemberDoc | null,
  userId: string,
  isAdmin: boolean,
): Promise<Role | null> {
  const keeper = room.communityId ? await communities.keeperRole(room.communityId, userId) : null
  return roleIn(seat, keeper, isAdmin)
}

async function isOpen(ctx: Context, { visibility, communityId }: RoomDoc): Promise<boolean> {
  if (visibility !== 'public' || !communityId) return visibility === 'public'
  const standing = await communities.standingOf(communityId, ctx.userId, ctx.isAdmin)
  return standing !== null && communities.can.see(standing)
}
