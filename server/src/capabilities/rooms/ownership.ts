/** Who owns a room: exactly one of those in it, as long as anyone is. */
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { fault, Fault } from '@community-chat/shared/protocol/faults'
import type { Context } from '../../kernel/context'
import { announce, enter } from './membership'
import { type MemberDoc, Members, type RoomDoc } from './model'
import { presentMembers } from './present'

const { pushes } = rooms

/** Changes a role; one who became the owner meanwhile is not lowered by it. */
export async function changeRole({ _id }: MemberDoc, role: string): Promise<MemberDoc> {
  const doc = await writeRole({ _id, ...(role === 'owner' ? {} : { role: { $ne: 'owner' } }) }, role)
  if (!doc) throw fault('not_found')
  return doc
}

/** Makes the owner an administrator, so that the successor may own the room; of several at once one finds an owner. */
export const lowerOwner = (roomId: string, successorId: string): Promise<MemberDoc | null> =>
  writeRole({ roomId, role: 'owner', userId: { $ne: successorId } }, 'administrator')

/** Where the owner is gone, the heir comes in and owns it; or else whoever ranks highest, and came first of those. */
export async function succeed(ctx: Context, room: RoomDoc, heirId: string | null): Promise<void> {
  const roomId = room._id
  if (await Members.exists({ roomId, left: false, role: 'owner' })) return
  const next = (heirId && (await brought(ctx, room, heirId))) || (await highest(roomId))
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

const writeRole = (which: object, role: string): Promise<MemberDoc | null> =>
  Members.findOneAndUpdate(
    { ...which, left: false },
    { $set: { role }, $currentDate: { changedAt: true } },
    { returnDocument: 'after' },
  )
    .lean()
    .exec()
