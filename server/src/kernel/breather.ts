/** Long work in short turns, so that whoever else waits for the event loop is served in between. */
import { setImmediate } from 'node:timers/promises'

/** How long work may hold the event loop in one turn, in milliseconds. */
const turn = 10

/** Awaited between the steps of long work: gives the event loop away where this work has held it for 10 ms. */
export type Breather = () => Promise<void>

/** For one piece of work, from now on. */
export function newBreather(): Breather {
  let begun = performance.now()
  return async () => {
    if (performance.now() - begun < turn) return
    await setImmediate()
    begun = performance.now()
  }
}
