/** What changed in a room above a device's watermark. */
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { MemberDoc, RoomDoc } from '../rooms/api'
import { readHead } from './heads'
import { Messages } from './model'
import { present } from './present'
import { changedAbove } from './recent'

const newestPage = 50

/** Changed messages by rev; `to` is the covered value (PROTOCOL.md 5). */
export interface RoomChange {
  messages: Message[]
  to: number
  more: boolean
  gap: boolean
}

/**
 * Reads a room's changes, at most `limit`; null when there are none. Values become visible in rising order, so nothing
 * at or below the highest value that the read saw can still come.
 */
export async function changesSince(
  room: RoomDoc,
  seat: MemberDoc,
  watermark: number,
  limit: number,
): Promise<RoomChange | null> {
  const docs = await changedAbove(room._id, watermark, limit)
  if (docs.length === 0 && watermark >= room.floor) return null
  if (watermark < room.floor || docs.length > 200 || (watermark === 0 && docs.length > limit))
    return gap(room._id, seat)
  const read = docs.slice(0, limit)
  return {
    messages: read.filter(doc => doc.seq >= seat.fromSeq).map(present),
    to: read.at(-1)!.rev,
    more: docs.length > limit,
    gap: false,
  }
}

/** Too much changed: the newest page, covered up to the value that was read before it. */
async function gap(roomId: string, seat: MemberDoc): Promise<RoomChange> {
  const to = await readHead(roomId)
  const docs = await Messages.find({ roomId, aside: false, seq: { $gte: seat.fromSeq } })
    .sort({ seq: -1 })
    .limit(newestPage)
    .readConcern('majority')
    .lean()
  return { messages: docs.reverse().map(present), to, more: false, gap: true }
}
