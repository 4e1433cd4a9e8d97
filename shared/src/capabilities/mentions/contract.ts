/** Mentions: whom a text calls by name, and finding what called me. */
import * as z from 'zod/mini'
import { contract, route } from '../../protocol/contract'
import { Counter, Id, page, Paging } from '../../protocol/fields'
import { Message } from '../messages/contract'

export const mentions = contract('mentions', {
  faults: {
    may_not_mention_all: [403, 'Not everyone may call everyone here.'],
    not_in_room: [409, 'Only who is in the room can be called there.'],
  },
  routes: {
    list: route({
      http: 'GET /mentions',
      access: 'self',
      limit: '120/min',
      summary: 'What called me in my rooms, by name or with everyone, the newest first.',
      input: z.object({ ...Paging }),
      output: page(Message),
      faults: [],
    }),
    unread: route({
      http: 'GET /rooms/:roomId/mentions',
      access: 'user',
      limit: '240/min',
      summary: 'What called me in a room above a seq, else above what I have read there; the oldest first.',
      input: z.object({
        roomId: Id,
        after: z.optional(Counter),
        limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 100),
      }),
      output: z.object({ items: z.array(Message), hasMore: z.boolean() }),
      faults: [],
    }),
  },
  pushes: {},
})
