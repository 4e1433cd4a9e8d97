/** Finding a message for somebody. */
import { fault } from '@community-chat/shared/protocol/faults'
import type { Context } from '../../kernel/context'
import { type MemberDoc, seated } from '../rooms/api'
import { type MessageDoc, Messages } from './model'

/** A message that the caller may see, and their place in its room. Else `not_found`, whatever the reason. */
export async function visibleMessage(
  ctx: Context,
  messageId: string,
): Promise<{ message: MessageDoc; seat: MemberDoc }> {
  const message = await Messages.findById(messageId).lean()
  if (!message) throw fault('not_found')
  const { seat } = await seated(ctx, message.roomId)
  if (message.seq < seat.fromSeq) throw fault('not_found')
  return { message, seat }
}
