/** The library: the same server inside a program of one's own. */
export { ChatSphereService as default } from './service'
export type { ChatSphereConfig } from './config'
export {
  type ChatRoom,
  type ChatRoomData,
  type ChatRoomSettings,
  ChatRoomType,
  type Message,
  type MessageContent,
  type MessageReaction,
  type MessageStatus,
  MessageType,
  type Participant,
  type ParticipantStatus,
  type PerformanceMetrics,
} from './types'
export { Fault } from '@community-chat/shared/protocol/faults'
