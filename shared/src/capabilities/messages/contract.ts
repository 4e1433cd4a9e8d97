/** Messages: what is said in a room, in one order for all. */
import * as z from 'zod/mini'
import { contract, push, route } from '../../protocol/contract'
import { ClientId, Counter, Id, When } from '../../protocol/fields'
import { Content, MessageType, Said, SystemContent, Text, TextContent } from './content'

export { Content, longestText, SystemContent } from './content'

/** Why a message is no more. */
export const Gone = z.object({ by: Id, why: z.enum(['deleted', 'removed', 'recalled', 'expired']), at: When })

/**
 * One message. `seq` orders the room and never changes; `rev` is the room's value at its last change.
 * A husk (`gone`) has lost its content for good. `facets` holds what other capabilities keep about it.
 */
export const Message = z.object({
  id: Id,
  roomId: Id,
  senderId: Id,
  seq: Counter,
  rev: Counter,
  type: MessageType,
  content: z.nullable(Said),
  clientId: z.optional(z.string()),
  replyTo: z.optional(Id),
  /** The message whose thread this was said in. */
  threadId: z.optional(Id),
  /** Said in a thread, and to the whole room beside it; else what is said in a thread stands only there. */
  alsoToRoom: z.optional(z.boolean()),
  facets: z.record(z.string(), z.unknown()),
  /** What the reader themselves did with it; pushes to a room leave it out, and a device keeps what it knows. */
  mine: z.optional(z.record(z.string(), z.unknown())),
  editedAt: z.optional(When),
  gone: z.optional(Gone),
  createdAt: When,
})
export type Message = z.output<typeof Message>

/** What changed, for a device that wants to say so: a facet's name, and by whom. */
export const Cause = z.object({ facet: z.optional(z.string()), by: z.optional(Id) })

/** A change of a room on the wire: the whole present message and the room's value before it. */
export const Change = z.object({ message: Message, prev: Counter, cause: Cause })
export type Change = z.output<typeof Change>

/** A page of a room, by rising seq. `at` is the room's highest value read before the page. */
export const History = z.object({
  items: z.array(Message),
  at: Counter,
  hasBefore: z.boolean(),
  hasAfter: z.boolean(),
})

/** The most earlier texts that are kept of a message: the newest. */
export const mostVersions = 50
/** A text that a message had before, and when that was written. */
export const Version = z.object({ content: Text, at: When })
export type Version = z.output<typeof Version>

/** How long after it was said a message may be changed and recalled by its author, in seconds; 0 for ever. */
export const Windows = z.object({ edit: z.int(), recall: z.int() })
export type Windows = z.output<typeof Windows>

export const messages = contract('messages', {
  faults: {
    not_yours: [403, 'Only its author may change a message.'],
    is_gone: [409, 'This message is gone.'],
    not_editable: [409, 'This kind of message cannot be edited.'],
    too_late: [409, 'The time in which this could be done is over.'],
  },
  routes: {
    send: route({
      type: 'send_message',
      http: 'POST /rooms/:roomId/messages',
      access: 'user',
      limit: '240/min',
      summary:
        'Say something. The answer means: stored for good. With the same clientId a resend is the same message.',
      input: z.object({
        roomId: Id,
        content: Content,
        clientId: z.optional(ClientId),
        /** The message that this answers, and quotes. */
        replyTo: z.optional(Id),
        /** Says it in the thread of this message, which is not in a thread itself. */
        threadId: z.optional(Id),
        /** Says it to the whole room too. */
        alsoToRoom: z.optional(z.boolean()),
        /** Seconds after which it is gone, counted from when someone else read it. */
        expiresAfter: z.optional(z.int().check(z.minimum(5), z.maximum(7 * 24 * 3600))),
      }),
      output: Message,
      faults: [],
    }),
    history: route({
      type: 'history',
      http: 'GET /rooms/:roomId/messages',
      access: 'user',
      limit: '600/min',
      summary: 'A page of a room, or of one thread in it: the newest, or before, after or around a seq.',
      input: z.object({
        roomId: Id,
        /** The message whose thread is read, itself the first of it. */
        threadId: z.optional(Id),
        before: z.optional(Counter),
        after: z.optional(Counter),
        around: z.optional(Counter),
        limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 50),
      }),
      output: History,
      faults: [],
    }),
    get: route({
      http: 'GET /messages/:messageId',
      access: 'user',
      limit: '600/min',
      summary: 'One message.',
      input: z.object({ messageId: Id }),
      output: Message,
      faults: [],
    }),
    edit: route({
      type: 'edit_message',
      http: 'PATCH /messages/:messageId',
      access: 'user',
      limit: '120/min',
      summary: 'Change what I said.',
      input: z.object({ messageId: Id, content: TextContent }),
      output: Message,
      faults: ['not_yours', 'is_gone', 'not_editable', 'too_late'],
    }),
    versions: route({
      http: 'GET /messages/:messageId/history',
      access: 'user',
      limit: '120/min',
      summary: 'What an edited message said before: at most the newest 50 texts, oldest first.',
      input: z.object({ messageId: Id }),
      output: z.object({ versions: z.array(Version) }),
      faults: [],
    }),
    recall: route({
      type: 'recall_message',
      http: 'POST /messages/:messageId/recall',
      access: 'user',
      limit: '120/min',
      summary: 'Take back what I have just said. A husk stays; repeating it changes nothing.',
      input: z.object({ messageId: Id }),
      output: Message,
      faults: ['not_yours', 'is_gone', 'too_late'],
    }),
    windows: route({
      http: 'GET /windows',
      access: 'self',
      limit: '60/min',
      summary: 'How long after I said something I may change it and recall it, in seconds; 0 for ever.',
      input: z.object({}),
      output: Windows,
      faults: [],
    }),
    remove: route({
      type: 'delete_message',
      http: 'DELETE /messages/:messageId',
      access: 'user',
      limit: '120/min',
      summary: 'Take a message away for everyone: my own, or any as a moderator. A husk stays.',
      input: z.object({ messageId: Id }),
      output: Message,
      faults: [],
    }),
  },
  pushes: {
    created: push({ type: 'new_message', to: 'room', summary: 'Something was said.', data: Change }),
    updated: push({ type: 'message_updated', to: 'room', summary: 'A message changed.', data: Change }),
    deleted: push({
      type: 'message_deleted',
      to: 'room',
      summary: 'A message is gone; its husk follows.',
      data: Change,
    }),
  },
  shapes: { Message, Change, SystemContent },
})
