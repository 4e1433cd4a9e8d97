/** Doing the same for very many: some at a time, and those who begin together read together. */

/** Runs work when its turn has come; work that goes ahead takes the next place that gets free. */
export type InGroup = <T>(work: () => Promise<T>, goesAhead?: boolean) => Promise<T>

/**
 * Runs at most so many at once. Once that many run, others wait until half of them are done, and begin as a group: let
 * in one by one they would spread over all that there is to wait for, and each read would be for few.
 */
export function inGroups(most: number): InGroup {
  const ahead: (() => void)[] = []
  const waiting: (() => void)[] = []
  let running = 0

  function done(): void {
    running--
    begin(ahead, 1)
    if (running <= most / 2) begin(waiting, most - running)
  }

  function begin(queue: (() => void)[], count: number): void {
    const group = queue.splice(0, count)
    running += group.length
    for (const one of group) one()
  }

  return async (work, goesAhead = false) => {
    if (running < most && (goesAhead || waiting.length === 0)) running++
    else await new Promise<void>(resolve => (goesAhead ? ahead : waiting).push(resolve))
    try {
      return await work()
    } finally {
      done()
    }
  }
}
