/** What a listener heard, held against what must be: nothing lost, nothing twice, all in order. Pure. */

/** One message as a listener hears it. Numbers of one sender begin at 0; times in milliseconds. */
export interface Heard {
  sender: number
  n: number
  time: number
  /** The room's counter at the message and before it, where the system has one. */
  rev?: number
  prev?: number
}

/** What was wrong, in messages. */
export interface Wrong {
  lost: number
  duplicate: number
  disordered: number
}

/** What checks one listener of one room. */
export interface Check {
  hear: (message: Heard) => void
  /** A number of everything heard, in its order: two who heard the same have the same. */
  trace: () => number
  /** What was wrong, where of each sender so many were sent. */
  wrong: (sent: ReadonlyMap<number, number>) => Wrong
}

/** Begins to check; the first message it hears of the room may have any counter. */
export function openCheck(): Check {
  const next = new Map<number, number>()
  const missing = new Map<number, Set<number>>()
  let duplicate = 0
  let disordered = 0
  let trace = 0
  let last: number | undefined

  function hear({ sender, n, rev, prev }: Heard): void {
    trace = (Math.imul(trace, 31) + Math.imul(sender, 1_000_003) + n) | 0
    const expected = next.get(sender) ?? 0
    const gaps = missing.get(sender)
    if (n < expected) {
      if (gaps?.delete(n)) disordered++
      else duplicate++
      return
    }
    if (n > expected) {
      const skipped = gaps ?? new Set()
      for (let one = expected; one < n; one++) skipped.add(one)
      missing.set(sender, skipped)
    }
    next.set(sender, n + 1)
    if (rev === undefined) return
    if (last !== undefined && prev !== last) disordered++
    last = rev
  }

  return {
    hear,
    trace: () => trace,
    wrong(sent) {
      let lost = 0
      for (const [sender, count] of sent)
        lost += count - (next.get(sender) ?? 0) + (missing.get(sender)?.size ?? 0)
      return { lost, duplicate, disordered }
    },
  }
}

/** Everything that was wrong with several. */
export const sumOf = (all: readonly Wrong[]): Wrong =>
  all.reduce(
    (sum, one) => ({
      lost: sum.lost + one.lost,
      duplicate: sum.duplicate + one.duplicate,
      disordered: sum.disordered + one.disordered,
    }),
    { lost: 0, duplicate: 0, disordered: 0 },
  )

const bodyLength = 100

/** The text of a message, 100 bytes: who says it, as their which, and when. */
export function textOf({ sender, n, time }: Pick<Heard, 'sender' | 'n' | 'time'>): string {
  return `~${sender} ${n} ${time.toFixed(3)}~`.padEnd(bodyLength, 'x')
}

/** Reads such a text wherever it stands in something heard; null where there is none. */
export function readText(heard: string): Heard | null {
  const begin = heard.indexOf('~')
  const end = heard.indexOf('~', begin + 1)
  if (begin < 0 || end < 0) return null
  const [sender, n, time] = heard
    .slice(begin + 1, end)
    .split(' ')
    .map(Number)
  return { sender: sender!, n: n!, time: time! }
}
