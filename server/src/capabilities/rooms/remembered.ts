/** Rooms and places in them as this node remembers them, for what is asked with every message. */
import { fault } from '@community-chat/shared/protocol/faults'
import { allow } from '../../kernel/authorize'
import { openCache } from '../../kernel/store/cache'
import type { Context } from '../../kernel/context'
import { roleOf, seated } from './load'
import {
  type MemberDoc,
  memberId,
  Members,
  onMemberWritten,
  onRoomWritten,
  type RoomDoc,
  Rooms,
} from './model'
import type { Standing } from './policy'

const mostRooms = 20_000
const mostSeats = 100_000

const roomsKept = openCache<RoomDoc>('rooms', mostRooms, async ids => {
  const docs = await Rooms.find({ _id: { $in: ids } }).lean()
  return new Map(docs.map(doc => [doc._id, doc]))
})
const seatsKept = openCache<MemberDoc>('seats', mostSeats, async ids => {
  const docs = await Members.find({ _id: { $in: ids }, left: false }).lean()
  return new Map(docs.map(doc => [doc._id, doc]))
})

onRoomWritten(({ _id }) => (typeof _id === 'string' ? roomsKept.drop(_id) : roomsKept.clear()))
onMemberWritten(({ _id, roomId, userId }) => {
  if (typeof _id === 'string') seatsKept.drop(_id)
  else if (typeof roomId === 'string' && typeof userId === 'string') seatsKept.drop(memberId(roomId, userId))
  else seatsKept.clear()
})

/** Another node changed a room. */
export const forgetRoom = (room: RoomDoc): void => roomsKept.drop(room._id)

/** Another node changed someone's place. */
export const forgetSeat = (row: MemberDoc): void => seatsKept.drop(row._id)

/**
 * As `seated`, from memory: what this node changed counts at once, a place that another node took or gave when this one
 * has looked, a room's settings within a second. Reading positions in it may be old.
 */
export async function seatedLately(ctx: Context, roomId: string): Promise<Standing & { seat: MemberDoc }> {
  const [room, seat] = await Promise.all([roomsKept.get(roomId), seatsKept.get(memberId(roomId, ctx.userId))])
  if (!room || !seat) return seated(ctx, roomId)
  const role = await roleOf(room, seat, ctx.userId, ctx.isAdmin)
  if (role === null) throw fault('not_found')
  allow(ctx)
  return { room, seat, role }
}
