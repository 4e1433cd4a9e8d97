import { type Document, getField } from './bson'
import { isDocument } from './types'

/** Called with each value a path reaches (undefined: absent) and the outermost array position; true stops. */
export type Visitor = (value: unknown, position: number | undefined) => boolean

/** Splits a dotted path. */
export const splitPath = (path: string): string[] => path.split('.')

/** Tells whether a path component addresses an array position. */
export const isPosition = (component: string): boolean => /^(?:0|[1-9]\d*)$/.test(component)

/**
 * Visits every value a query path reaches: through arrays of documents, by position, each element of an array at
 * the end and then the array itself (only the array when `expandLeaf` is false). Tells whether a visit stopped it.
 */
export function visitPath(document: Document, path: string[], visit: Visitor, expandLeaf = true): boolean {
  return walk(document, path, 0, visit, expandLeaf, undefined)
}

/** The value at a path that passes through no array, undefined when there is none. */
export function plainValue(document: Document, path: string[]): unknown {
  let current: unknown = document
  for (const component of path) {
    if (!isDocument(current)) return undefined
    current = getField(current, component)
  }
  return current
}

/** Every distinct-able value at a path: elements of an array at its end, values themselves, nothing if absent. */
export function valuesAt(document: Document, path: string[]): unknown[] {
  const values: unknown[] = []
  visitPath(
    document,
    path,
    value => {
      if (Array.isArray(value)) values.push(...value)
      else if (value !== undefined) values.push(value)
      return false
    },
    false,
  )
  return values
}

function walk(
  document: Document,
  path: string[],
  start: number,
  visit: Visitor,
  expandLeaf: boolean,
  position: number | undefined,
): boolean {
  let current: unknown = document
  for (let index = start; index < path.length; index++) {
    if (Array.isArray(current)) return walkArray(current, path, index, visit, expandLeaf, position)
    if (!isDocument(current)) return visit(undefined, position)
    current = getField(current, path[index] as string)
  }
  if (!Array.isArray(current) || !expandLeaf) return visit(current, position)
  for (const [index, element] of current.entries()) if (visit(element, position ?? index)) return true
  return visit(current, position)
}

// MongoDB looks at a position both as an index of the array and as a field name of its documents.
function walkArray(
  array: unknown[],
  path: string[],
  index: number,
  visit: Visitor,
  expandLeaf: boolean,
  position: number | undefined,
): boolean {
  const component = path[index] as string
  const addressed = isPosition(component) ? Number(component) : -1
  for (const [at, element] of array.entries()) {
    if (isDocument(element) && walk(element, path, index, visit, expandLeaf, position ?? at)) return true
    if (at !== addressed) continue
    if (index === path.length - 1) {
      if (visit(element, position ?? at)) return true
    } else if (isDocument(element)) {
      if (walk(element, path, index + 1, visit, expandLeaf, position ?? at)) return true
    } else if (Array.isArray(element)) {
      if (walkArray(element, path, index + 1, visit, expandLeaf, position ?? at)) return true
    }
  }
  return false
}
