/** Finding rooms to come into. */
import type { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { reaches } from '@community-chat/shared/capabilities/communities/role'
import { allow } from '../../kernel/authorize'
import type { Handler } from '../../kernel/capability'
import type { Context } from '../../kernel/context'
import { cursorsOf, endOfTime, pageOf } from '../../kernel/page'
import * as communities from '../communities/api'
import { beginningsOf } from '../profiles/api'
import { Members, Rooms } from './model'
import { presentFor } from './present'

const cursors = cursorsOf('rooms.list', 'time', 'text')

/** Rooms that the caller may come into, newest first; with a query those whose name or topic has its words. */
export const list: Handler<(typeof rooms)['routes']['list']> = async (
  ctx,
  { communityId, query, cursor, limit },
) => {
  allow(ctx)
  const [at, id] = cursors.from(cursor, [endOfTime, ''])
  const words = query ? beginningsOf(query) : {}
  if (!words) return { items: [], next: null }
  const docs = await Rooms.find({
    ...(await wanted(ctx, communityId)),
    ...words,
    createdAt: { $lte: new Date(at) },
    $or: [{ createdAt: { $lt: new Date(at) } }, { _id: { $lt: id } }],
  })
    .sort({ createdAt: -1, _id: -1 })
    .limit(limit + 1)
    .lean()
  const seats = await Members.find({
    userId: ctx.userId,
    left: false,
    roomId: { $in: docs.map(doc => doc._id) },
  }).lean()
  const shown = await presentFor(ctx.userId, docs, new Map(seats.map(seat => [seat.roomId, seat])))
  return pageOf(
    docs,
    limit,
    doc => cursors.to(doc.createdAt.getTime(), doc._id),
    doc => shown[docs.indexOf(doc)]!,
  )
}

/** Public rooms of no community and of the caller's own; of one community its public rooms, and for who keeps it all. */
async function wanted(ctx: Context, communityId: string | undefined): Promise<object> {
  if (communityId === undefined) {
    const mine = await communities.idsOf(ctx.userId)
    return { visibility: 'public', communityId: { $in: [null, ...mine] } }
  }
  const { role } = await communities.visible(ctx, communityId)
  return reaches(role, 'moderator') ? { communityId } : { visibility: 'public', communityId }
}
