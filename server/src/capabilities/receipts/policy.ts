/** Who is told who read what: pure rules. */
import { receiptsUpTo } from '@community-chat/shared/capabilities/receipts/contract'
import type { MessageDoc } from '../messages/api'
import type { RoomDoc } from '../rooms/api'

/** Small enough that people know one another. */
export const isSmall = ({ memberCount }: Pick<RoomDoc, 'memberCount'>): boolean => memberCount <= receiptsUpTo

export const can = {
  /** Who read a message is for its author to know. */
  seeReaders: ({ message, userId }: { message: Pick<MessageDoc, 'senderId'>; userId: string }) =>
    message.senderId === userId,
}
