/** Coming in: one row a person, a seat where there is a limit, and who is told. */
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { ask } from '../../kernel/checks'
import type { Context } from '../../kernel/context'
import { isDuplicate } from '../../kernel/store/duplicate'
import { gathering } from '../../kernel/store/loader'
import * as topics from '../../kernel/sockets/topics'
import * as api from './api'
import { type MemberDoc, memberId, Members, type RoomDoc, Rooms } from './model'
import { presentMembers } from './present'
import { freeSeats } from './seats'

const mostRooms = 1000

/** Brings someone into a room. Answers their row, and whether they came just now. Exact at the limit, however raced. */
export async function enter(
  ctx: Context,
  room: RoomDoc,
  userId: string,
  { role = 'member', invitedBy = null }: { role?: string; invitedBy?: string | null } = {},
): Promise<{ member: MemberDoc; isNew: boolean }> {
  const present = await Members.findOne({ roomId: room._id, userId, left: false }).lean()
  if (present) return { member: present, isNew: false }
  if ((await Members.countDocuments({ userId, left: false })) >= mostRooms)
    throw fault(rooms, 'too_many_rooms')
  const { value: place } = await ask(ctx, api.joining, { room, userId, fromSeq: 0, readSeq: 0 })

  let { maxMembers } = room
  for (;;) {
    const seats = maxMembers ? await freeSeats(room._id, maxMembers) : [undefined]
    const seat = seats[Math.floor(Math.random() * seats.length)]
    const fresh = { role, invitedBy, seat, fromSeq: place.fromSeq, readSeq: place.readSeq }
    const row = seats.length === 0 ? 'full' : await sit(room._id, userId, fresh)
    if (row === 'seat taken') continue
    if (row === 'full' || row === 'already in') {
      const member = await Members.findOne({ roomId: room._id, userId, left: false }).lean()
      if (member) return { member, isNew: false }
      if (row === 'full') throw fault(rooms, 'room_full')
      continue
    }
    // A limit set or lowered while we sat down counts for us too.
    const now = await Rooms.findById(room._id, { maxMembers: 1 }).lean()
    if (now?.maxMembers && !(await keepsPlace(row, now.maxMembers))) {
      // Somebody may have counted us in meanwhile.
      await recount(room._id)
      maxMembers = now.maxMembers
      continue
    }
    topics.join(userId, room._id, row.fromSeq)
    return { member: row, isNew: true }
  }
}

/** Tells the room and later capabilities that someone came. */
export async function announce(
  ctx: Context,
  room: RoomDoc,
  member: MemberDoc,
  actorId: string,
): Promise<RoomDoc> {
  const memberCount = await recount(room._id)
  const [participant] = await presentMembers([member])
  ctx.push(
    rooms.pushes.joined,
    { room: room._id },
    { userId: member.userId, participant: participant!, memberCount },
  )
  const counted = { ...room, memberCount }
  await ctx.emit(api.placed, { roomId: room._id, userId: member.userId, isIn: true })
  await ctx.emit(api.joined, { room: counted, member, actorId })
  return counted
}

/**
 * Counts who is in and keeps the number with the room; who asks while it is counted shares the next count. Of several
 * nodes at once the last to write is right.
 */
export const recount = async (roomId: string): Promise<number> => (await recounted(roomId))!

const recounted = gathering<number>(
  async ids => new Map(await Promise.all(ids.map(async id => [id, await countAndKeep(id)] as const))),
  32,
)

async function countAndKeep(roomId: string): Promise<number> {
  const count = () => Members.countDocuments({ roomId, left: false })
  for (let memberCount = await count(); ;) {
    await Rooms.updateOne({ _id: roomId }, { $set: { memberCount } }, { timestamps: false })
    const now = await count()
    if (now === memberCount) return memberCount
    memberCount = now
  }
}

/** Whether a row just written has a seat below the limit, its own or one that whoever set the limit gave it; if not, it is taken back. */
async function keepsPlace({ _id, seat }: MemberDoc, maxMembers: number): Promise<boolean> {
  if (typeof seat === 'number' && seat < maxMembers) return true
  const seatless = { _id, left: false, $or: [{ seat: null }, { seat: { $gte: maxMembers } }] }
  const taken = await Members.updateOne(seatless, {
    $set: { left: true },
    $unset: { seat: '' },
    $currentDate: { changedAt: true },
  })
  return taken.matchedCount === 0
}

type Row = Pick<MemberDoc, 'role' | 'fromSeq' | 'readSeq'> & { seat?: number; invitedBy: string | null }

/** Writes the row, or says why not: the unique indexes decide. */
async function sit(
  roomId: string,
  userId: string,
  row: Row,
): Promise<MemberDoc | 'seat taken' | 'already in'> {
  const { seat, ...rest } = row
  const set = { ...rest, ...(seat === undefined ? {} : { seat }), left: false, joinedAt: new Date() }
  const _id = memberId(roomId, userId)
  try {
    const again = await Members.findOneAndUpdate(
      { _id, left: true },
      {
        $set: set,
        ...(seat === undefined ? { $unset: { seat: '' } } : {}),
        $currentDate: { changedAt: true },
      },
      { returnDocument: 'after' },
    ).lean()
    if (again) return again
    return await Members.findOneAndUpdate(
      { _id, roomId, userId, left: { $exists: false } }, // with its shard key, where the store has shards
      { $set: set, $currentDate: { changedAt: true } },
      { upsert: true, returnDocument: 'after' },
    ).lean()
  } catch (error) {
    if (isDuplicate(error, 'roomId_1_seat_1')) return 'seat taken'
    if (isDuplicate(error)) return 'already in'
    throw error
  }
}
