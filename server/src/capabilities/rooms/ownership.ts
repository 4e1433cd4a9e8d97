/** Who owns a room: exactly one of those in it, as long as anyone is. */
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { fault, Fault } from '@community-chat/shared/protocol/faults'
import type { Context } from '../../kernel/context'
import { announce, enter } from './membership'
import { type MemberDoc, Members, type RoomDoc } from './model'
import { presentMembers } from './present'
import { tellsRank } from './ranks'

const { pushes } = rooms

/** Changes a role; one who became the owner meanwhile is not lowered by it. */
export async function changeRole({ _id }: MemberDoc, role: string): Promise<MemberDoc> {
  const doc = await write({ _id, ...(role === 'owner' ? {} : { role: { $ne: 'owner' } }) }, { role })
  if (!doc) throw fault('not_found')
  return doc
}

/**
 * Makes the owner an administrator, so that the successor may own the room; of several at once one finds an owner. It is
 * to be told that it is done: what a crash cuts short before that is finished by the sweep.
 */
export const lowerOwner = (roomId: string, successorId: string): Promise<MemberDoc | null> =>
  write({ roomId, role: 'owner', userId: { $ne: successorId } }, { role: 'administrator', heir: successorId })

/** The room of someone who was lowered has its owner. */
export const handedOver = async ({ _id }: MemberDoc): Promise<void> =>
  void (await Members.updateOne({ _id }, { $unset: { heir: '' } }))

/** Finishes hand-overs that a crash cut short: by the heir, or where they are gone by who ranks highest. */
export async function finishHandOvers(ctx: Context): Promise<void> {
  const begunBefore = new Date(Date.now() - underWay)
  const cut = { heir: { $type: 'string' as const }, changedAt: { $lt: begunBefore } }
  for (const row of await Members.find(cut).limit(atOnce).lean()) {
    const { roomId, heir } = row
    if (!(await isOwned(roomId))) {
      const next = await Members.findOne({ roomId, userId: heir!, left: false }).lean()
      await raise(ctx, roomId, next ?? (await highest(roomId)))
    }
    await handedOver(row)
  }
}
const atOnce = 100
/** Milliseconds in which a hand-over may still be under way. */
const underWay = 10_000

/** Where the owner is gone, the heir comes in and owns it; or else whoever ranks highest, and came first of those. */
export async function succeed(ctx: Context, room: RoomDoc, heirId: string | null): Promise<void> {
  const roomId = room._id
  if (await isOwned(roomId)) return
  await raise(ctx, roomId, (heirId && (await brought(ctx, room, heirId))) || (await highest(roomId)))
}

const isOwned = async (roomId: string): Promise<boolean> =>
  (await Members.exists({ roomId, left: false, role: 'owner' })) !== null

async function raise(ctx: Context, roomId: string, next: MemberDoc | null): Promise<void> {
  if (!next) return
  const owner = next.role === 'owner' ? next : await changeRole(next, 'owner')
  const [participant] = await presentMembers([owner])
  ctx.push(pushes.roleChanged, { room: roomId }, { participant: participant! })
}

/** The heir's row; null where they cannot come in, being in too many rooms. */
async function brought(ctx: Context, room: RoomDoc, userId: string): Promise<MemberDoc | null> {
  try {
    const { member, isNew } = await enter(ctx, room, userId, { role: 'owner' })
    if (isNew) await announce(ctx, room, member, userId)
    return member
  } catch (error) {
    if (error instanceof Fault) return null
    throw error
  }
}

async function highest(roomId: string): Promise<MemberDoc | null> {
  for (const role of ['administrator', 'moderator', 'member']) {
    const row = await Members.findOne({ roomId, left: false, role }).sort({ joinedAt: 1, _id: 1 }).lean()
    if (row) return row
  }
  return null
}

async function write(which: object, set: { role: string; heir?: string }): Promise<MemberDoc | null> {
  const doc = await Members.findOneAndUpdate(
    { ...which, left: false },
    { $set: set, $currentDate: { changedAt: true, rankedAt: true } },
    { returnDocument: 'after' },
  ).lean()
  if (doc) tellsRank(doc)
  return doc
}
