/** Messages that may be what is looked for, the latest first, from the index alone. */
import { Findable, roomKey } from './model'

/** What is looked for: all of these tokens, in these rooms, said within these times (milliseconds, both included). */
export interface Wanted {
  tokens: string[]
  roomIds: ReadonlySet<string>
  from: number
  to: number
}

/** Some of them, and the time below which the next ones stand; null where there are no more. */
export interface Candidates {
  ids: string[]
  below: number | null
}

/** A database merges this many rooms into one order without sorting. */
const roomsAtOnce = 200

/** About `count` of the latest. All of one moment come together, so that going on below it leaves none out. */
export async function candidates(wanted: Wanted, count: number): Promise<Candidates> {
  const keys = [...new Set([...wanted.roomIds].map(roomKey))]
  const parts: string[][] = []
  for (let i = 0; i < keys.length; i += roomsAtOnce) parts.push(keys.slice(i, i + roomsAtOnce))
  for (let size = count; ; size *= 2) {
    const found = await Promise.all(parts.map(part => latest(wanted, part, size)))
    const full = found.filter(rows => rows.length === size)
    const below = full.length > 0 ? Math.max(...full.map(rows => rows.at(-1)!.at.getTime())) : null
    const whole = found.flat().filter(({ at }) => below === null || at.getTime() > below)
    if (whole.length === 0 && below !== null) continue
    const mine = whole.filter(({ roomId }) => wanted.roomIds.has(roomId))
    return { ids: mine.map(({ _id }) => _id), below }
  }
}

const latest = ({ tokens, from, to }: Wanted, keys: string[], limit: number) =>
  Findable.find(
    {
      tokens: { $all: tokens },
      room: { $in: keys },
      at: { $gte: new Date(from), $lte: new Date(to) },
    },
    { roomId: 1, at: 1 },
  )
    .sort({ at: -1 })
    .limit(limit)
    .lean()
