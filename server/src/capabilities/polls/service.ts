/** Asking a question, choosing, and who chose. */
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { optionsOf, type PollContent, polls } from '@community-chat/shared/capabilities/polls/contract'
import type { Parsed } from '@community-chat/shared/protocol/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import type { Handler, Personal } from '../../kernel/capability'
import type { Context } from '../../kernel/context'
import { isDuplicate } from '../../kernel/store/duplicate'
import { newId } from '../../kernel/id'
import { cursorsOf, pageOf } from '../../kernel/page'
import * as messages from '../messages/api'
import { peopleOf, unknownPerson } from '../profiles/api'
import { count, crossOff } from './counting'
import { tallyOf, visiblePoll } from './load'
import { Polls, type VoteDoc, Votes } from './model'

const { routes } = polls
const cursors = cursorsOf('polls.voters', 'time', 'text')

/** Asks; the options get their ids by their place. */
export const create: Handler<typeof routes.create> = async (
  ctx,
  { roomId, clientId, threadId, options, closesAt, ...poll },
) => {
  if (closesAt !== undefined && Date.parse(closesAt) <= Date.now())
    throw fault('invalid_input', { issues: [{ path: 'closesAt', message: 'This time is over.' }] })
  const content: PollContent = {
    type: 'poll',
    ...poll,
    options: options.map((text, n) => ({ id: `o${n + 1}`, text })),
    closesAt: closesAt ?? null,
  }
  const message = await messages.say(ctx, { roomId, clientId, threadId, content })
  return (await messages.withMine(ctx, [message]))[0]!
}

/** The caller's poll with this clientId, if it is stored already. */
export const created = (ctx: Context, { roomId, clientId }: Parsed<typeof routes.create>) =>
  messages.sent(ctx, { roomId, clientId })

/** Sets what the caller chose; their one row takes a choice's place by one write. */
export const vote: Handler<typeof routes.vote> = async (ctx, { messageId, options }) => {
  const { message, poll, isOver } = await visiblePoll(ctx, messageId)
  if (isOver) throw fault(polls, 'poll_closed')
  if (!poll.multiple && options.length > 1) throw fault(polls, 'one_choice')
  const known = new Set(optionsOf(poll, tallyOf(message)).map(({ id }) => id))
  if (options.some(id => !known.has(id))) throw fault(polls, 'no_such_option')

  const row = await voted(ctx, messageId, options)
  const counted = await count(ctx, messageId, poll.anonymous ? undefined : ctx.userId)
  if (counted.gone) {
    await Votes.deleteOne({ _id: row._id })
    throw fault(polls, 'not_a_poll')
  }
  const shown = await messages.toldMine(ctx, counted)
  await crossOff(row)
  return shown
}

/** Who chose what, oldest first. */
export const voters: Handler<typeof routes.voters> = async (ctx, { messageId, option, cursor, limit }) => {
  const { poll } = await visiblePoll(ctx, messageId)
  if (poll.anonymous) throw fault(polls, 'anonymous')
  const [at, id] = cursors.from(cursor, [0, ''])
  const from = new Date(at)
  const rows = await Votes.find({
    messageId,
    ...(option === undefined ? { 'options.0': { $exists: true } } : { options: option }),
    createdAt: { $gte: from },
    $or: [{ createdAt: { $gt: from } }, { _id: { $gt: id } }],
  })
    .sort({ createdAt: 1, _id: 1 })
    .limit(limit + 1)
    .lean<VoteDoc[]>()
  const people = await peopleOf(rows.map(row => row.userId))
  return pageOf(
    rows,
    limit,
    row => cursors.to(row.createdAt.getTime(), row._id),
    ({ userId, options, createdAt }) => ({
      userId,
      options,
      at: createdAt.toISOString(),
      user: people.get(userId) ?? unknownPerson(userId),
    }),
  )
}

/** Says of each poll what the caller chose in it. */
export async function showMine(ctx: Context, page: Message[]): Promise<Message[]> {
  const ids = page.filter(({ type, gone }) => type === 'poll' && !gone).map(({ id }) => id)
  if (ids.length === 0) return page
  const rows = await Votes.find({ userId: ctx.userId, messageId: { $in: ids } }).lean()
  const mine = new Map(ids.map(id => [id, [] as string[]]))
  for (const { messageId, options } of rows) mine.set(messageId, options)
  return page.map(one => {
    const own = mine.get(one.id)
    return own ? { ...one, mine: { ...one.mine, poll: own } } : one
  })
}

/** A poll that is gone keeps nobody's vote. */
export async function forget(messageId: string): Promise<void> {
  await Votes.deleteMany({ messageId })
  await Polls.deleteOne({ _id: messageId })
}

/** Polls answers for who chose what; the messages are counted anew without them. */
export const personal: Personal = {
  async erase(ctx, userId) {
    for (;;) {
      const rows = await Votes.find({ userId }).limit(100).lean()
      if (rows.length === 0) break
      await Votes.updateMany({ _id: { $in: rows.map(row => row._id) } }, { $set: { options: [] } })
      for (const { _id, messageId } of rows) {
        await count(ctx, messageId).catch(() => undefined)
        await Votes.deleteOne({ _id })
      }
    }
    await Polls.updateMany(
      { 'added.by': userId },
      { $unset: { 'added.$[mine].by': '' } },
      { arrayFilters: [{ 'mine.by': userId }] },
    )
  },
  export: userId => Votes.find({ userId }, { turn: 0 }).limit(100_000).lean(),
}

/** Sets the caller's row. */
async function voted({ userId }: Context, messageId: string, options: string[]): Promise<VoteDoc> {
  const now = new Date()
  const write = () =>
    Votes.findOneAndUpdate(
      { _id: `${messageId}:${userId}` },
      {
        $set: { messageId, userId, options, applied: false, turn: newId(), changedAt: now },
        $setOnInsert: { createdAt: now },
      },
      { upsert: true, returnDocument: 'after' },
    )
      .lean()
      .exec() as Promise<VoteDoc>
  return write().catch(error => {
    if (!isDuplicate(error)) throw error
    return write() // its twin made the row at the same moment
  })
}
