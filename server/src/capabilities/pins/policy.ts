/** Who may pin: pure rules. */
import { mayPin } from '@community-chat/shared/capabilities/pins/contract'
import type { Standing } from '../rooms/api'

export const can = {
  pin: ({ room, role }: Standing) => mayPin(room.type, role),
}
