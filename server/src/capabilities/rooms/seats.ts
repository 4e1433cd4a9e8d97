/** Seats: in a room with a limit each member holds a number below it, unique by index, so that the limit is exact. */
import { isDuplicate } from '../../kernel/store/duplicate'
import { Members } from './model'

/** The seats nobody holds. */
export async function freeSeats(roomId: string, maxMembers: number): Promise<number[]> {
  const rows = await Members.find({ roomId, seat: { $gte: 0, $lt: maxMembers } }, { seat: 1 }).lean()
  const taken = new Set(rows.map(row => row.seat))
  return Array.from({ length: maxMembers }, (_, seat) => seat).filter(seat => !taken.has(seat))
}

/** After a limit was set or lowered: everyone without a seat below it gets one. Answers whether there were enough. */
export async function seatEveryone(roomId: string, maxMembers: number): Promise<boolean> {
  const seatless = { left: false, $or: [{ seat: null }, { seat: { $gte: maxMembers } }] }
  const standing = await Members.find({ roomId, ...seatless }).lean()
  for (const { _id } of standing) {
    for (const seat of await freeSeats(roomId, maxMembers)) {
      try {
        await Members.updateOne({ _id, left: false }, { $set: { seat } })
        break
      } catch (error) {
        if (!isDuplicate(error)) throw error
      }
    }
  }
  return (await Members.countDocuments({ _id: { $in: standing.map(one => one._id) }, ...seatless })) === 0
}
