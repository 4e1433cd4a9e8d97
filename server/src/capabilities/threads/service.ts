/** Threads: what may be said in them, and following them. */
import { mostThreads, thread, threads } from '@community-chat/shared/capabilities/threads/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import type { Handler, Personal } from '../../kernel/capability'
import type { Answer } from '../../kernel/checks'
import type { Context } from '../../kernel/context'
import { countOwn, presentOwn, tellOwn, writeOwn } from '../../kernel/store/own'
import * as messages from '../messages/api'
import { recount } from './counting'
import { own, ThreadSeats } from './model'
import { can } from './policy'
import { placeOf, seatAuthor, seatReplier } from './seats'

const { routes } = threads

/** The durable listeners of threads, as messages remember them. */
export const todo = { said: 'threads.said', gone: 'threads.gone' }

/** Refuses what would be said in a thread that is not there for the sender: `invalid_input` at `threadId`. */
export async function refuseElsewhere(
  _ctx: Context,
  { threadId, before, seat }: messages.Draft,
): Promise<Answer<messages.Draft>> {
  if (!threadId || before) return { answer: 'allow' }
  const root = await messages.find(threadId)
  if (root && can.answer(root, seat)) return { answer: 'allow' }
  const issues = [{ path: 'threadId', message: 'There is no thread to answer in at this message.' }]
  return { answer: 'refuse', fault: fault('invalid_input', { issues }) }
}

/** A reply in a thread is counted and followed at least once, whatever dies in between. */
export const remember = (_ctx: Context, draft: messages.Draft): Answer<messages.Draft> =>
  draft.threadId && !draft.before
    ? { answer: 'replace', value: { ...draft, todo: [...(draft.todo ?? []), todo.said] } }
    : { answer: 'allow' }

/** A reply came: its sender and the root's author have their places, and the root says so. */
export async function takeReply(ctx: Context, { message }: { message: messages.MessageDoc }): Promise<void> {
  if (!message.threadId) return
  const root = await messages.find(message.threadId)
  if (!root) return
  if (message.senderId !== root.senderId) await seatAuthor(ctx, root)
  await seatReplier(ctx, message)
  await recount(ctx, root._id)
}

/** A message is gone: where it was a reply, its thread is counted without it. */
export async function dropReply(ctx: Context, { messageId }: { messageId: string }): Promise<void> {
  const message = await messages.find(messageId)
  if (message?.threadId) await recount(ctx, message.threadId)
}

/** Moves the caller's place forward, never beyond what was said. */
export const read: Handler<typeof routes.read> = async (ctx, { rootId, seq }) => {
  const { message: root } = await messages.visible(ctx, rootId)
  const place = await placeOf(ctx.userId, rootId)
  if (!place) throw fault(threads, 'not_following')
  const readSeq = Math.min(seq, await messages.readHead(root.roomId))
  const moved = await ThreadSeats.findOneAndUpdate(
    { _id: place._id, gone: false, readSeq: { $lt: readSeq } },
    { $set: { readSeq }, $inc: { version: 1 }, $currentDate: { changedAt: true } },
    { returnDocument: 'after' },
  ).lean()
  return moved ? tellOwn(ctx, own, moved) : presentOwn(own, place)
}

/** Sets what a thread calls the caller for. */
export const setLevel: Handler<typeof routes.setLevel> = async (ctx, { rootId, level }) => {
  await messages.visible(ctx, rootId)
  if (!(await placeOf(ctx.userId, rootId))) throw fault(threads, 'not_following')
  return writeOwn(ctx, own, { userId: ctx.userId, id: rootId }, { level })
}

/** Follows a thread from now on. */
export const follow: Handler<typeof routes.follow> = async (ctx, { rootId }) => {
  const { message: root } = await messages.visible(ctx, rootId)
  const id = { userId: ctx.userId, id: rootId }
  const place = await placeOf(ctx.userId, rootId)
  if (place?.following) return presentOwn(own, place)
  if (!can.carry(root)) throw fault(threads, 'no_thread')
  if (place) return writeOwn(ctx, own, id, { following: true })
  if ((await countOwn(own, ctx.userId)) >= mostThreads) throw fault(threads, 'too_many_threads')
  const { lastSeq: readSeq } = thread.of(root as { facets: Record<string, unknown> }) ?? { lastSeq: root.seq }
  const fields = { rootId, roomId: root.roomId, readSeq, level: 'all', following: true }
  return writeOwn(ctx, own, id, fields)
}

/** Follows it no longer. */
export const unfollow: Handler<typeof routes.unfollow> = async (ctx, { rootId }) => {
  await messages.visible(ctx, rootId)
  const place = await placeOf(ctx.userId, rootId)
  if (!place) throw fault(threads, 'not_following')
  if (!place.following) return presentOwn(own, place)
  return writeOwn(ctx, own, { userId: ctx.userId, id: rootId }, { following: false })
}

/** Threads answers for places in threads; what was said in them messages answers for. */
export const personal: Personal = {
  async erase(_ctx, userId) {
    await ThreadSeats.deleteMany({ userId })
  },
  export: userId => ThreadSeats.find({ userId }).limit(100_000).lean(),
}
