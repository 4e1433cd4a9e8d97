/** Asking a question, choosing, and who chose. */
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import {
  isClosed,
  mostOptions,
  optionsOf,
  type PollContent,
  polls,
  tally,
} from '@community-chat/shared/capabilities/polls/contract'
import type { Parsed } from '@community-chat/shared/protocol/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import type { Handler, Personal } from '../../kernel/capability'
import type { Context } from '../../kernel/context'
import { isDuplicate } from '../../kernel/duplicate'
import { newId } from '../../kernel/id'
import { cursorsOf, pageOf } from '../../kernel/page'
import * as messages from '../messages/api'
import { peopleOf, unknownPerson } from '../profiles/api'
import { countPoll, countVote, pollIn } from './counting'
import { Polls, type VoteDoc, Votes } from './model'
import { can } from './policy'

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
  const counted = await countVote(ctx, row, poll.anonymous ? undefined : ctx.userId)
  if (counted.gone) {
    await Votes.deleteOne({ _id: row._id })
    throw fault(polls, 'not_a_poll')
  }
  const [shown] = await messages.shown(ctx, [counted])
  await messages.tellMine(ctx, shown!)
  return shown!
}

/** Adds an option where there is room; the same words twice are one option. */
export const addOption: Handler<typeof routes.addOption> = async (ctx, { messageId, text }) => {
  const { message, poll, isOver } = await visiblePoll(ctx, messageId)
  if (!can.addOption({ userId: ctx.userId, authorId: message.senderId, open: poll.open }))
    throw fault(polls, 'not_open')
  if (isOver) throw fault(polls, 'poll_closed')
  const isThere = (all: { text: string }[]) => all.some(option => option.text === text)
  if (isThere(optionsOf(poll, tallyOf(message)))) return shownOf(ctx, message)
  await keep(messageId)
  const room = `added.${mostOptions - poll.options.length - 1}`
  const row = await Polls.findOneAndUpdate(
    { _id: messageId, closedAt: null, [room]: { $exists: false }, 'added.text': { $ne: text } },
    {
      $push: {
        added: {
          id: newId()
            .toLowerCase()
            .replace(/[^a-z0-9]/g, '')
            .slice(0, 12),
          text,
          by: ctx.userId,
        },
      },
      $set: { applied: false, changedAt: new Date() },
    },
    { returnDocument: 'after' },
  ).lean()
  const present = row ?? (await Polls.findById(messageId).lean())
  if (!row && present?.closedAt) throw fault(polls, 'poll_closed')
  if (!row && !isThere(present?.added ?? [])) throw fault(polls, 'too_many_options')
  return shownOf(ctx, await countPoll(ctx, present!, poll.anonymous ? undefined : ctx.userId))
}

/** Closes a poll for good. A vote that was let in before counts still. */
export const close: Handler<typeof routes.close> = async (ctx, { messageId }) => {
  const { message, standing } = await visiblePoll(ctx, messageId)
  if (!can.close({ userId: ctx.userId, authorId: message.senderId, role: standing.role }))
    throw fault(polls, 'not_yours')
  await keep(messageId)
  const now = new Date()
  await Polls.updateOne(
    { _id: messageId, closedAt: null },
    { $set: { closedAt: now, applied: false, changedAt: now } },
  )
  return shownOf(ctx, await countPoll(ctx, (await Polls.findById(messageId).lean())!, ctx.userId))
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
      for (const row of rows)
        await countVote(ctx, { ...row, options: [] }).catch(() => Votes.deleteOne({ _id: row._id }))
    }
    await Polls.updateMany(
      { 'added.by': userId },
      { $unset: { 'added.$[mine].by': '' } },
      { arrayFilters: [{ 'mine.by': userId }] },
    )
  },
  export: userId => Votes.find({ userId }, { turn: 0 }).limit(100_000).lean(),
}

async function visiblePoll(ctx: Context, messageId: string) {
  const { message, standing } = await messages.visible(ctx, messageId)
  const poll = pollIn(message)
  if (!poll) throw fault(polls, 'not_a_poll')
  const closedAt = (await Polls.findById(messageId, { closedAt: 1 }).lean())?.closedAt?.toISOString()
  const isOver = isClosed(poll, { ...tallyOf(message), ...(closedAt ? { closedAt } : {}) }, Date.now())
  return { message, standing, poll, isOver }
}

const tallyOf = ({ facets }: messages.MessageDoc) => tally.of({ facets: facets as Record<string, unknown> })

const shownOf = async (ctx: Context, doc: messages.MessageDoc): Promise<Message> =>
  (await messages.shown(ctx, [doc]))[0]!

/** Makes the row of a poll that somebody does something to. */
async function keep(messageId: string): Promise<void> {
  const row = { added: [], closedAt: null, applied: true, changedAt: new Date() }
  await Polls.updateOne({ _id: messageId }, { $setOnInsert: row }, { upsert: true }).catch(error => {
    if (!isDuplicate(error)) throw error // its twin made it at the same moment
  })
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
