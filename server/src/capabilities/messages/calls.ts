/** What calls someone: messages whose text names them, or everyone. */
import { everyone } from '@community-chat/shared/capabilities/messages/content'
import { type MessageDoc, Messages } from './model'

/** Rooms that one query looks at: the store merges two walks of the index for each. */
const roomsAtOnce = 100
/** Times that a page is filled up again because some on it must not be seen; then it is short. */
const mostTries = 5

/** What others said to this person, of whom they ignore none. */
const callsOf = (userId: string, ignored: ReadonlySet<string>) => ({
  mentioned: { $in: [userId, everyone] },
  senderId: { $nin: [userId, ...ignored] },
})

/** The same of one message. */
export const callsReader = (
  { senderId, mentioned }: Pick<MessageDoc, 'senderId' | 'mentioned'>,
  userId: string,
  ignored: ReadonlySet<string>,
): boolean =>
  (mentioned ?? []).some(id => id === userId || id === everyone) &&
  senderId !== userId &&
  !ignored.has(senderId)

/** Whether something above a seq, and up to another, calls someone in a room. */
export const isCalled = async (
  roomId: string,
  userId: string,
  seq: { $gt: number; $lte: number; $nin: number[] },
  ignored: ReadonlySet<string>,
): Promise<boolean> => (await Messages.exists({ roomId, ...callsOf(userId, ignored), seq })) !== null

/** What calls someone in a room above a seq, the oldest first. */
export const callsIn = (
  roomId: string,
  userId: string,
  above: number,
  ignored: ReadonlySet<string>,
  limit: number,
): Promise<MessageDoc[]> =>
  Messages.find({ roomId, ...callsOf(userId, ignored), seq: { $gt: above } })
    .sort({ seq: 1 })
    .limit(limit)
    .lean()
    .exec()

/** A place in what calls someone, the newest first: a time in milliseconds and an id. */
export type CallPlace = readonly [at: number, id: string]

/**
 * What calls someone in their rooms, the newest first behind a place; `rooms` says from which seq they may see each.
 * `next` is the place behind it, null at the end.
 */
export async function callsAcross(
  userId: string,
  rooms: ReadonlyMap<string, number>,
  ignored: ReadonlySet<string>,
  place: CallPlace,
  limit: number,
): Promise<{ items: MessageDoc[]; next: CallPlace | null }> {
  const items: MessageDoc[] = []
  for (let tries = 0; tries < mostTries; tries++) {
    const wanted = limit - items.length
    const rows = await newest(userId, [...rooms.keys()], ignored, place, wanted + 1)
    const seen = rows.slice(0, wanted)
    items.push(...seen.filter(({ roomId, seq }) => seq >= rooms.get(roomId)!))
    if (rows.length <= wanted) return { items, next: null }
    const last = seen.at(-1)!
    place = [last.createdAt.getTime(), last._id]
    if (items.length === limit) break
  }
  return { items, next: place }
}

async function newest(
  userId: string,
  roomIds: string[],
  ignored: ReadonlySet<string>,
  [at, id]: CallPlace,
  limit: number,
): Promise<MessageDoc[]> {
  const found: MessageDoc[] = []
  for (let i = 0; i < roomIds.length; i += roomsAtOnce) {
    const docs = await Messages.find({
      roomId: { $in: roomIds.slice(i, i + roomsAtOnce) },
      ...callsOf(userId, ignored),
      createdAt: { $lte: new Date(at) },
      $or: [{ createdAt: { $lt: new Date(at) } }, { _id: { $lt: id } }],
    })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .lean()
    found.push(...docs)
  }
  return found
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a._id < b._id ? 1 : -1))
    .slice(0, limit)
}
