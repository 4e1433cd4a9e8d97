import { instantOf, type TimeZone } from './time-zone'

const DAY = 86_400_000
const LENGTHS = { millisecond: 1, second: 1000, minute: 60_000, hour: 3_600_000 }
const MONTHS = { month: 1, quarter: 3, year: 12 }
const REFERENCE = Date.UTC(2000, 0, 1)
const REFERENCE_WEEKDAY = 6

/** What a date can be cut down to. */
export type DateUnit = keyof typeof LENGTHS | keyof typeof MONTHS | 'day' | 'week'

/** All units. */
export const DATE_UNITS = [...Object.keys(LENGTHS), 'day', 'week', ...Object.keys(MONTHS)]

/** The days of the week as MongoDB counts them. */
export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/**
 * The beginning of the bin of so many units that holds an instant. Bins are counted from 1 January 2000 in the zone,
 * weeks from the first such weekday on or after it; up to an hour they have equal lengths, from a day on they follow
 * the calendar. NaN is a beginning that no Date can hold.
 */
export function truncateDate(
  instant: number,
  unit: DateUnit,
  bin: number,
  zone: TimeZone,
  firstWeekday: number,
): number {
  if (unit in LENGTHS) {
    const origin = instantOf(REFERENCE, zone)
    return origin + floorTo(instant - origin, LENGTHS[unit as keyof typeof LENGTHS] * bin)
  }
  const local = instant + zone.aheadAt(instant)
  if (unit in MONTHS) {
    const date = new Date(local)
    const months = (date.getUTCFullYear() - 2000) * 12 + date.getUTCMonth()
    const start = new Date(REFERENCE)
    start.setUTCMonth(floorTo(months, MONTHS[unit as keyof typeof MONTHS] * bin))
    return instantOf(start.getTime(), zone)
  }
  const shift = unit === 'week' ? (firstWeekday - REFERENCE_WEEKDAY + 7) % 7 : 0
  const origin = REFERENCE + shift * DAY
  return instantOf(origin + floorTo(local - origin, DAY * bin * (unit === 'week' ? 7 : 1)), zone)
}

const floorTo = (value: number, step: number): number => Math.floor(value / step) * step
