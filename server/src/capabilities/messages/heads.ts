/** The room counters that this node keeps in memory (PROTOCOL.md 4): no counter write, no leader. */
import { floorOf } from '../rooms/api'
import { Messages } from './model'

/** Older than this a counter is read again before it is used: another node may have moved on. */
const freshFor = 5000
const idleFor = 10 * 60_000

interface Head {
  value: number
  /** When it was known to be right, in milliseconds. */
  at: number
  /** How far this node has pushed without a hole since its first push; what is older a device misses by `prev`. */
  pushed?: number
}

const heads = new Map<string, Head>()

/** The room's highest value in the store. */
export async function readHead(roomId: string): Promise<number> {
  const [newest] = await Messages.find({ roomId }, { rev: 1 })
    .sort({ rev: -1 })
    .limit(1)
    .readConcern('majority')
    .lean()
  return newest?.rev ?? (await floorOf(roomId))
}

/** The room's highest value, from memory while it is fresh. */
export async function headOf(roomId: string): Promise<number> {
  const known = heads.get(roomId)
  if (known && Date.now() - known.at < freshFor) return known.value
  const value = Math.max(await readHead(roomId), known?.value ?? 0)
  heads.set(roomId, { ...heads.get(roomId), value, at: Date.now() })
  return value
}

/** A value was committed by this node after `prev`. */
export function advance(roomId: string, prev: number, value: number): void {
  const pushed = heads.get(roomId)?.pushed
  heads.set(roomId, { value, at: Date.now(), pushed: (pushed ?? prev) === prev ? value : pushed })
}

/** The counter is no longer trusted: another node took a value, or nobody knows how a write ended. */
export function forget(roomId: string): void {
  const known = heads.get(roomId)
  if (known) known.at = 0
}

/** How far this node has pushed the room without a hole. */
export const pushedTo = (roomId: string): number | undefined => heads.get(roomId)?.pushed

/** Everything up to this value has been pushed here. */
export function setPushed(roomId: string, value: number): void {
  const known = heads.get(roomId)
  heads.set(roomId, { value: Math.max(known?.value ?? 0, value), at: known?.at ?? 0, pushed: value })
}

/** Drops the counters of rooms where nothing was written for ten minutes. */
export function dropIdle(now = Date.now()): void {
  for (const [roomId, head] of heads) if (now - head.at > idleFor) heads.delete(roomId)
}
