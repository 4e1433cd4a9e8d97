/** Typing: passed on to the room, never stored. */
import { typing, typingUpTo } from '@community-chat/shared/capabilities/typing/contract'
import type { Handler } from '../../kernel/capability'
import { systemClock } from '../../kernel/clock'
import type { Connection } from '../../kernel/sockets/connection'
import type { Context } from '../../kernel/context'
import { blockersAmong } from '../blocks/api'
import type { MessageDoc } from '../messages/api'
import { peerId, type RoomDoc, seatedLately } from '../rooms/api'
import { openTypers, type Typers } from './typers'

const { routes, pushes } = typing
let typers: Typers

/** Begins; pushes go out in this context. */
export async function start(ctx: Context): Promise<void> {
  typers = openTypers(systemClock, (roomId, userId, isTyping) =>
    ctx.push(isTyping ? pushes.started : pushes.stopped, { room: roomId }, { userId }),
  )
}

/** Ends; who was typing is not told any more. */
export const stop = async (): Promise<void> => typers.close()

/** The caller begins, goes on or stops. In a large room, or a blocked one, nobody hears of it. */
export const set: Handler<typeof routes.set> = async (ctx, { roomId, isTyping }) => {
  const { room } = await seatedLately(ctx, roomId)
  const device = ctx.connection?.id ?? ctx.sessionId
  if (!isTyping) typers.stop(roomId, ctx.userId, device)
  else if (room.memberCount <= typingUpTo && !(await isApart(room, ctx.userId)) && isOpen(ctx.connection))
    typers.start(roomId, ctx.userId, device)
  return null
}

/** Who has said something is done with typing it. */
export function said(_ctx: Context, { message }: { message: MessageDoc }): void {
  if (message.type !== 'system') typers.stop(message.roomId, message.senderId)
}

/** Who has gone out of a room is not typing there. */
export function placed(_ctx: Context, place: { roomId: string; userId: string; isIn: boolean }): void {
  if (!place.isIn) typers.stop(place.roomId, place.userId)
}

/** A device that is gone types nowhere. */
export const disconnected = (connection: Connection): void => typers.leave(connection.id)

/** In a direct room where one blocked the other nobody hears of it, as nothing said would be delivered. */
async function isApart(room: RoomDoc, userId: string): Promise<boolean> {
  const peer = peerId(room, userId)
  if (peer === null) return false
  const [mine, theirs] = await Promise.all([blockersAmong([userId], peer), blockersAmong([peer], userId)])
  return mine.size + theirs.size > 0
}

/** A frame may be answered after its socket was closed. */
const isOpen = (connection?: Connection): boolean =>
  !connection || connection.socket.readyState === connection.socket.OPEN
