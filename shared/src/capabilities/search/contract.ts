/** Search: finding what was said, in the rooms one is in. */
import * as z from 'zod/mini'
import { contract, route } from '../../protocol/contract'
import { Counter, Id, page, Paging, When, whole } from '../../protocol/fields'
import { MessageType } from '../messages/content'
import { Message } from '../messages/contract'

/** The longest query, in characters. */
export const longestQuery = 100

/** A stretch of a text, in UTF-16 units. */
const Range = z.object({ at: z.int(), length: z.int() })

/** A message that was found, the part of it that says why, and how well it answers: of two the higher score does better. */
export const Hit = z.object({
  message: Message,
  snippet: z.object({ text: z.string(), ranges: z.array(Range) }),
  score: z.int(),
})
export type Hit = z.output<typeof Hit>

export const search = contract('search', {
  faults: {},
  routes: {
    find: route({
      type: 'search_messages',
      http: 'GET /search/messages',
      access: 'user',
      limit: '120/min',
      summary:
        'What was said in my rooms and holds all words of the query, also inside longer words; the latest hundred hits first, of those the best.',
      input: z.object({
        /** May be left out where `senderId`, or a `type` other than text, says what to look for. */
        query: z._default(z.string().check(z.trim(), z.maxLength(longestQuery), whole), ''),
        /** Only in this room. */
        roomId: z.optional(Id),
        /** Only what this person said. */
        senderId: z.optional(Id),
        type: z.optional(MessageType),
        /** The same as `type`, for the socket, where `type` names the frame. */
        messageType: z.optional(MessageType),
        /** Said at or after, and before. */
        from: z.optional(When),
        to: z.optional(When),
        ...Paging,
      }),
      output: page(Hit),
      faults: [],
    }),
    seqAt: route({
      type: 'seq_at',
      http: 'GET /rooms/:roomId/seq-at',
      access: 'user',
      limit: '120/min',
      summary: 'The first thing that was said in a room at or after a time; null where nothing was.',
      input: z.object({ roomId: Id, time: When }),
      output: z.object({ seq: z.nullable(Counter), messageId: z.nullable(Id) }),
      faults: [],
    }),
  },
  pushes: {},
  shapes: { Hit },
})
