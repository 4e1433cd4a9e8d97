/** Hiding messages from oneself, and showing them again. */
import { hidden as kind, type hiding } from '@community-chat/shared/capabilities/hiding/contract'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { OwnRow } from '@community-chat/shared/protocol/own'
import type { Handler, Personal } from '../../kernel/capability'
import type { Answer } from '../../kernel/checks'
import type { Context } from '../../kernel/context'
import { rowsOfPeople } from '../../kernel/store/loader'
import { ownRows, writeOwn } from '../../kernel/store/own'
import * as messages from '../messages/api'
import { Hidden, type HiddenDoc } from './model'

type Routes = (typeof hiding)['routes']

/** The own rows of hidden messages. */
export const hidden = ownRows<{ roomId: string }, HiddenDoc>(kind, Hidden, ({ roomId }) => ({ roomId }))

/** Hides a message that the caller may see. */
export const hide: Handler<Routes['hide']> = async (ctx, { messageId }) => {
  const { message } = await messages.visible(ctx, messageId)
  return write(ctx, message, false)
}

/** Shows it again. */
export const show: Handler<Routes['show']> = async (ctx, { messageId }) => {
  const { message } = await messages.visible(ctx, messageId)
  return write(ctx, message, true)
}

/** Says of each message that the caller hid that they did. */
export async function showMine(ctx: Context, page: Message[]): Promise<Answer<Message[]>> {
  if (!(await hidAny(ctx.userId))) return { answer: 'allow' }
  const ids = page.map(({ id }) => rowId(ctx.userId, id))
  const rows = await Hidden.find({ _id: { $in: ids }, gone: false }, { _id: 1 }).lean()
  if (rows.length === 0) return { answer: 'allow' }
  const known = new Set(rows.map(({ _id }) => _id))
  const marked = (one: Message) =>
    known.has(rowId(ctx.userId, one.id)) ? { ...one, mine: { ...one.mine, hidden: true } } : one
  return { answer: 'replace', value: page.map(marked) }
}

/** Adds what a person hid to what does not count for them. */
export async function countOut(
  _ctx: Context,
  range: messages.HiddenRange,
): Promise<Answer<messages.HiddenRange>> {
  const { userId, roomId, from, to } = range
  if (!(await hidAny(userId))) return { answer: 'allow' }
  const rows = await Hidden.find(
    { userId, roomId, seq: { $gte: from, $lte: to }, gone: false },
    { seq: 1 },
  ).lean()
  if (rows.length === 0) return { answer: 'allow' }
  return {
    answer: 'replace',
    value: { ...range, seqs: new Set([...range.seqs, ...rows.map(row => row.seq)]) },
  }
}

/** Hiding answers for what a person hid. */
export const personal: Personal = {
  erase: async (_ctx, userId) => void (await Hidden.deleteMany({ userId })),
  export: userId => Hidden.find({ userId, gone: false }).limit(100_000).lean(),
}

/** Most people never hid anything: one read tells that of everyone who asks at once. */
const hidAny = async (userId: string): Promise<boolean> => (await hiddenOf(userId, null)).length > 0

const hiddenOf = rowsOfPeople<{ userId: string }>({
  find: (userIds, _after, limit) =>
    Hidden.find({ userId: { $in: userIds }, gone: false }, { userId: 1 })
      .limit(limit)
      .lean()
      .exec(),
  userOf: row => row.userId,
  changedAt: () => null,
  most: 1,
})

const rowId = (userId: string, messageId: string) => `${userId}:${messageId}`

async function write(ctx: Context, message: messages.MessageDoc, gone: boolean): Promise<OwnRow> {
  const { _id: id, roomId, seq } = message
  const row = await writeOwn(ctx, hidden, { userId: ctx.userId, id }, { roomId, seq }, gone)
  const [shown] = await messages.shown(ctx, [message])
  await messages.tellMine(ctx, shown!)
  return row
}
