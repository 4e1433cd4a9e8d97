/** Who may do what with a chain: pure rules. */
import { reaches, type Role } from '@community-chat/shared/capabilities/communities/role'

interface Subject {
  userId: string
  authorId: string
  /** What the person may do in the room. */
  role: Role | null
}

export const can = {
  close: ({ userId, authorId, role }: Subject) => userId === authorId || reaches(role, 'moderator'),
}
