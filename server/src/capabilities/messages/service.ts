/** Reading, changing and taking away what was said. */
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { authorize } from '../../kernel/authorize'
import type { Handler, Personal } from '../../kernel/capability'
import { ask } from '../../kernel/checks'
import { readable, seated } from '../rooms/api'
import { changeMessage } from './amend'
import * as api from './api'
import { readHead } from './heads'
import { keptMessage, readableMessage, visibleMessage } from './load'
import { shown, withMine } from './mine'
import { type MessageDoc, Messages } from './model'
import { can } from './policy'
import { present } from './present'
import { refuseBlocked } from './reach'

const { routes, pushes } = messages

/** A page of the room, rising. `at` is read first, so that nothing can slip between it and the page. */
export const history: Handler<typeof routes.history> = async (
  ctx,
  { roomId, before, after, around, limit },
) => {
  const { fromSeq } = await readable(ctx, roomId)
  const at = await readHead(roomId)
  const older = (below: number, count: number) => slice(roomId, fromSeq, { $lt: below }, count)
  const newer = (above: number, count: number) => slice(roomId, fromSeq, { $gt: above }, count)

  if (after !== undefined) {
    const page = await newer(after, limit)
    return {
      items: await withMine(ctx, page.items),
      at,
      hasBefore: after >= fromSeq && after > 0,
      hasAfter: page.more,
    }
  }
  if (around !== undefined) {
    const half = Math.ceil(limit / 2)
    const [left, right] = await Promise.all([older(around + 1, half), newer(around, limit - half)])
    const items = await withMine(ctx, [...left.items, ...right.items])
    return { items, at, hasBefore: left.more, hasAfter: right.more }
  }
  const page = await older(before ?? Number.MAX_SAFE_INTEGER, limit)
  const items = await withMine(ctx, page.items)
  return { items, at, hasBefore: page.more, hasAfter: before !== undefined && before <= at }
}

/** One message. */
export const get: Handler<typeof routes.get> = async (ctx, { messageId }) =>
  (await shown(ctx, [(await readableMessage(ctx, messageId)).message]))[0]!

/** Changes the caller's own text. */
export const edit: Handler<typeof routes.edit> = async (ctx, { messageId, content }) => {
  const { message, seat } = await visibleMessage(ctx, messageId)
  if (message.senderId !== ctx.userId) throw fault(messages, 'not_yours')
  if (message.type !== 'text') throw fault(messages, 'not_editable')
  const { room } = await seated(ctx, message.roomId)
  await refuseBlocked(ctx.userId, room)
  const { value: allowed } = await ask(ctx, api.editing, { room, seat, content, before: message, facets: {} })
  const { value: draft } = await ask(ctx, api.composing, allowed)
  const apply = (present: MessageDoc) => {
    if (present.gone) throw fault(messages, 'is_gone')
    const same = JSON.stringify(present.content) === JSON.stringify(draft.content)
    if (same) return null
    const facets = { ...(present.facets as object), ...draft.facets }
    const { content, mentioned, tokens } = draft
    const kept = { ...(mentioned?.length ? { mentioned } : {}), ...(tokens?.length ? { tokens } : {}) }
    const unset = (['mentioned', 'tokens'] as const).filter(name => !(name in kept))
    return { set: { content, facets, ...kept, editedAt: new Date() }, unset: [...unset] }
  }
  const doc = await changeMessage(ctx, message, apply, { push: pushes.updated, cause: { by: ctx.userId } })
  await ctx.emit(api.edited, { message: doc })
  return (await shown(ctx, [doc]))[0]!
}

/** Takes a message away for everyone. What stays is a husk that says who and why. */
export const remove: Handler<typeof routes.remove> = async (ctx, { messageId }) => {
  const { message, standing, senderRole } = await keptMessage(ctx, messageId)
  authorize(ctx, can.remove, { userId: ctx.userId, message, role: standing.role, senderRole })
  const why = message.senderId === ctx.userId ? 'deleted' : 'removed'
  const doc = await changeMessage(ctx, message, toHusk(ctx.userId, why), {
    push: pushes.deleted,
    cause: { by: ctx.userId },
  })
  await ctx.emit(api.deleted, { messageId, roomId: message.roomId })
  return present(doc)
}

/** Messages answers for what a person said. Erasing leaves husks that take new values, so that every device follows. */
export const personal: Personal = {
  async erase(ctx, userId) {
    const husk = toHusk(userId, 'deleted')
    for (let last = ''; ;) {
      const docs = await Messages.find({ senderId: userId, _id: { $gt: last }, type: { $ne: 'system' } })
        .sort({ _id: 1 })
        .limit(100)
        .lean()
      if (docs.length === 0) return
      last = docs.at(-1)!._id
      // Each room has its own queue: rooms go side by side, the messages of one room one after the other.
      await Promise.all(
        docs
          .filter(doc => !doc.gone)
          .map(async doc => {
            await changeMessage(ctx, doc, husk, { push: pushes.deleted, cause: {} })
            await ctx.emit(api.deleted, { messageId: doc._id, roomId: doc.roomId })
          }),
      )
    }
  },
  export: async userId => (await Messages.find({ senderId: userId }).limit(100_000).lean()).map(present),
}

/** What is left of a message that was taken away; one that is gone already stays as it is. */
const toHusk = (by: string, why: 'deleted' | 'removed') => (present: MessageDoc) =>
  present.gone
    ? null
    : {
        set: { content: null, facets: {}, countable: false, gone: { by, why, at: new Date() } },
        unset: ['editedAt', 'replyTo', 'mentioned', 'tokens'] as (keyof MessageDoc)[],
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
  const docs = await Messages.find({ roomId, aside: false, seq })
    .sort({ seq: rising ? 1 : -1 })
    .limit(count + 1)
    .readConcern('majority')
    .lean()
  const items = docs.slice(0, count).map(present)
  return { items: rising ? items : items.reverse(), more: docs.length > count }
}
