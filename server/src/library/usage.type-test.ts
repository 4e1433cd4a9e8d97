/** The library's types as a program sees them; this file is compiled, never run. */
import ChatSphereService, {
  type ChatRoom,
  ChatRoomType,
  type ChatSphereConfig,
  type Message,
} from '@community-chat/server'

const config: ChatSphereConfig = {
  redis: { host: 'localhost', port: 6379, database: 13 },
  websocket: { enabled: true, port: 8080, maxPayload: 1024 * 1024 },
  moderation: { enabled: true, autoModeration: true, imageModeration: true, spamDetection: true },
}

/** What a program writes. */
export async function use(): Promise<[ChatRoom | null, Message]> {
  const chat = new ChatSphereService(config)
  const settings = { isPrivate: false, allowVoiceCalls: true, contentFiltering: 'medium' }
  const room = await chat.createChatRoom(
    { name: 'General Chat', type: ChatRoomType.PUBLIC_ROOM, clusterId: 'main_cluster', settings },
    'creator_user_id',
  )
  const joined: boolean = await chat.joinChatRoom(room.id, 'user1')
  const message = await chat.sendMessage(room.id, 'user1', { text: String(joined) })
  await chat.updateChatRoom(room.id, room)
  chat.on('performance_metrics', ({ activeConnections }) => activeConnections.toFixed())
  // @ts-expect-error only what is measured can be heard
  chat.on('everything', () => undefined)
  // @ts-expect-error a room has no such status
  await chat.updatePresence('user1', 'busy')
  return [await chat.getChatRoom(room.id), message]
}
