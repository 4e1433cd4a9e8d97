/** A message as the library gives it. */
import type { Message as OnTheWire } from '@community-chat/shared/capabilities/messages/contract'
import { tallies } from '@community-chat/shared/capabilities/reactions/contract'
import { type Message, MessageType } from './types'

/** The message; tallies of reactions as far as the message carries them. */
export function presentMessage(message: OnTheWire): Message {
  const { clientId, replyTo, threadId, editedAt, gone } = message
  const changedAt = gone?.at ?? editedAt
  return {
    id: message.id,
    chatRoomId: message.roomId,
    senderId: message.senderId,
    type: message.type === 'system' ? MessageType.SYSTEM : MessageType.TEXT,
    content: message.content as Message['content'],
    metadata: {
      seq: message.seq,
      ...(clientId ? { clientId } : {}),
      ...(replyTo ? { replyTo } : {}),
      ...(threadId ? { threadId } : {}),
    },
    reactions: tallies.of(message).map(({ emoji, count }) => ({ emoji, count })),
    replies: [],
    status: gone ? 'deleted' : 'sent',
    createdAt: new Date(message.createdAt),
    ...(changedAt ? { updatedAt: new Date(changedAt) } : {}),
  }
}
