/** Changing what a capability said of its own kind. */
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import type { Said } from '@community-chat/shared/capabilities/messages/content'
import type { Context } from '../../kernel/context'
import { changeMessage } from './amend'
import { type MessageDoc, Messages } from './model'

/** Gives a message other content, without calling it edited; one that is gone, or that there is not, is left alone. */
export async function rewrite(
  ctx: Context,
  sent: Pick<MessageDoc, 'roomId' | 'senderId' | 'clientId'>,
  next: (content: Said) => Said,
): Promise<void> {
  const message = await Messages.findOne(sent).lean()
  if (!message || message.gone) return
  const apply = (present: MessageDoc) => (present.gone ? null : { set: { content: next(present.content) } })
  await changeMessage(ctx, message, apply, { push: messages.pushes.updated, cause: {} })
}
