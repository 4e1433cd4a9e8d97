/** What a root says of its thread: counted anew from the messages after each reply that comes or goes. */
import { messages as wire } from '@community-chat/shared/capabilities/messages/contract'
import {
  mostRepliers,
  thread,
  type ThreadSummary,
} from '@community-chat/shared/capabilities/threads/contract'
import type { Context } from '../../kernel/context'
import * as messages from '../messages/api'

/** Counts that have not begun to read: one of them is enough for everyone who comes before it does. */
const waiting = new Map<string, Promise<unknown>>()

/** Counts a thread and tells the room; a root that is gone keeps nothing. */
export function recount(ctx: Context, rootId: string): Promise<unknown> {
  const shared = waiting.get(rootId)
  if (shared) return shared
  const begin = () => {
    if (waiting.get(rootId) === counting) waiting.delete(rootId)
  }
  const counting: Promise<unknown> = messages
    .amend(
      ctx,
      rootId,
      thread,
      () => {
        begin()
        return summaryOf(rootId)
      },
      { push: wire.pushes.updated, cause: { facet: thread.name } },
    )
    .finally(begin)
  waiting.set(rootId, counting)
  return counting
}

async function summaryOf(rootId: string): Promise<ThreadSummary | null> {
  const { count, newest } = await messages.livingReplies(rootId)
  const [last] = newest
  if (!last) return null
  const repliers = [...new Set(newest.map(({ senderId }) => senderId))].slice(0, mostRepliers)
  return { count, repliers, lastAt: last.createdAt.toISOString(), lastSeq: last.seq }
}
