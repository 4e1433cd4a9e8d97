import { numberOf, type Document } from '../query/bson'
import { badValue } from '../query/fault'
import type { Collection } from '../storage/catalogue'
import { samePattern, type Index } from '../storage/index-spec'
import { boundsIn, type Bounds, type Stretch, type Way } from './bounds'
import { conditionsOf, type Conditions } from './conditions'
import { impliesMembership } from './implies'

/** How a query will be run. Without an index, the whole collection is read in order of insertion. */
export interface Plan {
  index?: Index
  stretches: Stretch[]
  /** Where one array must hold several values, any of them may be walked while the others are asked for. */
  ways: Way[]
  reverse: boolean
  /** The stretches are walked side by side, because the order wanted is the one after their fixed bytes. */
  merge: boolean
  /** What the bounds prove needs no second look at the document. */
  exact: boolean
  /** The order wanted comes from the walk itself. */
  sorted: boolean
}

/** What is asked of a plan. */
export interface Question {
  filter: Document
  sort?: Document
  hint?: unknown
  limited?: boolean
}

/** Chooses the index that serves a query best, or none. `hint` overrules. */
export function choosePlan(collection: Collection, question: Question): Plan {
  const { filter, sort, hint } = question
  const wanted = sort && Object.keys(sort).length > 0 ? Object.entries(sort) : []
  if (wanted[0]?.[0] === '$natural') return wholeCollection(filter, [], numberOf(wanted[0][1])! < 0)
  const conditions = conditionsOf(filter)
  if (hint !== undefined && hint !== null) return hinted(collection, question, conditions, wanted)
  let best: { plan: Plan; score: number } | undefined
  for (const index of collection.indexes) {
    const candidate = rate(index, conditions, wanted, question.limited === true)
    if (candidate && (!best || candidate.score > best.score)) best = candidate
  }
  return best && best.score > 0 ? best.plan : wholeCollection(filter, wanted, false)
}

type Sort = [string, unknown][]

// A merge keeps every stretch open; beyond this many, sorting in memory is cheaper.
const MAX_MERGED = 1024

function hinted(collection: Collection, question: Question, conditions: Conditions, wanted: Sort): Plan {
  const { hint } = question
  if (typeof hint === 'object' && '$natural' in (hint as object)) {
    return wholeCollection(question.filter, wanted, numberOf((hint as Document)['$natural'])! < 0)
  }
  const index = collection.indexes.find(({ name, pattern }) =>
    typeof hint === 'string' ? name === hint : samePattern(pattern, hint as Document),
  )
  if (!index)
    throw badValue(
      'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
    )
  return planFor(index, boundsIn(index, conditions), conditions, wanted).plan
}

const wholeCollection = (filter: Document, wanted: Sort, reverse: boolean): Plan => {
  const exact = Object.keys(filter).length === 0
  return { stretches: [], ways: [], reverse, merge: false, exact, sorted: wanted.length === 0 }
}

function rate(index: Index, conditions: Conditions, wanted: Sort, limited: boolean) {
  if (!impliesMembership(index, conditions)) return undefined
  const bounds = boundsIn(index, conditions)
  const { plan, servesSort } = planFor(index, bounds, conditions, wanted)
  const equalities = bounds.single.size + bounds.several.size
  if (equalities === 0 && !bounds.ranged) return { plan, score: servesSort ? (limited ? 20 : 5) : 0 }
  if (index.unique && bounds.single.size === index.fields.length) return { plan, score: 100_000 }
  const order = servesSort ? (limited ? 120 : 30) : 0
  return {
    plan,
    score: 100 * bounds.single.size + 90 * bounds.several.size + (bounds.ranged ? 40 : 0) + order,
  }
}

function planFor(index: Index, bounds: Bounds, conditions: Conditions, wanted: Sort) {
  const exact = conditions.complete && conditions.list.every(one => one.exact && bounds.used.has(one))
  const order = orderServed(index, bounds, wanted)
  const { stretches, ways } = bounds
  const plan: Plan = {
    index,
    stretches,
    ways,
    exact,
    sorted: order !== undefined,
    reverse: order?.reverse ?? false,
    merge: order?.merge ?? false,
  }
  return { plan, servesSort: wanted.length > 0 && order !== undefined }
}

// First as the stretches follow one another, then side by side.
function orderServed(
  index: Index,
  bounds: Bounds,
  wanted: Sort,
): { reverse: boolean; merge: boolean } | undefined {
  if (wanted.length === 0) return { reverse: false, merge: false }
  const inSequence = walkOrder(index, bounds, wanted, bounds.single)
  if (inSequence) return { ...inSequence, merge: false }
  if (bounds.stretches.length > MAX_MERGED) return undefined
  if (wanted.some(([field]) => bounds.several.has(field))) return undefined
  const sideBySide = walkOrder(index, bounds, wanted, new Set([...bounds.single, ...bounds.several]))
  return sideBySide && { ...sideBySide, merge: true }
}

function walkOrder(
  index: Index,
  bounds: Bounds,
  wanted: Sort,
  constant: Set<string>,
): { reverse: boolean } | undefined {
  const bounded = (field: string) =>
    bounds.single.has(field) || bounds.several.has(field) || bounds.ranged === field
  const boundsArray = index.fields.some(field => index.multikey.has(field) && bounded(field))
  let at = 0
  let arrays = 0
  let reverse: boolean | undefined
  for (const [field, direction] of wanted) {
    if (constant.has(field) && !index.multikey.has(field)) continue
    while (at < index.fields.length && index.fields[at] !== field && constant.has(index.fields[at]!)) at++
    if (index.fields[at] !== field) return undefined
    // An array sorts by its least or greatest element, which a walk bounded on any array may not pass first.
    if (index.multikey.has(field) && (boundsArray || ++arrays > 1)) return undefined
    const against = numberOf(direction)! < 0 !== index.directions[at]! < 0
    if (reverse !== undefined && reverse !== against) return undefined
    reverse = against
    at++
  }
  return { reverse: reverse ?? false }
}
