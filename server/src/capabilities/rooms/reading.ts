/** How far people have read: only ever forward. */
import type { Context } from '../../kernel/context'
import { writeInParts } from '../../kernel/store/parts'
import * as api from './api'
import { Members } from './model'

const flushAfter = 2000
const waiting = new Map<string, { roomId: string; userId: string; seq: number }>()
let timer: NodeJS.Timeout | undefined

/** Moves someone's reading position now; answers where it is. */
export async function move(ctx: Context, roomId: string, userId: string, seq: number): Promise<number> {
  const moved = await Members.findOneAndUpdate(
    { roomId, userId, left: false, readSeq: { $lt: seq } },
    { $set: { readSeq: seq }, $currentDate: { changedAt: true } },
    { returnDocument: 'after' },
  ).lean()
  if (moved) {
    await ctx.emit(api.read, { roomId, userId, readSeq: moved.readSeq })
    return moved.readSeq
  }
  const row = await Members.findOne({ roomId, userId }, { readSeq: 1 }).lean()
  return row?.readSeq ?? seq
}

/** Moves it within two seconds, together with others': for what follows from one's own sends. */
export function moveSoon(roomId: string, userId: string, seq: number): void {
  const key = `${roomId}:${userId}`
  const before = waiting.get(key)?.seq ?? 0
  waiting.set(key, { roomId, userId, seq: Math.max(before, seq) })
  timer ??= setTimeout(() => void flush().catch(() => undefined), flushAfter)
}

/** Where someone has read to, given the stored position: what is still to be written counts. */
export const reached = (roomId: string, userId: string, stored: number): number =>
  Math.max(stored, waiting.get(`${roomId}:${userId}`)?.seq ?? 0)

/**
 * Writes what waits; what could not be written waits for the next try. The row does not count as changed: what they said
 * tells everyone that they have read it.
 */
export async function flush(): Promise<void> {
  clearTimeout(timer)
  timer = undefined
  await writeInParts([...waiting], async rows => {
    await Members.bulkWrite(
      rows.map(([, { roomId, userId, seq }]) => ({
        updateOne: {
          filter: { roomId, userId, readSeq: { $lt: seq } },
          update: { $set: { readSeq: seq } },
        },
      })),
      { ordered: false },
    )
    for (const [key, row] of rows) if (waiting.get(key)?.seq === row.seq) waiting.delete(key)
  })
}
