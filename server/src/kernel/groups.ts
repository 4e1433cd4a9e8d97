/** Doing the same for very many: some at a time, and those who begin together read together. */

/** Runs work when its turn has come; work that goes ahead takes the next place that gets free, up to half of them. */
export type InGroup = <T>(work: () => Promise<T>, goesAhead?: boolean) => Promise<T>

interface Lane {
  waiting: (() => void)[]
  running: number
}

/**
 * Runs at most so many at once. Once that many run, others wait until half of them are done, and begin as a group: let
 * in one by one they would spread over all that there is to wait for, and each read would be for few. Half of the places
 * are never taken by what goes ahead, so that nobody waits for ever behind it.
 */
export function inGroups(most: number): InGroup {
  const half = most / 2
  const ahead: Lane = { waiting: [], running: 0 }
  const rest: Lane = { waiting: [], running: 0 }
  const free = () => most - ahead.running - rest.running

  function begin(lane: Lane, count: number): void {
    const group = lane.waiting.splice(0, Math.max(0, count))
    lane.running += group.length
    for (const one of group) one()
  }

  function done(lane: Lane): void {
    lane.running--
    begin(ahead, Math.min(free(), half - ahead.running))
    if (rest.running <= half) begin(rest, free())
  }

  return async (work, goesAhead = false) => {
    const lane = goesAhead ? ahead : rest
    const isRoom = free() > 0 && (!goesAhead || ahead.running < half)
    if (isRoom && lane.waiting.length === 0) lane.running++
    else await new Promise<void>(resolve => lane.waiting.push(resolve))
    try {
      return await work()
    } finally {
      done(lane)
    }
  }
}
