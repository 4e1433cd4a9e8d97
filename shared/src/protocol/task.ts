/** Work that must be done until it succeeds: one run at a time, with a pause after each failure. */
import { Fault } from './faults'
import type { Clock } from './transport'

const firstPause = 1_000
const longestPause = 30_000

export interface Task {
  /** Runs, unless it runs already or is pausing. */
  begin(now: number): void
  /** Until when it pauses, null when it does not. */
  pausedUntil(now: number): number | null
  /** Forgets the pause: the connection is new. */
  reset(): void
}

/**
 * Wraps a run that rejects when it did not succeed. After a failure it pauses 1, 2, 4 … 30 s or as long as the
 * server asks, after a success for `rest`; `done` is called after either.
 */
export function createTask(
  clock: Clock & { random(): number },
  run: () => Promise<void>,
  done: () => void,
  rest = 0,
): Task {
  let running = false
  let failures = 0
  let until = 0

  function failed(error: unknown): void {
    const asked = error instanceof Fault ? error.retryAfter : undefined
    const ceiling = Math.min(longestPause, firstPause * 2 ** Math.min(failures++, 5))
    until = clock.now() + (asked === undefined ? ceiling * (0.5 + clock.random() / 2) : asked * 1000)
  }

  return {
    begin: now => {
      if (running || now < until) return
      running = true
      run()
        .then(() => {
          failures = 0
          until = clock.now() + rest
        })
        .catch(failed)
        .finally(() => {
          running = false
          done()
        })
    },
    pausedUntil: now => (until > now ? until : null),
    reset: () => {
      until = 0
    },
  }
}
