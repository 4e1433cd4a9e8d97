/** Doing the same for very many: some at a time, and those who begin together read together. */

/**
 * Runs at most so many at once. Once that many run, others wait until half of them are done, and begin as a group: let
 * in one by one they would spread over all that there is to wait for, and each read would be for few.
 */
export function inGroups(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0

  function done(): void {
    running--
    if (running > most / 2) return
    const group = waiting.splice(0, most - running)
    running += group.length
    for (const begin of group) begin()
  }

  return async work => {
    if (running < most && waiting.length === 0) running++
    else await new Promise<void>(resolve => waiting.push(resolve))
    try {
      return await work()
    } finally {
      done()
    }
  }
}
