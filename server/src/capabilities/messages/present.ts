/** A message on the wire. */
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { MessageDoc } from './model'

/** The whole present message, the same for everyone. */
export function present(doc: MessageDoc): Message {
  const message: Message = {
    id: doc._id,
    roomId: doc.roomId,
    senderId: doc.senderId,
    seq: doc.seq,
    rev: doc.rev,
    type: doc.type as Message['type'],
    content: (doc.content ?? null) as Message['content'],
    clientId: doc.clientId,
    facets: (doc.facets ?? {}) as Record<string, unknown>,
    createdAt: doc.createdAt.toISOString(),
  }
  if (doc.replyTo) message.replyTo = doc.replyTo
  if (doc.threadId) message.threadId = doc.threadId
  if (doc.alsoToRoom) message.alsoToRoom = true
  if (doc.editedAt) message.editedAt = doc.editedAt.toISOString()
  if (doc.gone)
    message.gone = {
      by: doc.gone.by!,
      why: doc.gone.why as NonNullable<Message['gone']>['why'],
      at: doc.gone.at!.toISOString(),
    }
  return message
}
