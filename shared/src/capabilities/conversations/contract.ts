/** Conversations: my rooms as a list, what I have read of them, and catching up after being away. */
import * as z from 'zod/mini'
import { contract, push, route } from '../../protocol/contract'
import { Counter, Id, page, Paging } from '../../protocol/fields'
import { OwnChanges, OwnRow, ownUpdated } from '../../protocol/own'
import { Message } from '../messages/contract'
import { Person } from '../profiles/person'
import { Room } from '../rooms/contract'
import { Notify } from './place'

export { type Notify, type Place, noPlace, places } from './place'

/** One of my rooms. `unread` is derived, at most 100 (shown as 99+). `at` is the room's highest value when read. */
export const Conversation = z.object({
  room: Room,
  lastMessage: z.nullable(Message),
  readSeq: Counter,
  fromSeq: Counter,
  unread: z.int(),
  mention: z.boolean(),
  at: Counter,
})
export type Conversation = z.output<typeof Conversation>

/**
 * What changed in one room above the device's watermark. `to` is the covered value: nothing at or below it can
 * still come. `gap`: too much changed; `messages` is the newest page and older pages must be loaded again.
 * `more`: ask again from `to`.
 */
export const RoomChanges = z.object({
  roomId: Id,
  messages: z.array(Message),
  to: Counter,
  more: z.boolean(),
  gap: z.boolean(),
  readSeq: Counter,
  unread: z.int(),
  mention: z.boolean(),
  lastMessage: z.nullable(Message),
})
export type RoomChanges = z.output<typeof RoomChanges>

/** `conversations`: rooms that came or whose own row changed. `gone`: rooms I am no longer in. */
export const Changes = z.object({
  rooms: z.array(RoomChanges),
  conversations: z.array(Conversation),
  gone: z.array(Id),
  people: z.array(Person),
  /** Rows that are only mine, by the capability that keeps them. */
  own: OwnChanges,
  since: z.string(),
  /** True where `since` was absent or too old: `conversations` is then the whole first page, not a difference. */
  full: z.boolean(),
})
export type Changes = z.output<typeof Changes>

/** How far I have read a room. */
export const ReadState = z.object({ roomId: Id, readSeq: Counter, unread: z.int(), mention: z.boolean() })

/** How many rooms a person keeps at the top of their list. */
export const mostPinned = 50

export const conversations = contract('conversations', {
  faults: { too_many_pinned: [409, 'At most 50 rooms are pinned.'] },
  routes: {
    list: route({
      type: 'list_conversations',
      http: 'GET /conversations',
      access: 'self',
      limit: '120/min',
      summary: 'My rooms, the most recently active first, with last message and unread count.',
      input: z.object({ ...Paging }),
      output: z.extend(page(Conversation), { since: z.string() }),
      faults: [],
    }),
    markRead: route({
      type: 'mark_read',
      http: 'POST /rooms/:roomId/read',
      access: 'user',
      limit: '600/min',
      summary: 'I have read up to this seq. It only ever moves forward.',
      input: z.object({ roomId: Id, seq: Counter }),
      output: ReadState,
      faults: [],
    }),
    arrange: route({
      type: 'arrange_conversation',
      http: 'PATCH /conversations/:roomId',
      access: 'user',
      limit: '240/min',
      summary: 'How one of my rooms stands in my list; what is left out stays as it is.',
      input: z.object({
        roomId: Id,
        pinned: z.optional(z.boolean()),
        notify: z.optional(Notify),
        markedUnread: z.optional(z.boolean()),
        /** Takes it from the list until something is said above this seq, and from its pinned place; null shows it. */
        hiddenAt: z.optional(z.nullable(Counter)),
      }),
      output: OwnRow,
      faults: ['too_many_pinned'],
    }),
    sync: route({
      type: 'sync',
      http: 'POST /sync',
      access: 'self',
      limit: '240/min',
      summary: 'Everything that changed since I last looked, by room watermark and for what is only mine.',
      input: z.object({
        rooms: z
          .record(Id, Counter)
          .check(z.refine(rooms => Object.keys(rooms).length <= 1000, 'At most 1,000 rooms.')),
        since: z.optional(z.string().check(z.maxLength(64))),
        limit: z._default(z.int().check(z.minimum(1), z.maximum(200)), 200),
      }),
      output: Changes,
      faults: [],
    }),
  },
  pushes: {
    read: push({
      type: 'read_updated',
      to: 'user',
      summary: 'I read further on another device.',
      data: ReadState,
    }),
    changed: push({
      type: 'conversation_updated',
      to: 'user',
      summary: 'A room came to my list, or its row changed.',
      data: z.object({ conversation: Conversation }),
    }),
    gone: push({
      type: 'conversation_gone',
      to: 'user',
      summary: 'I am no longer in a room.',
      data: z.object({ roomId: Id }),
    }),
    own: ownUpdated,
  },
  shapes: { Conversation, RoomChanges, ReadState, OwnRow },
})
