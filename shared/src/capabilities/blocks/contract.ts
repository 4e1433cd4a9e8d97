/** Blocks: people with whom someone wants nothing to do. */
import * as z from 'zod/mini'
import { contract, push, route } from '../../protocol/contract'
import { Id, Nothing, page, Paging, When } from '../../protocol/fields'
import { Person } from '../profiles/person'

/** Someone I blocked, and since when. */
export const Block = z.object({ user: Person, blockedAt: When })
export type Block = z.output<typeof Block>

/** The most people that one person may block. */
export const mostBlocks = 1000

export const blocks = contract('blocks', {
  faults: {
    blocked_by_you: [403, 'You blocked this person.'],
    not_delivered: [403, 'This cannot be delivered.'],
    not_yourself: [409, 'Nobody blocks themselves.'],
    too_many_blocks: [409, 'A person blocks at most 1,000 others.'],
  },
  routes: {
    block: route({
      http: 'PUT /me/blocks/:userId',
      access: 'user',
      limit: '60/min',
      summary: 'Block someone. Repeating it changes nothing, and they are not told.',
      input: z.object({ userId: Id }),
      output: Block,
      faults: ['not_yourself', 'too_many_blocks'],
    }),
    unblock: route({
      http: 'DELETE /me/blocks/:userId',
      access: 'self',
      limit: '60/min',
      summary: 'Block someone no longer. Repeating it changes nothing.',
      input: z.object({ userId: Id }),
      output: Nothing,
      faults: [],
    }),
    list: route({
      http: 'GET /me/blocks',
      access: 'self',
      limit: '120/min',
      summary: 'The people I blocked, the latest first.',
      input: z.object({ ...Paging }),
      output: page(Block),
      faults: [],
    }),
    ids: route({
      http: 'GET /me/blocks/ids',
      access: 'self',
      limit: '120/min',
      summary: 'The ids of all the people I blocked, at most 1,000.',
      input: z.object({}),
      output: z.object({ userIds: z.array(Id) }),
      faults: [],
    }),
  },
  pushes: {
    updated: push({
      type: 'blocks_updated',
      to: 'user',
      summary: 'I blocked someone, or do no longer, on one of my devices.',
      data: z.object({ userId: Id, isBlocked: z.boolean() }),
    }),
  },
})
