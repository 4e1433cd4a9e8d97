/** Counting a message's reactions anew: in the message's own queue, from the rows, so that the two always agree. */
import { messages as wire } from '@community-chat/shared/capabilities/messages/contract'
import {
  mostKinds,
  type Reaction,
  reactions,
  tallies,
} from '@community-chat/shared/capabilities/reactions/contract'
import type { Context } from '../../kernel/context'
import * as messages from '../messages/api'
import { type ReactionDoc, Reactions } from './model'

type Tallies = ReturnType<typeof tallies.of>
type Row = Pick<ReactionDoc, 'messageId' | 'userId' | 'emoji' | 'on' | 'turn'>

/** Counted rows have had this long to be counted by whoever wrote them, in milliseconds. */
const abandonedAfter = 10_000
const batch = 100

/** The kinds of emoji that a message shows. */
export const kindsOf = ({ facets, gone }: messages.MessageDoc): Tallies =>
  gone ? [] : tallies.of({ facets: facets as Record<string, unknown> })

/**
 * Writes the present count into the message and tells the room who changed it. Answers the message, and whether the
 * row's emoji found room in it.
 */
export async function count(
  ctx: Context,
  row: Row,
  reaction?: Reaction,
): Promise<{ message: messages.MessageDoc; fits: boolean }> {
  const { added, removed } = reactions.pushes
  const message = await messages.amend(
    ctx,
    row.messageId,
    tallies,
    async old => admitted(old, await counted(row.messageId)),
    reaction
      ? {
          push: row.on ? added : removed,
          cause: { facet: tallies.name, by: reaction.userId },
          extra: { messageId: row.messageId, reaction },
        }
      : { push: wire.pushes.updated, cause: { facet: tallies.name } },
  )
  return { message, fits: kindsOf(message).some(({ emoji }) => emoji === row.emoji) }
}

/** Crosses off a row that is counted and told; one that was taken back, or found no room, goes. */
export async function crossOff({ messageId, userId, emoji, turn, on }: Row, fits: boolean): Promise<void> {
  const same = { messageId, userId, emoji, turn }
  if (on && fits) await Reactions.updateOne(same, { $set: { applied: true } })
  else await Reactions.deleteOne(same)
}

/** Counts what a crash left uncounted. Safe to run on several nodes. */
export async function sweep(ctx: Context): Promise<void> {
  const since = new Date(Date.now() - abandonedAfter)
  const rows = await Reactions.find({ applied: false, changedAt: { $lt: since } })
    .sort({ changedAt: 1 })
    .limit(batch)
    .lean()
  for (const row of rows) {
    await settle(ctx, row).catch(error => ctx.log.warn({ err: error }, 'a reaction could not be counted'))
  }
}

async function settle(ctx: Context, row: ReactionDoc): Promise<void> {
  const { message, fits } = await count(ctx, row)
  if (fits) await messages.tellMineOf(ctx, row.userId, message)
  await crossOff(row, fits)
}

/** How many rows each emoji has. */
async function counted(messageId: string): Promise<Map<string, number>> {
  const rows = await Reactions.aggregate<{ _id: string; count: number }>([
    { $match: { messageId, on: true } },
    { $group: { _id: '$emoji', count: { $sum: 1 } } },
    { $sort: { _id: 1 } },
  ])
  return new Map(rows.map(row => [row._id, row.count]))
}

/** Kinds that the message shows keep their place; new ones come after them while there is room. */
function admitted(old: Tallies, counts: Map<string, number>): Tallies {
  const shown = old.map(({ emoji }) => emoji).filter(emoji => counts.has(emoji))
  const fresh = [...counts.keys()].filter(emoji => !shown.includes(emoji))
  return [...shown, ...fresh].slice(0, mostKinds).map(emoji => ({ emoji, count: counts.get(emoji)! }))
}
