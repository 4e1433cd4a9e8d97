import { useMemo } from 'react'
import { useConversations } from '../../capabilities/conversations/useConversations'
import type { Target } from '../../capabilities/forwarding/ForwardSheet'
import { roomName } from '../../capabilities/rooms/place'
import { RoomFace } from '../../capabilities/rooms/RoomFace'

/** My rooms as places to forward to, the most recently active first. */
export function useTargets(): readonly Target[] {
  const { rows } = useConversations()
  return useMemo(
    () =>
      [...rows]
        .sort((a, b) => b.activeAt - a.activeAt)
        .map(({ room }) => ({ id: room.id, name: roomName(room), face: <RoomFace room={room} size={40} /> })),
    [rows],
  )
}
