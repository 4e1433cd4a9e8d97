/** Numbers about numbers. Pure. */

/** The value below which the given part (0 to 1) of the values lies; NaN of none. */
export function percentile(values: readonly number[], part: number): number {
  if (values.length === 0) return Number.NaN
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!
}

/** The one in the middle; NaN of none. */
export const median = (values: readonly number[]): number => percentile(values, 0.5)

/** The median of several rounds with their lowest and highest. */
export interface Spread {
  median: number
  lowest: number
  highest: number
}

/** How far rounds lie apart; rounds that are not numbers are left out. */
export function spreadOf(rounds: readonly number[]): Spread {
  const known = rounds.filter(Number.isFinite)
  return { median: median(known), lowest: Math.min(...known), highest: Math.max(...known) }
}

/** A number as a person reads it: three digits that matter, thousands apart. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  if (size >= 100) return Math.round(value).toLocaleString('en-GB')
  return value.toFixed(size >= 10 ? 1 : size >= 1 ? 2 : 3)
}
