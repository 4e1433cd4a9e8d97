/** Time, and what falls due in it: one timer for any number of deadlines. */
import type { Clock } from '@community-chat/shared/protocol/transport'

/** The machine's own clock; its timers keep no process alive. */
export const systemClock: Clock = {
  now: Date.now,
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds).unref()
    return () => clearTimeout(timer)
  },
}

/** Keys and when each falls due, in milliseconds since 1970. */
export interface Deadlines<K> {
  /** Sets or moves a key's deadline. */
  set: (key: K, at: number) => void
  clear: (key: K) => void
  /** Forgets all of them. */
  stop: () => void
}

/** Tells `due` of each key at most `step` milliseconds after its deadline, once. Idle while there are none. */
export function openDeadlines<K>(clock: Clock, step: number, due: (key: K) => void): Deadlines<K> {
  const all = new Map<K, number>()
  let calledOff: (() => void) | undefined

  function tick(): void {
    calledOff = undefined
    const now = clock.now()
    for (const [key, at] of [...all]) {
      if (at > now || all.get(key) !== at) continue
      all.delete(key)
      due(key)
    }
    wind()
  }

  function wind(): void {
    if (all.size > 0) calledOff ??= clock.after(step, tick)
  }

  return {
    set(key, at) {
      all.set(key, at)
      wind()
    },
    clear: key => void all.delete(key),
    stop() {
      calledOff?.()
      calledOff = undefined
      all.clear()
    },
  }
}
