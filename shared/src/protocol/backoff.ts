/** How long to wait before a connection is tried again. */

const firstDelay = 1_000
const longestDelay = 30_000
const longestAsked = 300

/** A random part of 1, 2, 4 … 30 s after so many failures, so that a thousand devices do not return at once. */
export const delayAfter = (failures: number, random: number): number =>
  random * Math.min(longestDelay, firstDelay * 2 ** Math.min(failures, 5))

/** Milliseconds that the reason of a close asks to wait, as in `{"retryAfter":3}`. */
export function waitIn(reason: string): number {
  const seconds = Number(/\d+(\.\d+)?/.exec(reason)?.[0] ?? 0)
  return Math.min(seconds, longestAsked) * 1000
}
