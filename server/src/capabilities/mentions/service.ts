/** Finding what called me. */
import type { mentions } from '@community-chat/shared/capabilities/mentions/contract'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Handler } from '../../kernel/capability'
import { ask } from '../../kernel/checks'
import type { Context } from '../../kernel/context'
import { cursorsOf, endOfTime } from '../../kernel/page'
import { blockedBy } from '../blocks/api'
import * as messages from '../messages/api'
import { readReached, seated, seatsOf } from '../rooms/api'

type Routes = (typeof mentions)['routes']
const cursors = cursorsOf('mentions.list', 'time', 'text')

/** What called the caller in the rooms they are in, as far as they may see it. */
export const list: Handler<Routes['list']> = async (ctx, { cursor, limit }) => {
  const rooms = new Map((await seatsOf(ctx.userId)).map(seat => [seat.roomId, seat.fromSeq]))
  const place = cursors.from(cursor, [endOfTime, ''])
  const ignored = await blockedBy(ctx.userId)
  const { items, next } = await messages.callsAcross(ctx.userId, rooms, ignored, place, limit)
  return { items: await shown(ctx, items), next: next && cursors.to(...next) }
}

/** What called the caller in one room, and is not read yet. */
export const unread: Handler<Routes['unread']> = async (ctx, { roomId, after, limit }) => {
  const { seat } = await seated(ctx, roomId)
  const above = Math.max(after ?? readReached(roomId, ctx.userId, seat.readSeq), seat.fromSeq - 1)
  const docs = await messages.callsIn(roomId, ctx.userId, above, await blockedBy(ctx.userId), limit + 1)
  return { items: await shown(ctx, docs.slice(0, limit)), hasMore: docs.length > limit }
}

/** The messages that the caller did not hide from themselves, as they see them. */
async function shown(ctx: Context, docs: messages.MessageDoc[]): Promise<Message[]> {
  const hidden = new Set<string>()
  for (const roomId of new Set(docs.map(doc => doc.roomId))) {
    const seqs = docs.filter(doc => doc.roomId === roomId).map(doc => doc.seq)
    const range = { userId: ctx.userId, roomId, from: Math.min(...seqs), to: Math.max(...seqs) }
    const { value } = await ask(ctx, messages.hiding, { ...range, seqs: new Set<number>() })
    for (const seq of value.seqs) hidden.add(`${roomId} ${seq}`)
  }
  return messages.shown(
    ctx,
    docs.filter(doc => !hidden.has(`${doc.roomId} ${doc.seq}`)),
  )
}
