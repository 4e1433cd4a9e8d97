/** Whether what someone says still reaches the other. */
import { refuseBetween } from '../blocks/api'
import { peerId, type RoomDoc } from '../rooms/api'

/** In a direct room neither says anything while one blocks the other; in other rooms everyone may speak. */
export async function refuseBlocked(userId: string, room: RoomDoc): Promise<void> {
  const other = peerId(room, userId)
  if (other !== null) await refuseBetween(userId, other)
}
