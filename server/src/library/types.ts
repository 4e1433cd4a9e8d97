/** What the library gives and takes: plain objects with dates, for programs that host a chat. */

/** Every kind of room. */
export enum ChatRoomType {
  DIRECT_MESSAGE = 'direct_message',
  GROUP_CHAT = 'group_chat',
  PUBLIC_ROOM = 'public_room',
  CREATOR_ROOM = 'creator_room',
  LIVE_STREAM = 'live_stream',
  FAN_CLUB = 'fan_club',
  SUPPORT_CHAT = 'support_chat',
}

/** Every kind of message. */
export enum MessageType {
  TEXT = 'text',
  MEDIA = 'media',
  SYSTEM = 'system',
  TIP = 'tip',
  POLL = 'poll',
  VOICE_NOTE = 'voice_note',
}

/** Where a message is: stored for good, or taken away. */
export type MessageStatus = 'sent' | 'deleted'

/** How a person may choose to appear. */
export type ParticipantStatus = 'online' | 'away' | 'offline' | 'invisible'

/** Someone in a room. */
export interface Participant {
  userId: string
  displayName: string
  role: 'owner' | 'administrator' | 'moderator' | 'member'
  joinedAt: Date
}

/** What a room allows. */
export interface ChatRoomSettings {
  isPrivate: boolean
  maxParticipants?: number
  /** Fields that this version has nothing for are accepted, and left out of what it answers. */
  [name: string]: unknown
}

/** A room. `participants` are its first 100, in the order they came. */
export interface ChatRoom {
  id: string
  name?: string
  type: ChatRoomType
  clusterId?: string
  creatorId?: string
  participants: Participant[]
  settings: ChatRoomSettings
  metadata: { description: string; version: number }
  analytics: { totalParticipants: number }
  createdAt: Date
  updatedAt: Date
}

/** What a room is made of or changed to. */
export interface ChatRoomData {
  name?: string
  type?: ChatRoomType | `${ChatRoomType}`
  clusterId?: string
  participants?: Pick<Participant, 'userId'>[]
  settings?: Partial<ChatRoomSettings>
  metadata?: { description?: string }
}

/** What is said. */
export interface MessageContent {
  type?: 'text'
  text: string
}

/** One emoji on a message, and how many people left it; in the answer of `addReaction` also who just did. */
export interface MessageReaction {
  emoji: string
  count: number
  userId?: string
}

/** A message. `content` is null once it was taken away; notes of the system carry facts instead of text. */
export interface Message {
  id: string
  chatRoomId: string
  senderId: string
  type: MessageType
  content: { [field: string]: unknown; text?: string } | null
  metadata: { seq: number; clientId?: string; replyTo?: string; threadId?: string }
  reactions: MessageReaction[]
  replies: { messageId: string }[]
  status: MessageStatus
  createdAt: Date
  updatedAt?: Date
}

/** How the process does: sockets, messages stored each second, bytes in memory, share of one core (0.5 is half). */
export interface PerformanceMetrics {
  activeConnections: number
  messagesPerSecond: number
  memoryUsage: number
  cpuUsage: number
}
