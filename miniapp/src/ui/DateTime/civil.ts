/** Moments as the date and the time of this device. Pure. */

const two = (n: number) => String(n).padStart(2, '0')

/** 2026-11-03 */
export function dateOf(at: number): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** 09:05 */
export function timeOf(at: number): string {
  const date = new Date(at)
  return `${two(date.getHours())}:${two(date.getMinutes())}`
}

/** The moment of both; null where one of them is not whole. */
export function momentOf(date: string, time: string): number | null {
  const [year, month, day] = date.split('-').map(Number)
  const [hour, minute] = time.split(':').map(Number)
  const at = new Date(year ?? NaN, (month ?? NaN) - 1, day, hour, minute).getTime()
  return Number.isNaN(at) ? null : at
}
