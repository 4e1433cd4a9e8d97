/** What other capabilities may use of rooms. */
import { checkPoint } from '../../kernel/checks'
import { event } from '../../kernel/bus'
import { gathering, rowsOfPeople } from '../../kernel/store/loader'
import { writeInParts } from '../../kernel/store/parts'
import * as communities from '../communities/api'
import { Members, type MemberDoc, type RoomDoc, Rooms } from './model'

export type { MemberDoc, RoomDoc } from './model'
export type { Standing } from './policy'
export { readable, roleOf, seated, seatOf, visible } from './load'
export { seatedLately } from './remembered'
export { can } from './policy'
export { peerId, presentFor } from './present'
export { move as moveRead, moveSoon as moveReadSoon, reached as readReached } from './reading'

/** Where a newcomer begins: `fromSeq` is the first seq they may see, `readSeq` what counts as read. */
export interface Newcomer {
  room: RoomDoc
  userId: string
  fromSeq: number
  readSeq: number
}

/** Asked before someone comes in; whoever keeps the counter places them. */
export const joining = checkPoint<Newcomer>('rooms.joining', { within: 3000 })

/** Raised when a room was made; its first members are in. */
export const created = event<{ room: RoomDoc; memberIds: string[] }>('rooms.created')
/** Raised when someone came in. */
export const joined = event<{ room: RoomDoc; member: MemberDoc; actorId: string }>('rooms.joined')
/** Raised when someone went or was put out. */
export const left = event<{ room: RoomDoc; userId: string; actorId: string }>('rooms.left')
/** Raised on each node that learns of it, when someone's place in a room came or went, here or on another node. */
export const placed = event<{ roomId: string; userId: string; isIn: boolean }>('rooms.placed')
/** Raised when this node finds in the store that someone here may have read further, on another node. */
export const moved = event<{ member: MemberDoc }>('rooms.moved')
/** Raised when this node learns how far someone may have read: it was told so, or found it in the store. */
export const read = event<{ roomId: string; userId: string; readSeq: number }>('rooms.read')
/** Raised when a member's role changed. */
export const ranked = event<{ room: RoomDoc; member: MemberDoc; actorId: string }>('rooms.ranked')
/** Raised when the room itself changed. */
export const updated = event<{ before: RoomDoc; room: RoomDoc; actorId: string }>('rooms.updated')

/** Someone's rooms, at most 1,000, with their place in each. */
export const seatsOf = (userId: string): Promise<MemberDoc[]> => seatsOfPeople(userId, null)

const seatsOfPeople = rowsOfPeople<MemberDoc>({
  find: (userIds, after, limit) =>
    Members.find({ userId: { $in: userIds }, ...(after ? { changedAt: { $gt: after } } : { left: false }) })
      .sort(after ? { changedAt: 1 } : {})
      .limit(limit)
      .lean()
      .exec(),
  userOf: row => row.userId,
  changedAt: row => row.changedAt,
  most: 1000,
})

/** These rooms. */
export const roomsOf = async (roomIds: string[]): Promise<RoomDoc[]> =>
  (await Promise.all(roomIds.map(roomById))).filter(room => room !== undefined)

const roomById = gathering<RoomDoc>(async ids => {
  const docs = await Rooms.find({ _id: { $in: ids } }).lean()
  return new Map(docs.map(doc => [doc._id, doc]))
}, 1000)

/** The ids of all rooms, rising, behind one: for work that goes through all of them, page by page. */
export async function idsBehind(roomId: string, limit: number): Promise<string[]> {
  const rows = await Rooms.find({ _id: { $gt: roomId } }, { _id: 1 })
    .sort({ _id: 1 })
    .limit(limit)
    .lean()
  return rows.map(row => row._id)
}

/** Someone's member rows that changed after a time, tombstones included, oldest first, at most 1,000. */
export const seatsChangedSince = (userId: string, since: Date): Promise<MemberDoc[]> =>
  seatsOfPeople(userId, since)

/** Everyone in a room, for rooms small enough to tell each of them something: at most 10,000. */
export async function memberIdsOf(roomId: string): Promise<string[]> {
  const rows = await Members.find({ roomId, left: false }, { userId: 1 }).limit(10_000).lean()
  return rows.map(row => row.userId)
}

/** Whether anyone in a room begins to see it at a seq from one up to another, both within. */
export const beginsWithin = async (roomId: string, from: number, to: number): Promise<boolean> =>
  (await Members.exists({ roomId, left: false, fromSeq: { $gte: from, $lte: to } })) !== null

/** Everyone in a room in the order they came, at most `most`. */
export const seatsIn = (roomId: string, most: number): Promise<MemberDoc[]> =>
  Members.find({ roomId, left: false }).sort({ joinedAt: 1, _id: 1 }).limit(most).lean().exec()

/** Those among some people, at most a few hundred, who are in a room. */
export async function membersAmong(roomId: string, userIds: string[]): Promise<Set<string>> {
  if (userIds.length === 0) return new Set()
  const rows = await Members.find({ roomId, userId: { $in: userIds }, left: false }, { userId: 1 }).lean()
  return new Set(rows.map(row => row.userId))
}

/** Whether anyone but one person was in a room at a time and has read up to a seq that they may see. */
export const hasReader = async (
  roomId: string,
  { seq, exceptId, since }: { seq: number; exceptId: string; since: Date },
): Promise<boolean> =>
  (await Members.exists({
    roomId,
    left: false,
    joinedAt: { $lte: since },
    userId: { $ne: exceptId },
    readSeq: { $gte: seq },
    fromSeq: { $lte: seq },
  })) !== null

/** The lowest value that a room's counter may be at: rows below it are gone. */
export async function floorOf(roomId: string): Promise<number> {
  return (await Rooms.findById(roomId, { floor: 1 }).lean())?.floor ?? 0
}

/** Notes when something was last said in rooms and so in their communities, later wins; a hint for sorting lists. */
export async function touch(times: Map<string, Date>): Promise<void> {
  const writes = [...times].map(([_id, at]) => ({
    updateOne: { filter: { _id }, update: { $max: { lastAt: at } }, timestamps: false },
  }))
  if (writes.length === 0) return
  await writeInParts(writes, part => Rooms.bulkWrite(part, { ordered: false }))
  const inside = { _id: { $in: [...times.keys()] }, communityId: { $ne: null } }
  const places = new Map<string, Date>()
  for (const { _id, communityId } of await Rooms.find(inside, { communityId: 1 }).lean()) {
    const [at, before] = [times.get(_id)!, places.get(communityId!)]
    places.set(communityId!, before && before > at ? before : at)
  }
  await communities.touch(places)
}
