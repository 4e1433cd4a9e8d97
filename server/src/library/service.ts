/** The library's one object: what a host program asks of its chat. Every method is a route, called in this process. */
import { EventEmitter } from 'node:events'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { presence } from '@community-chat/shared/capabilities/presence/contract'
import { reactions } from '@community-chat/shared/capabilities/reactions/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { typing } from '@community-chat/shared/capabilities/typing/contract'
import { forHost } from '../capabilities/messages/api'
import type { ChatSphereConfig } from './config'
import { measure } from './performance'
import { presentMessage } from './present-message'
import * as rooming from './rooms'
import { hadServer, readSettings, type Running, start } from './running'
import type {
  ChatRoom,
  ChatRoomData,
  Message,
  MessageContent,
  MessageReaction,
  ParticipantStatus,
  PerformanceMetrics,
} from './types'

const measuredEvery = 5_000

/**
 * A chat inside a program. It starts with the first call: with the database that `MONGODB_URI` names, or an embedded one
 * in `DATA_DIR`. A process holds one, once. People are named by the host's own ids; who is new has an account
 * from then on. Refusals are thrown as faults with a `code`.
 */
export class ChatSphereService {
  readonly #config: ChatSphereConfig
  readonly #settings: ReturnType<typeof readSettings>
  readonly #events = new EventEmitter()
  #opening: Promise<Running> | null = null
  #running: Running | null = null
  #closing: Promise<void> | null = null
  #stopMeasuring: (() => void) | null = null

  /** Throws where a setting is wrong; nothing runs yet. Environment variables win over the object. */
  constructor(config: ChatSphereConfig = {}) {
    this.#config = config
    this.#settings = readSettings(config)
  }

  /** Starts now instead of with the first call; answers where it listens, null where sockets are switched off. */
  async start(): Promise<{ port: number | null; socketPort: number | null }> {
    const { port, socketPort } = await this.#open()
    return { port, socketPort }
  }

  /** Makes a room owned by its creator; a cluster that nobody knows yet is made. */
  async createChatRoom(data: ChatRoomData, creatorId: string): Promise<ChatRoom> {
    return rooming.create(await this.#open(), data, creatorId)
  }

  /** Brings someone in, by themselves or by another. true, also where they were in already. */
  async joinChatRoom(roomId: string, userId: string, invitedBy?: string): Promise<boolean> {
    await rooming.join(await this.#open(), roomId, userId, invitedBy)
    return true
  }

  /** Takes someone out; nothing said afterwards reaches them. */
  async leaveChatRoom(roomId: string, userId: string): Promise<void> {
    const caller = await this.#as(userId)
    await caller.call(rooms.routes.leave, { roomId })
  }

  /** The room, null where there is none. */
  async getChatRoom(roomId: string): Promise<ChatRoom | null> {
    return rooming.get(await this.#open(), roomId)
  }

  /** Changes what differs of name, description, privacy and size; the last to ask wins. */
  async updateChatRoom(roomId: string, room: ChatRoomData): Promise<void> {
    await rooming.update(await this.#open(), roomId, room)
  }

  /** Says something; when this resolves it is stored for good. */
  async sendMessage(roomId: string, senderId: string, content: MessageContent): Promise<Message> {
    const caller = await this.#as(senderId)
    return presentMessage(await caller.call(messages.routes.send, { roomId, content }))
  }

  /** Changes what its sender said. */
  async editMessage(messageId: string, senderId: string, newContent: string): Promise<Message> {
    const caller = await this.#as(senderId)
    const content = { text: newContent }
    return presentMessage(await caller.call(messages.routes.edit, { messageId, content }))
  }

  /** Takes a message away for everyone: one's own, or any as a moderator. */
  async deleteMessage(messageId: string, deleterId: string): Promise<void> {
    const caller = await this.#as(deleterId)
    await caller.call(messages.routes.remove, { messageId })
  }

  /** Leaves an emoji on a message; answers how many people left it. Repeating it changes nothing. */
  async addReaction(messageId: string, userId: string, emoji: string): Promise<MessageReaction> {
    const caller = await this.#as(userId)
    const message = presentMessage(await caller.call(reactions.routes.add, { messageId, emoji }))
    const { count } = message.reactions.find(one => one.emoji === emoji) ?? { count: 1 }
    return { emoji, count, userId }
  }

  /** The message, null where there is none; a husk where it was taken away. */
  async getMessage(messageId: string): Promise<Message | null> {
    await this.#open()
    const message = await forHost(messageId)
    return message && presentMessage(message)
  }

  /** Sets how someone appears to those who watch them. */
  async updatePresence(userId: string, status: ParticipantStatus, customStatus?: string): Promise<void> {
    const caller = await this.#as(userId)
    await caller.call(presence.routes.update, { status, customStatus })
  }

  /** Tells a room that someone is typing, or no longer. */
  async setTyping(userId: string, roomId: string, isTyping: boolean): Promise<void> {
    const caller = await this.#as(userId)
    await caller.call(typing.routes.set, { roomId, isTyping })
  }

  /** An access token with which this person's device may open a socket or call the API, for as long as such a token lasts. */
  async tokenFor(userId: string): Promise<string> {
    const { people } = await this.#open()
    return (await people.session(userId)).accessToken
  }

  /** Open sockets. */
  getConnectionCount(): number {
    return this.#running?.app.gateway.count() ?? 0
  }

  /** Hears `performance_metrics` each `analytics.aggregationInterval` milliseconds, 5,000 where it is not set. */
  on(event: 'performance_metrics', listener: (metrics: PerformanceMetrics) => void): this {
    this.#events.on(event, listener)
    const interval = this.#config.analytics?.aggregationInterval ?? measuredEvery
    const tell = (metrics: PerformanceMetrics) => this.#events.emit(event, metrics)
    this.#stopMeasuring ??= measure(interval, () => this.getConnectionCount(), tell)
    return this
  }

  /** Hears it no more. */
  off(event: 'performance_metrics', listener: (metrics: PerformanceMetrics) => void): this {
    this.#events.off(event, listener)
    return this
  }

  /** Drains and stops; what was answered is stored. Calls after it are refused. */
  async close(): Promise<void> {
    this.#stopMeasuring?.()
    this.#stopMeasuring = null
    this.#running = null
    this.#closing ??= (async () => (await this.#opening?.catch(() => null))?.close())()
    await this.#closing
  }

  async #as(externalId: string) {
    const { app, people } = await this.#open()
    return app.as(await people.ensure(externalId))
  }

  async #open(): Promise<Running> {
    if (this.#closing) throw new Error('This chat is closed.')
    this.#opening ??= start(this.#config, this.#settings.env, this.#settings.warnings).then(
      running => (this.#running = running),
      error => {
        // A database that was not there yet may be there the next time.
        if (!hadServer()) this.#opening = null
        throw error
      },
    )
    return this.#opening
  }
}
