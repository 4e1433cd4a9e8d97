/** Reading, changing and taking away what was said. */
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { authorize } from '../../kernel/authorize'
import type { Handler, Personal } from '../../kernel/capability'
import { ask } from '../../kernel/checks'
import { seated } from '../rooms/api'
import { changeMessage } from './amend'
import * as api from './api'
import { readHead } from './heads'
import { visibleMessage } from './load'
import { type MessageDoc, Messages } from './model'
import { can } from './policy'
import { present } from './present'

const { routes, pushes } = messages

/** A page of the room, rising. `at` is read first, so that nothing can slip between it and the page. */
export const history: Handler<typeof routes.history> = async (
  ctx,
  { roomId, before, after, around, limit },
) => {
  const { seat } = await seated(ctx, roomId)
  const at = await readHead(roomId)
  const older = (below: number, count: number) => slice(roomId, seat.fromSeq, { $lt: below }, count)
  const newer = (above: number, count: number) => slice(roomId, seat.fromSeq, { $gt: above }, count)

  if (after !== undefined) {
    const page = await newer(after, limit)
    return { items: page.items, at, hasBefore: after >= seat.fromSeq && after > 0, hasAfter: page.more }
  }
  if (around !== undefined) {
    const half = Math.ceil(limit / 2)
    const [left, right] = await Promise.all([older(around + 1, half), newer(around, limit - half)])
    return { items: [...left.items, ...right.items], at, hasBefore: left.more, hasAfter: right.more }
  }
  const page = await older(before ?? Number.MAX_SAFE_INTEGER, limit)
  return { items: page.items, at, hasBefore: page.more, hasAfter: before !== undefined && before <= at }
}

/** One message. */
export const get: Handler<typeof routes.get> = async (ctx, { messageId }) =>
  present((await visibleMessage(ctx, messageId)).message)

/** Changes the caller's own text. */
export const edit: Handler<typeof routes.edit> = async (ctx, { messageId, content }) => {
  const { message, seat } = await visibleMessage(ctx, messageId)
  if (message.senderId !== ctx.userId) throw fault(messages, 'not_yours')
  if (message.type !== 'text') throw fault(messages, 'not_editable')
  const { room } = await seated(ctx, message.roomId)
  const { value: allowed } = await ask(ctx, api.editing, { room, seat, content, facets: {} })
  const { value: draft } = await ask(ctx, api.composing, allowed)
  const apply = (present: MessageDoc) => {
    if (present.gone) throw fault(messages, 'is_gone')
    const same = JSON.stringify(present.content) === JSON.stringify(draft.content)
    if (same) return null
    const facets = { ...(present.facets as object), ...draft.facets }
    return { set: { content: draft.content, facets, editedAt: new Date() } }
  }
  const doc = await changeMessage(ctx, message, apply, { push: pushes.updated, cause: { by: ctx.userId } })
  await ctx.emit(api.edited, { message: doc })
  return present(doc)
}

/** Takes a message away for everyone. What stays is a husk that says who and why. */
export const remove: Handler<typeof routes.remove> = async (ctx, { messageId }) => {
  const { message, seat } = await visibleMessage(ctx, messageId)
  authorize(ctx, can.remove, { userId: ctx.userId, seat, message, isAdmin: ctx.isAdmin })
  const why = message.senderId === ctx.userId ? 'deleted' : 'removed'
  const apply = (present: MessageDoc) =>
    present.gone
      ? null
      : {
          set: { content: null, facets: {}, countable: false, gone: { by: ctx.userId, why, at: new Date() } },
          unset: ['editedAt', 'replyTo'] as (keyof MessageDoc)[],
        }
  const doc = await changeMessage(ctx, message, apply, { push: pushes.deleted, cause: { by: ctx.userId } })
  await ctx.emit(api.deleted, { messageId, roomId: message.roomId })
  return present(doc)
}

/** Messages answers for what a person said. Erasing leaves husks that take new values, so that every device follows. */
export const personal: Personal = {
  async erase(ctx, userId) {
    for (;;) {
      const docs = await Messages.find({ senderId: userId, countable: true }).limit(100).lean()
      if (docs.length === 0) return
      const gone = { by: userId, why: 'deleted', at: new Date() }
      const husk = () => ({ set: { content: null, facets: {}, countable: false, gone } })
      for (const doc of docs) await changeMessage(ctx, doc, husk, { push: pushes.deleted, cause: {} })
    }
  },
  export: async userId => (await Messages.find({ senderId: userId }).limit(100_000).lean()).map(present),
}

/** Up to `count` messages on one side of a seq, rising, and whether there are more. Never below `fromSeq`. */
async function slice(
  roomId: string,
  fromSeq: number,
  range: { $lt: number } | { $gt: number },
  count: number,
) {
  const rising = '$gt' in range
  const seq = rising ? { $gt: Math.max(range.$gt, fromSeq - 1) } : { ...range, $gte: fromSeq }
  const docs = await Messages.find({ roomId, seq })
    .sort({ seq: rising ? 1 : -1 })
    .limit(count + 1)
    .readConcern('majority')
    .lean()
  const items = docs.slice(0, count).map(present)
  return { items: rising ? items : items.reverse(), more: docs.length > count }
}
