/** Finding a message for somebody. */
import type { Role } from '@community-chat/shared/capabilities/communities/role'
import { fault } from '@community-chat/shared/protocol/faults'
import type { Context } from '../../kernel/context'
import { adminsAmong } from '../accounts/api'
import { can, type MemberDoc, readable, roleOf, seated, seatOf, type Standing, visible } from '../rooms/api'
import { type MessageDoc, Messages } from './model'

/** A message that the caller may see as a member, and their place in its room. Else `not_found`, whatever the reason. */
export async function visibleMessage(
  ctx: Context,
  messageId: string,
): Promise<{ message: MessageDoc; seat: MemberDoc; standing: Standing }> {
  const message = await messageOf(messageId)
  const standing = await seated(ctx, message.roomId)
  refuseEarlier(message, standing.seat.fromSeq)
  return { message, seat: standing.seat, standing }
}

/** A message that the caller may read, as a member or because they keep the room. */
export async function readableMessage(
  ctx: Context,
  messageId: string,
): Promise<{ message: MessageDoc; standing: Standing }> {
  const message = await messageOf(messageId)
  const standing = await readable(ctx, message.roomId)
  refuseEarlier(message, standing.fromSeq)
  return { message, standing }
}

/**
 * Messages of one room that the caller may see as a member, in the room's order. `not_found` where one of them is not
 * to be seen, `invalid_input` at `messageIds` where they are of several rooms.
 */
export async function visibleMessages(
  ctx: Context,
  messageIds: string[],
): Promise<{ messages: MessageDoc[]; standing: Standing & { seat: MemberDoc } }> {
  const ids = [...new Set(messageIds)]
  const messages = await Messages.find({ _id: { $in: ids } })
    .sort({ seq: 1 })
    .lean()
  if (messages.length < ids.length) throw fault('not_found')
  const places = new Map<string, Standing & { seat: MemberDoc }>()
  for (const roomId of new Set(messages.map(one => one.roomId))) places.set(roomId, await seated(ctx, roomId))
  for (const one of messages) refuseEarlier(one, places.get(one.roomId)!.seat.fromSeq)
  if (places.size > 1) {
    const message = 'All of them stand in one room.'
    throw fault('invalid_input', { issues: [{ path: 'messageIds', message }] })
  }
  return { messages, standing: [...places.values()][0]! }
}

/**
 * A message that the caller may take away, if a rule lets them: one they may read, and for administrators of the
 * server also what two people said to each other, which they may not read. With what its sender may do in the room now.
 */
export async function keptMessage(
  ctx: Context,
  messageId: string,
): Promise<{ message: MessageDoc; standing: Standing; senderRole: Role | null }> {
  const message = await messageOf(messageId)
  const standing = await visible(ctx, message.roomId)
  if (!can.read(standing) && !ctx.isAdmin) throw fault('forbidden')
  refuseEarlier(message, standing.seat?.fromSeq ?? 0)
  const { room } = standing
  const sender = await seatOf(room._id, message.senderId)
  const isSenderAdmin = (await adminsAmong([message.senderId])).has(message.senderId)
  return { message, standing, senderRole: await roleOf(room, sender, message.senderId, isSenderAdmin) }
}

async function messageOf(messageId: string): Promise<MessageDoc> {
  const message = await Messages.findById(messageId).lean()
  if (!message) throw fault('not_found')
  return message
}

function refuseEarlier({ seq }: MessageDoc, fromSeq: number): void {
  if (seq < fromSeq) throw fault('not_found')
}
