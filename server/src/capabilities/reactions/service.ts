/** Reactions: leaving an emoji on a message, taking it back, and who did. */
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { mostKinds, reactions } from '@community-chat/shared/capabilities/reactions/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import type { Handler, Personal } from '../../kernel/capability'
import type { Context } from '../../kernel/context'
import { isDuplicate } from '../../kernel/store/duplicate'
import { newId } from '../../kernel/id'
import { cursorsOf, pageOf } from '../../kernel/page'
import * as messages from '../messages/api'
import { peopleOf, unknownPerson } from '../profiles/api'
import { count, crossOff, kindsOf } from './counting'
import { type ReactionDoc, Reactions } from './model'
import { can } from './policy'

const { routes } = reactions
const cursors = cursorsOf('reactions.list', 'time', 'text')

/** Adds the caller's emoji; the unique index makes a repeat harmless. */
export const add: Handler<typeof routes.add> = async (ctx, { messageId, emoji }) => {
  const { message } = await messages.visible(ctx, messageId)
  if (!can.react(message)) throw fault(reactions, 'nothing_to_react_to')
  const kinds = kindsOf(message)
  if (kinds.length >= mostKinds && !kinds.some(one => one.emoji === emoji))
    throw fault(reactions, 'too_many_emoji')

  const row = await turned(ctx, messageId, emoji, true)
  if (!row) return shownTo(ctx, message)
  const counted = await count(ctx, row, present(row))
  if (!counted.fits) await crossOff(row, false)
  if (counted.message.gone) throw fault(reactions, 'nothing_to_react_to')
  if (!counted.fits) {
    // Whoever counted before this row went may have found room for it: once more without it.
    await count(ctx, { ...row, on: false })
    throw fault(reactions, 'too_many_emoji')
  }
  const shown = await messages.toldMine(ctx, counted.message)
  await crossOff(row, true)
  return shown
}

/** Takes the caller's emoji back. */
export const remove: Handler<typeof routes.remove> = async (ctx, { messageId, emoji }) => {
  const { message } = await messages.visible(ctx, messageId)
  const row = await turned(ctx, messageId, emoji, false)
  if (!row) return shownTo(ctx, message)
  const shown = await messages.toldMine(ctx, (await count(ctx, row, present(row))).message)
  await crossOff(row, false)
  return shown
}

/** Who reacted, oldest first. */
export const list: Handler<typeof routes.list> = async (ctx, { messageId, emoji, cursor, limit }) => {
  await messages.visible(ctx, messageId)
  const [at, id] = cursors.from(cursor, [0, ''])
  const from = new Date(at)
  const rows = await Reactions.find({
    messageId,
    on: true,
    ...(emoji === undefined ? {} : { emoji }),
    createdAt: { $gte: from },
    $or: [{ createdAt: { $gt: from } }, { _id: { $gt: id } }],
  })
    .sort({ createdAt: 1, _id: 1 })
    .limit(limit + 1)
    .lean<ReactionDoc[]>()
  const people = await peopleOf(rows.map(row => row.userId))
  return pageOf(
    rows,
    limit,
    row => cursors.to(row.createdAt.getTime(), row._id),
    row => ({ ...present(row), user: people.get(row.userId) ?? unknownPerson(row.userId) }),
  )
}

/** Says of each message that has reactions which of them are the caller's. */
export async function showMine(ctx: Context, page: Message[]): Promise<Message[]> {
  const ids = page.filter(({ facets }) => facets.reactions !== undefined).map(({ id }) => id)
  if (ids.length === 0) return page
  const rows = await Reactions.find({ userId: ctx.userId, messageId: { $in: ids }, on: true }).lean()
  const mine = new Map(ids.map(id => [id, [] as string[]]))
  for (const { messageId, emoji } of rows) mine.get(messageId)?.push(emoji)
  return page.map(one => {
    const own = mine.get(one.id)
    return own ? { ...one, mine: { ...one.mine, reactions: own } } : one
  })
}

/** What is gone is reacted to no more. */
export const forget = ({ messageId }: { messageId: string }) => Reactions.deleteMany({ messageId })

/** Reactions answers for who reacted; the messages are counted anew without them. */
export const personal: Personal = {
  async erase(ctx, userId) {
    for (;;) {
      const rows = await Reactions.find({ userId }).limit(100).lean()
      if (rows.length === 0) return
      await Reactions.updateMany({ _id: { $in: rows.map(row => row._id) } }, { $set: { on: false } })
      for (const row of rows) {
        await count(ctx, { ...row, on: false }).catch(() => undefined)
        await Reactions.deleteOne({ _id: row._id })
      }
    }
  },
  export: userId => Reactions.find({ userId }, { turn: 0 }).limit(100_000).lean(),
}

/** Sets the caller's row; null where it stands so already. */
async function turned(
  { userId }: Context,
  messageId: string,
  emoji: string,
  on: boolean,
): Promise<ReactionDoc | null> {
  const now = new Date()
  const change = { on, applied: false, turn: newId(), changedAt: now }
  const which = { messageId, emoji, userId }
  const changed = await Reactions.findOneAndUpdate(
    { ...which, $or: [{ on: !on }, { applied: false }] },
    { $set: change },
    { returnDocument: 'after' },
  ).lean()
  if (changed || !on) return changed
  const row = { _id: newId(), ...which, ...change, createdAt: now }
  const made = await Reactions.updateOne(which, { $setOnInsert: row }, { upsert: true }).catch(error => {
    if (!isDuplicate(error)) throw error // its twin made the row at the same moment, and counts it
    return { upsertedCount: 0 }
  })
  return made.upsertedCount > 0 ? row : null
}

const shownTo = async (ctx: Context, doc: messages.MessageDoc): Promise<Message> =>
  (await messages.shown(ctx, [doc]))[0]!

const present = ({ messageId, userId, emoji, createdAt }: ReactionDoc) => ({
  messageId,
  userId,
  emoji,
  createdAt: createdAt.toISOString(),
})
