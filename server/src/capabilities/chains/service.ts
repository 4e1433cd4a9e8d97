/** Starting a chain, standing in it, and who does. */
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import {
  type ChainContent,
  chains,
  isClosed,
  links,
  mostEntries,
} from '@community-chat/shared/capabilities/chains/contract'
import type { Parsed } from '@community-chat/shared/protocol/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import type { Handler, Personal } from '../../kernel/capability'
import type { Context } from '../../kernel/context'
import { isDuplicate } from '../../kernel/store/duplicate'
import { newId } from '../../kernel/id'
import { cursorsOf, pageOf } from '../../kernel/page'
import * as messages from '../messages/api'
import { peopleOf, unknownPerson } from '../profiles/api'
import { chainIn, count, countClosing, crossOff } from './counting'
import { Closings, Entries, type EntryDoc } from './model'
import { can } from './policy'

const { routes } = chains
const cursors = cursorsOf('chains.entries', 'time', 'text')

/** Starts a chain. */
export const create: Handler<typeof routes.create> = async (
  ctx,
  { roomId, clientId, threadId, title, example, closesAt },
) => {
  if (closesAt !== undefined && Date.parse(closesAt) <= Date.now())
    throw fault('invalid_input', { issues: [{ path: 'closesAt', message: 'This time is over.' }] })
  const content: ChainContent = { type: 'chain', title, example, closesAt: closesAt ?? null }
  const message = await messages.say(ctx, { roomId, clientId, threadId, content })
  return (await messages.withMine(ctx, [message]))[0]!
}

/** The caller's chain with this clientId, if it is stored already. */
export const created = (ctx: Context, { roomId, clientId }: Parsed<typeof routes.create>) =>
  messages.sent(ctx, { roomId, clientId })

/** Writes the caller's one line; a new one stands last. */
export const join: Handler<typeof routes.join> = async (ctx, { messageId, text }) => {
  const { message, isOver } = await visibleChain(ctx, messageId)
  if (isOver) throw fault(chains, 'chain_closed')
  const isIn = await Entries.exists({ _id: `${messageId}:${ctx.userId}`, on: true })
  if (!isIn && linksOf(message).count >= mostEntries) throw fault(chains, 'chain_full')
  const row = await written(ctx, messageId, text)
  const counted = await count(ctx, messageId, ctx.userId)
  if (counted.gone) {
    await Entries.deleteOne({ _id: row._id })
    throw fault(chains, 'not_a_chain')
  }
  const shown = await messages.toldMine(ctx, counted)
  await crossOff(row)
  return shown
}

/** Takes the caller's line back. */
export const leave: Handler<typeof routes.leave> = async (ctx, { messageId }) => {
  const { message, isOver } = await visibleChain(ctx, messageId)
  if (isOver) throw fault(chains, 'chain_closed')
  const row = await Entries.findOneAndUpdate(
    { _id: `${messageId}:${ctx.userId}` },
    { $set: { on: false, applied: false, turn: newId(), changedAt: new Date() } },
    { returnDocument: 'after' },
  ).lean()
  const shown = await messages.toldMine(ctx, row ? await count(ctx, messageId, ctx.userId) : message)
  if (row) await crossOff(row)
  return shown
}

/** Closes a chain for good. A line that was let in before counts still. */
export const close: Handler<typeof routes.close> = async (ctx, { messageId }) => {
  const { message, standing } = await visibleChain(ctx, messageId)
  if (!can.close({ userId: ctx.userId, authorId: message.senderId, role: standing.role }))
    throw fault(chains, 'not_yours')
  const row = { at: new Date(), applied: false }
  await Closings.updateOne({ _id: messageId }, { $setOnInsert: row }, { upsert: true }).catch(error => {
    if (!isDuplicate(error)) throw error // its twin closed it at the same moment
  })
  return messages.toldMine(ctx, await countClosing(ctx, messageId, ctx.userId))
}

