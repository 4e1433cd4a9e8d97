/** Who may call whom: pure rules. */
import { reaches } from '@community-chat/shared/capabilities/communities/role'
import type { Standing } from '../rooms/api'

export const can = {
  /** Each room says who may call everyone; between two people there is no everyone. */
  mentionAll: ({ room, role }: Pick<Standing, 'room' | 'role'>) =>
    room.type !== 'direct_message' && reaches(role, room.mentionAll === 'members' ? 'member' : 'moderator'),
}
