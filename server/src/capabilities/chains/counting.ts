/** Counting a chain anew: in the message's own queue, from the rows, so that the two always agree. */
import {
  type ChainContent,
  chains,
  type Links,
  links,
  shownEntries,
} from '@community-chat/shared/capabilities/chains/contract'
import type { Context } from '../../kernel/context'
import * as messages from '../messages/api'
import { Closings, Entries, type EntryDoc } from './model'

/** Rows have had this long to be counted by whoever wrote them, in milliseconds. */
const abandonedAfter = 10_000
const batch = 100
/** How much of an entry's words the message carries, in characters. */
const cutTo = 60

/** Crosses off an entry that is counted and told: one that was taken back goes. */
export async function crossOff({ _id, turn, on }: Pick<EntryDoc, '_id' | 'turn' | 'on'>): Promise<void> {
  if (on) await Entries.updateOne({ _id, turn }, { $set: { applied: true } })
  else await Entries.deleteOne({ _id, turn })
}

/** Says in the message that the chain is closed, and crosses that off. */
export async function countClosing(
  ctx: Context,
  messageId: string,
  by?: string,
): Promise<messages.MessageDoc> {
  const message = await count(ctx, messageId, by)
  await Closings.updateOne({ _id: messageId }, { $set: { applied: true } })
  return message
}

/** Counts what a crash left uncounted. Safe to run on several nodes. */
export async function sweep(ctx: Context): Promise<void> {
  const since = { $lt: new Date(Date.now() - abandonedAfter) }
  const dare = (work: Promise<unknown>) =>
    work.catch(error => ctx.log.warn({ err: error }, 'a chain could not be counted'))
  const left = Entries.find({ applied: false, changedAt: since }).sort({ changedAt: 1 })
  for (const row of await left.limit(batch).lean()) await dare(settle(ctx, row))
  const closed = Closings.find({ applied: false, at: since }).sort({ at: 1 })
  for (const { _id } of await closed.limit(batch).lean()) await dare(countClosing(ctx, _id))
}

async function settle(ctx: Context, row: EntryDoc): Promise<void> {
  await messages.tellMineOf(ctx, row.userId, await count(ctx, row.messageId))
  await crossOff(row)
}

/** The chain in a stored message; null where there is none. */
export const chainIn = ({ type, content, gone }: messages.MessageDoc): ChainContent | null =>
  type === 'chain' && !gone ? (content as ChainContent) : null

/** Writes the present entries into the message and tells the room. */
export const count = (ctx: Context, messageId: string, by?: string): Promise<messages.MessageDoc> =>
  messages.amend(ctx, messageId, links, () => counted(messageId), {
    push: chains.pushes.changed,
    cause: { facet: links.name, ...(by ? { by } : {}) },
  })

async function counted(messageId: string): Promise<Links> {
  const [total, rows, closing] = await Promise.all([
    Entries.countDocuments({ messageId, on: true }),
    Entries.find({ messageId, on: true }).sort({ createdAt: -1, _id: -1 }).limit(shownEntries).lean(),
    Closings.findById(messageId).lean(),
  ])
  const newest = rows.toReversed().map(({ userId, text }) => ({ userId, text: cut(text) }))
  return { count: total, newest, closedAt: closing?.at.toISOString() ?? null }
}

/** Whole characters, so that none is torn. */
function cut(text: string): string {
  const all = [...text]
  return all.length > cutTo ? `${all.slice(0, cutTo - 1).join('')}…` : text
}
