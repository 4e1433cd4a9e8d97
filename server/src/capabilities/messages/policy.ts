/** Who may do what with messages: pure rules. */
import type { MemberDoc } from '../rooms/api'
import type { MessageDoc } from './model'

interface Subject {
  userId: string
  seat: MemberDoc
  message: MessageDoc
  isAdmin: boolean
}

export const can = {
  /** A member speaks; rooms where only some may come with their own types. */
  send: (seat: MemberDoc) => !seat.left,
  edit: ({ userId, message }: Subject) => message.senderId === userId,
  remove: ({ userId, seat, message, isAdmin }: Subject) =>
    message.type !== 'system' && (message.senderId === userId || seat.role !== 'member' || isAdmin),
}
