/** Finding a room for somebody: what they may not know of does not exist for them. */
import { fault } from '@community-chat/shared/protocol/faults'
import { allow } from '../../kernel/authorize'
import type { Context } from '../../kernel/context'
import { type MemberDoc, Members, Rooms } from './model'
import type { Standing } from './policy'

/** A room the caller may know of: they are in it, it is public, or they administrate. Else `not_found`. */
export async function visible(ctx: Context, roomId: string): Promise<Standing> {
  const [room, seat] = await Promise.all([Rooms.findById(roomId).lean(), seatOf(roomId, ctx.userId)])
  if (!room || (!seat && room.visibility !== 'public' && !ctx.isAdmin)) throw fault('not_found')
  allow(ctx)
  return { room, seat, isAdmin: ctx.isAdmin }
}

/** A room the caller is in. A private one they are not in is `not_found`, a public one `forbidden`. */
export async function seated(ctx: Context, roomId: string): Promise<Standing & { seat: MemberDoc }> {
  const standing = await visible(ctx, roomId)
  if (!standing.seat) throw fault(standing.room.visibility === 'public' ? 'forbidden' : 'not_found')
  return { ...standing, seat: standing.seat }
}

/** A person's present place in a room. */
export const seatOf = (roomId: string, userId: string): Promise<MemberDoc | null> =>
  Members.findOne({ roomId, userId, left: false }).lean().exec()
