/** Threads: what is said in answer to one message, beside the room. */
import * as z from 'zod/mini'
import { contract, route } from '../../protocol/contract'
import { facet } from '../../protocol/facet'
import { Counter, Id, page, Paging, When } from '../../protocol/fields'
import { OwnRow, ownKind } from '../../protocol/own'
import { Message } from '../messages/contract'

/** The most threads that one person follows or has a place in. */
export const mostThreads = 1000
/** The most people that a root names of those who answered. */
export const mostRepliers = 3

/** What a thread calls its follower for. */
export const ThreadLevel = z.enum(['all', 'mentions', 'none'])
export type ThreadLevel = z.output<typeof ThreadLevel>

/** What a root shows of its thread: living replies, who answered last (latest first), and when. */
export const ThreadSummary = z.object({
  count: z.int(),
  repliers: z.array(Id),
  lastAt: When,
  lastSeq: Counter,
})
export type ThreadSummary = z.output<typeof ThreadSummary>

/** A root's summary; null where nobody has answered in a thread. */
export const thread = facet<ThreadSummary | null>('thread', z.nullable(ThreadSummary), {
  empty: null,
  maxBytes: 512,
})

/** Somebody's place in a thread, by its root's id. `readSeq` only moves forward. */
export const ThreadSeat = z.object({
  roomId: Id,
  readSeq: Counter,
  level: ThreadLevel,
  following: z.boolean(),
})
export type ThreadSeat = z.output<typeof ThreadSeat>
/** My places in threads, in step on all of my devices. */
export const threadSeats = ownKind('threads', ThreadSeat)

/** A thread that I follow. `unread` is 0–100, shown as 99+ above 99. */
export const FollowedThread = z.object({
  root: Message,
  last: Message,
  unread: z.int(),
  mention: z.boolean(),
  seat: ThreadSeat,
})
export type FollowedThread = z.output<typeof FollowedThread>

const input = z.object({ rootId: Id })

export const threads = contract('threads', {
  faults: {
    no_thread: [409, 'A thread cannot begin at this message.'],
    not_following: [409, 'You have no place in this thread.'],
    too_many_threads: [409, 'You follow 1,000 threads already.'],
  },
  routes: {
    list: route({
      http: 'GET /threads',
      access: 'self',
      limit: '240/min',
      summary: 'The threads I follow in my rooms, the last active first, and how many call me (0–100).',
      input: z.object({ ...Paging }),
      output: z.extend(page(FollowedThread), { calling: z.int() }),
      faults: [],
    }),
    read: route({
      type: 'read_thread',
      http: 'POST /threads/:rootId/read',
      access: 'user',
      limit: '600/min',
      summary: 'I have read a thread up to a seq; it only moves forward.',
      input: z.object({ rootId: Id, seq: Counter }),
      output: OwnRow,
      faults: ['not_following'],
    }),
    setLevel: route({
      http: 'PUT /threads/:rootId/level',
      access: 'user',
      limit: '120/min',
      summary: 'What a thread that I follow calls me for.',
      input: z.object({ rootId: Id, level: ThreadLevel }),
      output: OwnRow,
      faults: ['not_following'],
    }),
    follow: route({
      http: 'PUT /threads/:rootId/following',
      access: 'user',
      limit: '120/min',
      summary: 'Follow a thread. What was said in it counts as read; repeating it changes nothing.',
      input,
      output: OwnRow,
      faults: ['no_thread', 'too_many_threads'],
    }),
    unfollow: route({
      http: 'DELETE /threads/:rootId/following',
      access: 'user',
      limit: '120/min',
      summary: 'Follow a thread no longer. My place in it stays.',
      input,
      output: OwnRow,
      faults: ['not_following'],
    }),
  },
  pushes: {},
})
