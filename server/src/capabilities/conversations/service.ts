/** My rooms as a list, and how far I have read. */
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import type { Handler } from '../../kernel/capability'
import type { Context } from '../../kernel/context'
import { cursorsOf, endOfTime, pageOf } from '../../kernel/page'
import { connectionsOf, heardFrom } from '../../kernel/sockets/topics'
import { blockedBy } from '../blocks/api'
import * as messages from '../messages/api'
import * as rooms from '../rooms/api'
import { present, readStateOf, rowsOf } from './present'
import { sinceOf } from './since'

const { routes, pushes } = conversations
const cursors = cursorsOf('conversations.list', 'time', 'text')

/** One page of the caller's rooms. `since` is taken before the rows are read: what changes meanwhile comes by sync. */
export const list: Handler<typeof routes.list> = async (ctx, { cursor, limit }) => {
  const rows = await rowsOf(ctx.userId)
  const [at, id] = cursors.from(cursor, [endOfTime, ''])
  const begin = rows.findIndex(
    ({ room }) => room.lastAt.getTime() < at || (room.lastAt.getTime() === at && room._id < id),
  )
  const page = begin === -1 ? [] : rows.slice(begin, begin + limit + 1)
  const shown = await present(ctx, ctx.userId, page.slice(0, limit))
  const listed = pageOf(
    page,
    limit,
    ({ room }) => cursors.to(room.lastAt.getTime(), room._id),
    row => shown[page.indexOf(row)]!,
  )
  return { ...listed, since: sinceOf(rows) }
}

/** Moves the caller's reading position forward and tells their other devices. */
export const markRead: Handler<typeof routes.markRead> = async (ctx, { roomId, seq }) => {
  const { seat } = await rooms.seated(ctx, roomId)
  const head = await messages.readHead(roomId)
  const readSeq = await rooms.moveRead(ctx, roomId, ctx.userId, Math.min(seq, head))
  const state = { roomId, ...(await readStateOf(ctx, { ...seat, readSeq }, await blockedBy(ctx.userId))) }
  if (readSeq > seat.readSeq) ctx.push(pushes.read, { user: ctx.userId }, state)
  return state
}

/** Tells a person's devices here how far they have read, as the store has it. */
export async function followReading(ctx: Context, { member }: { member: rooms.MemberDoc }): Promise<void> {
  const state = { roomId: member.roomId, ...(await readStateOf(ctx, member, await blockedBy(member.userId))) }
  ctx.push(pushes.read, { user: member.userId }, state)
}

/** The last telling of each person's place in a room. */
const telling = new Map<string, Promise<void>>()

/**
 * Tells a person's devices that a room came to their list, or went from it: what is so by now, one telling after the
 * other, so that the last that they hear is true however their comings and goings crossed.
 */
export async function follow(
  ctx: Context,
  { roomId, userId }: { roomId: string; userId: string },
): Promise<void> {
  const key = `${userId} ${roomId}`
  const before = telling.get(key)
  const turn = (before ?? Promise.resolve()).then(() => tellPlace(ctx, roomId, userId))
  const over = turn.catch(() => undefined)
  telling.set(key, over)
  try {
    await turn
  } finally {
    if (telling.get(key) === over) telling.delete(key)
  }
}

async function tellPlace(ctx: Context, roomId: string, userId: string): Promise<void> {
  const [seat, [room]] = await Promise.all([rooms.seatOf(roomId, userId), rooms.roomsOf([roomId])])
  if (!seat || !room) return ctx.push(pushes.gone, { user: userId }, { roomId })
  const [conversation] = await present(ctx, userId, [{ room, seat }])
  // Who left while it was read hears nothing of it; whoever is still connecting asks for all of their rooms.
  const isElsewhere = connectionsOf(userId).length === 0
  if (conversation && (isElsewhere || heardFrom(userId, roomId) !== undefined))
    ctx.push(pushes.changed, { user: userId }, { conversation })
}
