/** Time for tests: it stands still until it is moved on, so that every run of a seed is the same run. */
import type { Clock } from '../protocol/transport'

export interface VirtualClock extends Clock {
  /** Lets this much time pass, timer by timer. */
  pass(milliseconds: number): Promise<void>
}

/** A clock that begins at `start`. */
export function virtualClock(start = 1_000_000): VirtualClock {
  let now = start
  let timers: { at: number; callback: () => void }[] = []

  return {
    now: () => now,
    after: (milliseconds, callback) => {
      const timer = { at: now + Math.max(0, milliseconds), callback }
      timers.push(timer)
      return () => {
        timers = timers.filter(one => one !== timer)
      }
    },
    pass: async milliseconds => {
      const until = now + milliseconds
      await settled()
      for (;;) {
        const next = timers.reduce<(typeof timers)[number] | null>(
          (a, b) => (a && a.at <= b.at ? a : b),
          null,
        )
        if (!next || next.at > until) break
        timers = timers.filter(one => one !== next)
        now = Math.max(now, next.at)
        next.callback()
        await settled()
      }
      now = until
    },
  }
}

/** Lets promises that are ready run out. */
async function settled(): Promise<void> {
  for (let i = 0; i < 12; i++) await Promise.resolve()
}