/** Who stands in the chain, in the order they came. */
export const entries: Handler<typeof routes.entries> = async (ctx, { messageId, cursor, limit }) => {
  await visibleChain(ctx, messageId)
  const [at, id] = cursors.from(cursor, [0, ''])
  const from = new Date(at)
  const rows = await Entries.find({
    messageId,
    on: true,
    createdAt: { $gte: from },
    $or: [{ createdAt: { $gt: from } }, { _id: { $gt: id } }],
  })
    .sort({ createdAt: 1, _id: 1 })
    .limit(limit + 1)
    .lean<EntryDoc[]>()
  const people = await peopleOf(rows.map(row => row.userId))
  return pageOf(
    rows,
    limit,
    row => cursors.to(row.createdAt.getTime(), row._id),
    ({ userId, text, createdAt }) => ({
      userId,
      text,
      at: createdAt.toISOString(),
      user: people.get(userId) ?? unknownPerson(userId),
    }),
  )
}

/** Says of each chain what the caller wrote into it. */
export async function showMine(ctx: Context, page: Message[]): Promise<Message[]> {
  const ids = page.filter(({ type, gone }) => type === 'chain' && !gone).map(({ id }) => id)
  if (ids.length === 0) return page
  const rows = await Entries.find({ userId: ctx.userId, messageId: { $in: ids }, on: true }).lean()
  const mine = new Map<string, string | null>(ids.map(id => [id, null]))
  for (const { messageId, text } of rows) mine.set(messageId, text)
  return page.map(one =>
    mine.has(one.id) ? { ...one, mine: { ...one.mine, chain: mine.get(one.id) } } : one,
  )
}

/** A chain that is gone keeps nobody's line. */
export async function forget(messageId: string): Promise<void> {
  await Entries.deleteMany({ messageId })
  await Closings.deleteOne({ _id: messageId })
}

/** Chains answers for what people wrote into them; the messages are counted anew without it. */
export const personal: Personal = {
  async erase(ctx, userId) {
    for (;;) {
      const rows = await Entries.find({ userId }).limit(100).lean()
      if (rows.length === 0) return
      await Entries.updateMany({ _id: { $in: rows.map(row => row._id) } }, { $set: { on: false } })
      for (const { _id, messageId } of rows) {
        await count(ctx, messageId).catch(() => undefined)
        await Entries.deleteOne({ _id })
      }
    }
  },
  export: userId => Entries.find({ userId }, { turn: 0 }).limit(100_000).lean(),
}

async function visibleChain(ctx: Context, messageId: string) {
  const { message, standing } = await messages.visible(ctx, messageId)
  const chain = chainIn(message)
  if (!chain) throw fault(chains, 'not_a_chain')
  const closedAt = (await Closings.findById(messageId).lean())?.at.toISOString()
  const isOver = isClosed(chain, { ...linksOf(message), ...(closedAt ? { closedAt } : {}) }, Date.now())
  return { message, standing, isOver }
}

const linksOf = ({ facets }: messages.MessageDoc) => links.of({ facets: facets as Record<string, unknown> })

/** Writes the caller's row: a line that was taken back before comes last again. */
async function written({ userId }: Context, messageId: string, text: string): Promise<EntryDoc> {
  const _id = `${messageId}:${userId}`
  const now = new Date()
  const change = { messageId, userId, text, on: true, applied: false, turn: newId(), changedAt: now }
  const kept = await Entries.findOneAndUpdate(
    { _id, on: true },
    { $set: change },
    { returnDocument: 'after' },
  )
    .lean()
    .exec()
  if (kept) return kept
  const write = () =>
    Entries.findOneAndUpdate(
      { _id },
      { $set: { ...change, createdAt: now } },
      { upsert: true, returnDocument: 'after' },
    )
      .lean()
      .exec() as Promise<EntryDoc>
  return write().catch(error => {
    if (!isDuplicate(error)) throw error
    return write() // its twin made the row at the same moment
  })
}
