/** Who may do what with messages: pure rules. */
import { outranks, reaches, type Role } from '@community-chat/shared/capabilities/communities/role'
import type { MemberDoc } from '../rooms/api'
import type { MessageDoc } from './model'

interface Subject {
  userId: string
  message: Pick<MessageDoc, 'senderId' | 'type'>
  /** What the person may do in the room. */
  role: Role | null
  /** What its sender may do there now; null where they are gone. */
  senderRole: Role | null
}

export const can = {
  /** A member speaks; rooms where only some may come with their own types. */
  send: (seat: MemberDoc) => !seat.left,
  edit: ({ userId, message }: Pick<Subject, 'userId' | 'message'>) => message.senderId === userId,
  /** One takes back what one said oneself. */
  recall: ({ userId, message }: Pick<Subject, 'userId' | 'message'>) =>
    message.type !== 'system' && message.senderId === userId,
  /**
   * One takes away what one said oneself; a moderator what someone they outrank said; an administrator, and above,
   * what anyone said. What the system noted stays.
   */
  remove: ({ userId, message, role, senderRole }: Subject) =>
    message.type !== 'system' &&
    (message.senderId === userId ||
      reaches(role, 'administrator') ||
      (role === 'moderator' && outranks(role, senderRole))),
}
