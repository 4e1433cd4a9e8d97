import { type Document, getField } from './bson'
import { MongoFault } from './fault'
import { isPosition, splitPath } from './path'
import { EMPTY_ARRAY, isDocument } from './types'

/** The index entries of one document. */
export type KeyValues = {
  /** One value per pattern field; `null` where the field is absent, `EMPTY_ARRAY` for an empty array. */
  tuples: unknown[][]
  /** An array was expanded, be it of one element or none. */
  multikey: boolean
  /** No pattern field is present at all: a sparse index leaves such a document out. */
  absent: boolean
}

/**
 * The tuples under which a document stands in an index over `pattern`. Elements of an array stand one by one (equal
 * ones are not folded); two arrays side by side are refused (171). With `sparse`, entries without any field are omitted.
 */
export function keyValues(document: Document, pattern: Document, sparse = false): KeyValues {
  const paths = pathsOf(pattern)
  const flat = flatTuple(document, paths)
  if (flat) {
    const absent = flat.every(value => value === undefined)
    return { tuples: absent && sparse ? [] : [flat.map(value => value ?? null)], multikey: false, absent }
  }
  const found: Found = { tuples: [], multikey: false, anyPresent: false, sparse }
  const pending = paths.map(path => ({ path, at: 0, done: false, value: undefined as unknown }))
  expand(document, pending, found)
  return { tuples: found.tuples, multikey: found.multikey, absent: !found.anyPresent }
}

type Pending = { path: string[]; at: number; done: boolean; value: unknown }
type Found = { tuples: unknown[][]; multikey: boolean; anyPresent: boolean; sparse: boolean }

const pathCache = new WeakMap<Document, string[][]>()

function pathsOf(pattern: Document): string[][] {
  let paths = pathCache.get(pattern)
  if (!paths) pathCache.set(pattern, (paths = Object.keys(pattern).map(splitPath)))
  return paths
}

// The common case: no array on any path.
function flatTuple(document: Document, paths: string[][]): unknown[] | undefined {
  const tuple: unknown[] = []
  for (const path of paths) {
    let current: unknown = document
    for (const component of path)
      current = isDocument(current)
        ? getField(current, component)
        : Array.isArray(current)
          ? current
          : undefined
    if (Array.isArray(current)) return undefined
    tuple.push(current)
  }
  return tuple
}

function expand(document: unknown, pending: Pending[], found: Found): void {
  let array: unknown[] | undefined
  let arrayPath: string[] = []
  const waiting: number[] = []
  const fields = pending.map((field, index) => {
    if (field.done) return field
    const step = descend(document, field)
    if (step.done) return step
    const path = step.path.slice(0, step.at)
    // Told apart by where they stand: a pipeline may have put one array into two fields.
    if (array && path.join('.') !== arrayPath.join('.'))
      throw parallelArrays(step, arrayPath.at(-1) as string)
    array = step.value as unknown[]
    arrayPath = path
    waiting.push(index)
    return step
  })
  if (!array) return addTuple(fields, found)
  found.multikey = true
  const elements = array.length > 0 ? array : [EMPTY_ARRAY]
  for (const element of elements) {
    const next = fields.map((field, index) =>
      waiting.includes(index) && field.at === field.path.length
        ? { ...field, done: true, value: element }
        : field,
    )
    expand(element, next, found)
  }
}

// Walks to the end of the path, or to the array that stops it (then `done` is false and `value` that array).
function descend(document: unknown, field: Pending): Pending {
  let current = document
  let at = field.at
  while (at < field.path.length) {
    const component = field.path[at] as string
    if (Array.isArray(current)) {
      if (!isPosition(component) || at === field.at) break
      refuseAmbiguous(current, component, field.path)
      current = current[Number(component)]
    } else if (isDocument(current)) current = getField(current, component)
    else current = undefined
    at++
  }
  if (Array.isArray(current) && at > field.at) return { ...field, at, done: false, value: current }
  return {
    ...field,
    at,
    done: true,
    value: at === field.path.length && !Array.isArray(current) ? current : undefined,
  }
}

function addTuple(fields: Pending[], found: Found): void {
  const present = fields.some(field => field.value !== undefined)
  if (present) found.anyPresent = true
  if (present || !found.sparse) found.tuples.push(fields.map(field => field.value ?? null))
}

function refuseAmbiguous(array: unknown[], component: string, path: string[]): void {
  if (!array.some(element => isDocument(element) && Object.hasOwn(element, component))) return
  const message = `Ambiguous field name found in array (do not use numeric field names in embedded elements in an array), field: '${component}' for array: ${path.join('.')}`
  throw new MongoFault(16746, 'Location16746', message)
}

function parallelArrays(field: Pending, other: string): MongoFault {
  const name = field.path[field.at - 1]
  return new MongoFault(171, 'CannotIndexParallelArrays', `cannot index parallel arrays [${name}] [${other}]`)
}
