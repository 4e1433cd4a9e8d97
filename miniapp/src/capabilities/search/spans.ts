/** Times to search in. Pure. */

const day = 24 * 3600_000

/** The stretches of time that are offered, up to now, each with its begin by this device's midnights. */
export function spans(now: number): { name: 'today' | 'week' | 'month' | 'year'; from: number }[] {
  const midnight = new Date(now).setHours(0, 0, 0, 0)
  return [
    { name: 'today', from: midnight },
    { name: 'week', from: midnight - 6 * day },
    { name: 'month', from: midnight - 29 * day },
    { name: 'year', from: midnight - 364 * day },
  ]
}
