/** Until when a status is shown. Pure. */

/** How long, as a person chooses it; `keep` is the time it already has. */
export type Expiry = '30m' | '1h' | '4h' | 'today' | 'week' | 'never' | 'keep'

const minute = 60_000

/** The moment a choice means, in milliseconds by the device's own clock and days; null is for good. Weeks end on Sunday. */
export function expiryOf(choice: Exclude<Expiry, 'keep'>, now: number): number | null {
  switch (choice) {
    case '30m':
      return now + 30 * minute
    case '1h':
      return now + 60 * minute
    case '4h':
      return now + 240 * minute
    case 'today':
      return midnightIn(1, now)
    case 'week':
      return midnightIn(((7 - new Date(now).getDay()) % 7) + 1, now)
    case 'never':
      return null
  }
}

/** The midnight that many days ahead; days are not always 24 hours long. */
function midnightIn(days: number, now: number): number {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime()
}
