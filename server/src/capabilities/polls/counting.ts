/** Counting a poll anew: in the message's own queue, from the rows, so that the two always agree. */
import {
  type PollContent,
  polls,
  type Tally,
  tally,
} from '@community-chat/shared/capabilities/polls/contract'
import type { Context } from '../../kernel/context'
import * as messages from '../messages/api'
import { type PollDoc, Polls, type VoteDoc, Votes } from './model'

/** Rows have had this long to be counted by whoever wrote them, in milliseconds. */
const abandonedAfter = 10_000
const batch = 100

/** Writes the present count into the message and tells the room; `by` is left out where nobody may know. */
export const count = (ctx: Context, messageId: string, by?: string): Promise<messages.MessageDoc> =>
  messages.amend(ctx, messageId, tally, () => counted(messageId), {
    push: polls.pushes.changed,
    cause: { facet: tally.name, ...(by ? { by } : {}) },
  })

/** Crosses off a vote that is counted and told: one that was taken back goes. */
export async function crossOff({
  _id,
  turn,
  options,
}: Pick<VoteDoc, '_id' | 'turn' | 'options'>): Promise<void> {
  if (options.length > 0) await Votes.updateOne({ _id, turn }, { $set: { applied: true } })
  else await Votes.deleteOne({ _id, turn })
}

/** Says in the message what was done to the poll, and crosses that off. */
export async function countPoll(
  ctx: Context,
  { _id, changedAt }: Pick<PollDoc, '_id' | 'changedAt'>,
  by?: string,
): Promise<messages.MessageDoc> {
  const message = await count(ctx, _id, by)
  await Polls.updateOne({ _id, changedAt }, { $set: { applied: true } })
  return message
}

/** Counts what a crash left uncounted. Safe to run on several nodes. */
export async function sweep(ctx: Context): Promise<void> {
  const since = new Date(Date.now() - abandonedAfter)
  const left = { applied: false, changedAt: { $lt: since } }
  const dare = (work: Promise<unknown>) =>
    work.catch(error => ctx.log.warn({ err: error }, 'a poll could not be counted'))
  for (const row of await Votes.find(left).sort({ changedAt: 1 }).limit(batch).lean()) {
    await dare(settle(ctx, row))
  }
  for (const row of await Polls.find(left).sort({ changedAt: 1 }).limit(batch).lean()) {
    await dare(countPoll(ctx, row))
  }
}

async function settle(ctx: Context, row: VoteDoc): Promise<void> {
  await messages.tellMineOf(ctx, row.userId, await count(ctx, row.messageId))
  await crossOff(row)
}

/** The poll in a stored message; null where there is none. */
export const pollIn = ({ type, content, gone }: messages.MessageDoc): PollContent | null =>
  type === 'poll' && !gone ? (content as PollContent) : null

async function counted(messageId: string): Promise<Tally> {
  const [poll, rows] = await Promise.all([
    Polls.findById(messageId).lean(),
    Votes.aggregate<{ _id: string; count: number }>([
      { $match: { messageId } },
      { $unwind: '$options' },
      { $group: { _id: '$options', count: { $sum: 1 } } },
      { $sort: { _id: 1 } },
    ]),
  ])
  const voters = await Votes.countDocuments({ messageId, 'options.0': { $exists: true } })
  return {
    counts: Object.fromEntries(rows.map(row => [row._id, row.count])),
    voters,
    added: (poll?.added ?? []).map(({ id, text }) => ({ id, text })),
    closedAt: poll?.closedAt?.toISOString() ?? null,
  }
}
