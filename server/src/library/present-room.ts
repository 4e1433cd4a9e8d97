/** A room as the library gives it. */
import { type Member, type Room, rooms } from '@community-chat/shared/capabilities/rooms/contract'
import type { App } from '../app'
import { clusterOf } from './clusters'
import { hostId } from './people'
import type { ChatRoom, ChatRoomType, Participant } from './types'

/** The room with its first 100 people; `clusterId` where the caller knows it already. */
export async function presentRoom(app: App, room: Room, clusterId?: string): Promise<ChatRoom> {
  const { items } = await app.asHost(hostId).call(rooms.routes.members, { roomId: room.id, limit: 100 })
  const cluster = clusterId ?? (room.communityId ? await clusterOf(app, room.communityId) : undefined)
  return {
    id: room.id,
    ...(room.name ? { name: room.name } : {}),
    type: room.type as ChatRoomType,
    ...(cluster === undefined ? {} : { clusterId: cluster }),
    ...(room.creatorId ? { creatorId: room.creatorId } : {}),
    participants: items.map(participantOf),
    settings: {
      isPrivate: room.visibility === 'private',
      ...(room.maxMembers ? { maxParticipants: room.maxMembers } : {}),
    },
    metadata: { description: room.topic, version: room.version },
    analytics: { totalParticipants: room.memberCount },
    createdAt: new Date(room.createdAt),
    updatedAt: new Date(room.updatedAt),
  }
}

const participantOf = ({ userId, user, role, joinedAt }: Member): Participant => ({
  userId,
  displayName: user.displayName,
  role,
  joinedAt: new Date(joinedAt),
})
