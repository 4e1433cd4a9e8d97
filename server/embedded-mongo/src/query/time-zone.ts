import { located } from './fault'

/** A time zone: how far its clocks are ahead of UTC at an instant, in milliseconds. */
export type TimeZone = { aheadAt: (instant: number) => number }

const zones = new Map<string, TimeZone>()

/** Reads `UTC`, an offset such as `+08:00`, `+0800` or `+08`, or a name of the IANA database; others are refused. */
export function timeZone(id: string): TimeZone {
  let zone = zones.get(id)
  if (!zone) {
    zone = fixedZone(id) ?? namedZone(id)
    zones.set(id, zone)
  }
  return zone
}

const DAY = 86_400_000
const GREATEST = 8.64e15 - 2 * DAY

/** The instant at which a zone's clocks show a local time, given as if it were UTC; of two the earlier; else NaN. */
export function instantOf(local: number, { aheadAt }: TimeZone): number {
  if (!(Math.abs(local) <= GREATEST)) return NaN
  const before = aheadAt(local - DAY)
  const after = aheadAt(local + DAY)
  // A time that clocks skip is read with the offset from before the leap.
  for (const ahead of [before, after]) if (aheadAt(local - ahead) === ahead) return local - ahead
  return local - before
}

function fixedZone(id: string): TimeZone | undefined {
  if (id === 'UTC' || id === 'GMT') return { aheadAt: () => 0 }
  const parts = /^([+-])(\d\d)(?::?(\d\d))?$/.exec(id)
  if (!parts) return undefined
  const minutes = Number(parts[2]) * 60 + Number(parts[3] ?? 0)
  const ahead = (parts[1] === '-' ? -minutes : minutes) * 60_000
  return { aheadAt: () => ahead }
}

function namedZone(id: string): TimeZone {
  const format = formatOf(id)
  return {
    aheadAt(instant) {
      const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]))
      const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year)
      const local = new Date(0)
      local.setUTCFullYear(year, Number(parts.month) - 1, Number(parts.day))
      local.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second))
      return local.getTime() - Math.floor(instant / 1000) * 1000
    },
  }
}

function formatOf(id: string): Intl.DateTimeFormat {
  const unknown = located(40485, `unrecognized time zone identifier: "${id}"`)
  if (!/^[A-Za-z]/.test(id)) throw unknown
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: id,
      calendar: 'gregory',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    throw unknown
  }
}
