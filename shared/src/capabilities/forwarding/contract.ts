/** Forwarding: carrying what was said in one room to others, one by one or as one record. */
import * as z from 'zod/mini'
import { contract, route } from '../../protocol/contract'
import { facet } from '../../protocol/facet'
import { ClientId, Id, lines, When } from '../../protocol/fields'
import { CardContent, LocationContent } from '../messages/content'
import { vanishes } from '../expiry/contract'
import { Message } from '../messages/contract'

/** The most messages that are carried at once, and the most rooms that they are carried to. */
export const mostMessages = 100
export const mostTargets = 9
/** A record's largest size as JSON, in bytes. */
export const mostRecordBytes = 64 * 1024

/** Kinds that make sense outside the room they were said in. */
export const Carried = z.enum(['text', 'location', 'card', 'record'])
export type Carried = z.output<typeof Carried>

/** The name of a room, whose `userId` is null, or those of the two people of a direct one. */
const Title = z.array(z.object({ userId: z.nullable(Id), name: z.string() })).check(z.maxLength(2))
/** Words, without whom they called: that was for the room they were said in. */
const Words = z.object({ type: z.literal('text'), text: z.string() })
/** A record inside a record: what it was, and its first lines. */
const Preview = z.object({
  type: z.literal('record'),
  title: Title,
  count: z.int(),
  lines: z
    .array(z.object({ senderId: Id, name: z.string(), type: Carried, text: z.string() }))
    .check(z.maxLength(4)),
})

/** One thing that was said, with the name its author had then. */
export const RecordItem = z.object({
  senderId: Id,
  name: z.string(),
  type: Carried,
  content: z.discriminatedUnion('type', [Words, LocationContent, CardContent, Preview]),
  at: When,
})
export type RecordItem = z.output<typeof RecordItem>

/** What was said in a room, as one message. What people said who were erased since is missing. */
export const RecordContent = z.object({
  type: z.literal('record'),
  title: Title,
  items: z.array(RecordItem).check(z.maxLength(mostMessages)),
})
export type RecordContent = z.output<typeof RecordContent>

/** The record that a message holds; null where it holds something else. */
export const recordOf = ({ content }: Pick<Message, 'content'>): RecordContent | null =>
  content && 'type' in content && content.type === 'record' ? (content as unknown as RecordContent) : null

/**
 * That the words are not of who says them, and how often they were carried on. Never whose they are, nor where they
 * were said: neither was said to the people here.
 */
export const forwarded = facet('forwarded', z.nullable(z.object({ times: z.int() })), {
  empty: null as { times: number } | null,
  maxBytes: 64,
})

/** Whether a message may be carried elsewhere as far as it says itself; its room may forbid it still. */
export const isCarried = ({ type, gone, facets }: Pick<Message, 'type' | 'gone' | 'facets'>): boolean =>
  !gone && !vanishes({ facets }) && (Carried.options as readonly string[]).includes(type)

export const forwarding = contract('forwarding', {
  faults: {
    not_to_be_forwarded: [403, 'What is said in this room stays in it.'],
    not_forwardable: [409, 'Some of these messages cannot be forwarded.'],
    record_too_long: [409, 'Choose fewer messages, or shorter ones, for one record.'],
  },
  routes: {
    forward: route({
      type: 'forward_messages',
      http: 'POST /forward',
      access: 'user',
      limit: '60/min',
      summary:
        'Carry messages of one room to others, one by one or merged into a record. With the same clientId a retry makes what is missing.',
      input: z.object({
        messageIds: z.array(Id).check(z.minLength(1), z.maxLength(mostMessages)),
        roomIds: z.array(Id).check(z.minLength(1), z.maxLength(mostTargets)),
        merged: z.boolean(),
        /** What I say about it, after it, in each room. */
        note: z.optional(lines(2000)),
        clientId: ClientId,
      }),
      output: z.object({
        /** All that was said, room by room, in the order of the rooms asked for. */
        messages: z.array(Message),
        /** Rooms where I may not say it, and why. When no room takes it, the first refusal is the answer. */
        refused: z.array(z.object({ roomId: Id, code: z.string() })),
      }),
      faults: ['not_to_be_forwarded', 'not_forwardable', 'record_too_long'],
    }),
  },
  pushes: {},
  shapes: { RecordContent },
})
