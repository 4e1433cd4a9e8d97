/** The room counters that this node keeps in memory (PROTOCOL.md 4): no counter write, no leader. */
import { forgetOrder } from '../../kernel/sockets/order'
import { readTogether } from '../../kernel/store/together'
import { floorOf } from '../rooms/api'
import { type MessageDoc, Messages } from './model'

/** Older than this a counter is read again before it is used: another node may have moved on. */
const freshFor = 5000
const idleFor = 10 * 60_000

interface Head {
  value: number
  /** When it was known to be right, in milliseconds. */
  at: number
  /** It is read again before it is used. */
  isDoubtful?: boolean
}

const heads = new Map<string, Head>()

/** The room's highest value in the store; who asks for it at the same moment shares the read. */
export async function readHead(roomId: string): Promise<number> {
  const [newest] = await highestIn(roomId)
  return newest?.rev ?? (await floorOf(roomId))
}

const highestIn = readTogether<[roomId: string], Pick<MessageDoc, 'rev'>>(
  () => Messages,
  roomId => [{ $match: { roomId } }, { $sort: { rev: -1 } }, { $limit: 1 }, { $project: { _id: 0, rev: 1 } }],
)

/** The room's highest value, from memory while it is fresh. */
export async function headOf(roomId: string): Promise<number> {
  const known = heads.get(roomId)
  if (known && !known.isDoubtful && Date.now() - known.at < freshFor) return known.value
  const value = Math.max(await readHead(roomId), known?.value ?? 0)
  heads.set(roomId, { value, at: Date.now() })
  return value
}

/** A value was committed. */
export function advance(roomId: string, value: number): void {
  const known = heads.get(roomId)
  if (!known || known.value <= value) heads.set(roomId, { value, at: Date.now() })
}

/** The counter is no longer trusted: another node took a value, or nobody knows how a write ended. */
export function forget(roomId: string): void {
  const known = heads.get(roomId)
  if (known) known.isDoubtful = true
}

/** Drops the counters of rooms where nothing was written for ten minutes. */
export function dropIdle(now = Date.now()): void {
  const idle = [...heads].filter(([, head]) => now - head.at > idleFor).map(([roomId]) => roomId)
  for (const roomId of idle) heads.delete(roomId)
  forgetOrder(idle)
}
