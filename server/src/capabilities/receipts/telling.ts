/**
 * Telling a room how far its people have read: what moves within 2 s is told at once. Who says something has read up to it;
 * the message itself tells that, so that where people only talk nothing is pushed beside what they say.
 */
import { receipts, receiptsEvery } from '@community-chat/shared/capabilities/receipts/contract'
import type { Context } from '../../kernel/context'
import * as topics from '../../kernel/sockets/topics'
import { pairsApart } from '../blocks/api'
import { roomsOf } from '../rooms/api'
import { silentAmong } from './model'
import { isSmall } from './policy'

const gatheredFor = 200

/** A room that was told a moment ago, or is about to be. */
interface Turn {
  waiting: Map<string, number>
  /** The last position of each that was told or waits: other nodes' rows come again. */
  known: Map<string, number>
  timer: NodeJS.Timeout
}
const turns = new Map<string, Turn>()

/** Someone may have read further. */
export function note(
  ctx: Context,
  { roomId, userId, readSeq }: { roomId: string; userId: string; readSeq: number },
): void {
  const turn = turns.get(roomId) ?? begin(ctx, roomId)
  if (!turn || (turn.known.get(userId) ?? -1) >= readSeq) return
  turn.known.set(userId, readSeq)
  turn.waiting.set(userId, readSeq)
}

/** Tells nobody any more. */
export async function stop(): Promise<void> {
  for (const { timer } of turns.values()) clearTimeout(timer)
  turns.clear()
}

function begin(ctx: Context, roomId: string): Turn | undefined {
  if (topics.listenersIn(roomId).length === 0) return undefined
  const turn: Turn = {
    waiting: new Map(),
    known: new Map(),
    timer: setTimeout(() => end(ctx, roomId), gatheredFor).unref(),
  }
  turns.set(roomId, turn)
  return turn
}

function end(ctx: Context, roomId: string): void {
  const turn = turns.get(roomId)
  if (!turn) return
  if (turn.waiting.size === 0) return void turns.delete(roomId)
  const moved = turn.waiting
  turn.waiting = new Map()
  turn.timer = setTimeout(() => end(ctx, roomId), receiptsEvery).unref()
  void tell(ctx, roomId, moved).catch(error => ctx.log.warn({ err: error, roomId }, 'receipts were not told'))
}

async function tell(ctx: Context, roomId: string, moved: Map<string, number>): Promise<void> {
  const [room] = await roomsOf([roomId])
  if (!room || !isSmall(room)) return
  const listeners = topics.listenersIn(roomId)
  const ids = [...new Set([...listeners, ...moved.keys()])]
  const [silent, isApart] = await Promise.all([silentAmong(ids), pairsApart(ids)])
  const told = [...moved].filter(([id]) => !silent.has(id))
  // Nearly all are told the same: one frame for all of those.
  const alike = new Map<string, { users: string[]; positions: [string, number][] }>()
  for (const userId of listeners) {
    if (silent.has(userId)) continue
    const positions = told.filter(([id]) => id !== userId && !isApart(id, userId))
    const key = positions.map(([id]) => id).join(' ')
    const group = alike.get(key)
    if (group) group.users.push(userId)
    else if (positions.length > 0) alike.set(key, { users: [userId], positions })
  }
  for (const { users, positions } of alike.values())
    ctx.push(receipts.pushes.updated, { users }, { roomId, positions: Object.fromEntries(positions) })
}
