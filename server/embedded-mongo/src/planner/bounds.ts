import { Double } from 'bson'
import { afterPrefix, bracketBounds, encodeField } from '../query/keys'
import { typeRank } from '../query/types'
import type { Index } from '../storage/index-spec'
import { entryPrefix } from '../storage/key-bytes'
import type { Condition, Conditions } from './conditions'

/** One stretch of an index: from `start` (included) to `end` (excluded); `fixed` bytes at its start never change. */
export interface Stretch {
  start: Buffer
  end: Buffer
  fixed: number
}

/** What part of an index a filter leaves to look at. */
export interface Bounds {
  stretches: Stretch[]
  /** Fields held to one value, and to one of several. */
  single: Set<string>
  several: Set<string>
  ranged?: string
  used: Set<Condition>
  /** Where one array must hold several values: the ways to walk, one for each of them. */
  ways: Way[]
}

/** One value that the first field must hold: its bytes, and the stretches that are left to look at under it. */
export interface Way {
  head: Buffer
  /** All of them, or so many, evenly chosen. */
  stretches: (atMost?: number) => Stretch[]
}

type Points = Extract<Condition, { kind: 'points' }>
type Range = Extract<Condition, { kind: 'range' }>

const MAX_STRETCHES = 20_000
const NAN_RANK = typeRank(new Double(NaN))

/** Turns conditions into the stretches of an index: equalities on its first fields, then one range. */
export function boundsIn(index: Index, conditions: Conditions): Bounds {
  const used = new Set<Condition>()
  const bounds: Bounds = { stretches: [], single: new Set(), several: new Set(), used, ways: [] }
  const heads = headsOf(index, conditions)
  let prefixes = [Buffer.alloc(0)]
  let interval: Interval | undefined
  let boundArray = false
  for (const [at, field] of index.fields.entries()) {
    const isArray = index.multikey.has(field)
    // Two fields of one array may match in different elements: only one of them can be bounded.
    if (isArray && boundArray) break
    const direction = index.directions[at]!
    if (at === 0 && heads.length > 1) {
      for (const one of heads) used.add(one)
      bounds.single.add(field)
      boundArray ||= isArray
      continue
    }
    const points = conditions.list.find((one): one is Points => one.kind === 'points' && one.path === field)
    if (points && prefixes.length * points.values.length <= MAX_STRETCHES) {
      const encoded = distinct(points.values.map(value => encodeField(value, direction)))
      prefixes = prefixes.flatMap(prefix => encoded.map(value => Buffer.concat([prefix, value])))
      used.add(points)
      ;(encoded.length === 1 ? bounds.single : bounds.several).add(field)
      boundArray ||= isArray
      continue
    }
    const ranges = usableRanges(conditions.list, field, isArray)
    if (ranges.length > 0) {
      interval = ranges.map(range => intervalOf(range, direction)).reduce(intersect)
      for (const range of ranges) used.add(range)
      bounds.ranged = field
    }
    break
  }
  const under = (all: Buffer[]) =>
    all.map(prefix => stretch(index, prefix, interval)).sort((a, b) => a.start.compare(b.start))
  if (heads.length <= 1) return { ...bounds, stretches: under(prefixes) }
  bounds.ways = distinct(heads.map(one => encodeField(one.values[0], index.directions[0]!))).map(head => ({
    head,
    stretches: atMost => under(sample(prefixes, atMost).map(rest => Buffer.concat([head, rest]))),
  }))
  return { ...bounds, stretches: bounds.ways[0]!.stretches() }
}

/** Values that the first field must all hold. Only where no other field is an array do they stand beside the same rest. */
function headsOf(index: Index, { list }: Conditions): Points[] {
  const [field] = index.fields
  if ([...index.multikey].some(name => name !== field)) return []
  return list.filter((one): one is Points => {
    return one.kind === 'points' && one.path === field && one.values.length === 1 && !one.group
  })
}

const sample = <T>(all: T[], atMost = all.length): T[] =>
  all.length <= atMost
    ? all
    : Array.from({ length: atMost }, (_, n) => all[Math.floor((n * all.length) / atMost)]!)

interface Interval {
  low: Buffer
  high: Buffer
}

function stretch(index: Index, prefix: Buffer, interval: Interval | undefined): Stretch {
  const base = entryPrefix(index.id, prefix)
  if (!interval) return { start: base, end: afterPrefix(base), fixed: base.length }
  const [start, end] = [Buffer.concat([base, interval.low]), Buffer.concat([base, interval.high])]
  return { start, end, fixed: base.length }
}

// On an array each bound may be met by another element, so only one of them narrows; $elemMatch binds them together.
function usableRanges(list: Condition[], field: string, isArray: boolean): Range[] {
  const ranges = list.filter((one): one is Range => one.kind === 'range' && one.path === field)
  if (!isArray) return ranges
  const first = ranges.find(range => range.group) ?? ranges[0]
  if (!first) return []
  return first.group ? ranges.filter(range => range.group === first.group) : [first]
}

function intervalOf({ operator, value }: Range, direction: 1 | -1): Interval {
  const bracket = withoutNaN(value, direction)
  const bytes = encodeField(value, direction)
  const upward = operator.startsWith('$gt') === (direction === 1)
  const including = operator.endsWith('e')
  if (upward) return { low: including ? bytes : afterPrefix(bytes), high: bracket.high }
  return { low: bracket.low, high: including ? afterPrefix(bytes) : bytes }
}

// NaN stands below all numbers in an index but is neither less nor greater than any.
function withoutNaN(value: unknown, direction: 1 | -1): Interval {
  const bracket = bracketBounds(value, direction)
  if (typeRank(value) !== NAN_RANK) return bracket
  const nan = encodeField(new Double(NaN), direction)
  return direction === 1 ? { ...bracket, low: afterPrefix(nan) } : { ...bracket, high: nan }
}

function intersect(a: Interval, b: Interval): Interval {
  const low = a.low.compare(b.low) >= 0 ? a.low : b.low
  const high = a.high.compare(b.high) <= 0 ? a.high : b.high
  return { low, high: high.compare(low) < 0 ? low : high }
}

function distinct(encoded: Buffer[]): Buffer[] {
  return encoded.length === 1
    ? encoded
    : [...new Map(encoded.map(bytes => [bytes.toString('latin1'), bytes])).values()]
}
