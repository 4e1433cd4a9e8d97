import { type Document, numberOf } from './bson'
import { evaluator } from './expression'
import { isExpressionDocument } from './expression-values'
import { badValue, located, mongoFault } from './fault'
import { compileElement } from './match-array'
import { compileSlice } from './project-slice'
import { isDocument } from './types'

/** What happens to one field; a `node` is a field whose own fields are projected. */
export type Projected =
  | { kind: 'keep' }
  | { kind: 'drop' }
  | { kind: 'slice'; cut: (array: unknown[]) => unknown[] }
  | { kind: 'elemMatch'; test: (element: unknown) => boolean }
  | { kind: 'computed'; evaluate: (document: Document, variables: Document) => unknown }
  | ProjectionNode

/** The projected fields of a document, by name. */
export type ProjectionNode = { kind: 'node'; children: Map<string, Projected>; hasComputed: boolean }

/** A projection read and found to be in order. */
export type ProjectionPlan = { root: ProjectionNode; isInclusion: boolean; positional?: string }

type Dialect = 'find' | 'aggregate'
type Entry = { path: string; projected: Projected }

/** Reads a projection; mixtures (31253, 31254), colliding paths (31249, 31250) and unknown operators are refused. */
export function parseProjection(projection: Document, dialect: Dialect): ProjectionPlan {
  const entries = Object.entries(projection).flatMap(([path, value]) => entriesOf(path, value, dialect))
  const positional = positionalPath(entries)
  const isInclusion = modeOf(entries, positional !== undefined)
  const root = newNode()
  for (const { path, projected } of entries) addEntry(root, path.replace(/\.\$$/, ''), projected)
  // `_id` stays unless it is dropped by name; in an exclusion `_id: 1` says nothing.
  if (isInclusion && !root.children.has('_id')) root.children.set('_id', { kind: 'keep' })
  return { root, isInclusion, positional }
}

const newNode = (): ProjectionNode => ({ kind: 'node', children: new Map(), hasComputed: false })

function entriesOf(path: string, value: unknown, dialect: Dialect): Entry[] {
  refusePath(path)
  const number = numberOf(value)
  if (typeof value === 'boolean' || number !== undefined) {
    return [
      {
        path,
        projected: { kind: value === true || (number !== undefined && number !== 0) ? 'keep' : 'drop' },
      },
    ]
  }
  if (isDocument(value) && !isExpressionDocument(value)) {
    const names = Object.entries(value)
    if (names.length === 0)
      throw located(
        51270,
        `An empty sub-projection is not a valid value. Found empty object at path '${path}'`,
      )
    return names.flatMap(([name, inner]) => entriesOf(`${path}.${name}`, inner, dialect))
  }
  if (isDocument(value) && dialect === 'find') {
    const special = findOperator(path, value)
    if (special) return [{ path, projected: special }]
  }
  return [{ path, projected: { kind: 'computed', evaluate: evaluator(value) } }]
}

function refusePath(path: string): void {
  const parts = path.split('.')
  if (path === '') throw located(40352, 'FieldPath cannot be constructed with empty string')
  if (parts.includes('')) throw located(15998, 'FieldPath field names may not be empty strings.')
  if (parts.slice(0, -1).includes('$')) {
    throw located(
      31394,
      `As of 4.4, it's illegal to specify positional operator in the middle of a path.Positional projection may only be used at the end, for example: a.b.$. If the query previously used a form like a.b.$.d, remove the parts following the '$' and the results will be equivalent.`,
    )
  }
  const dollar = parts.find((part, index) => part.startsWith('$') && (part !== '$' || index === 0))
  if (dollar !== undefined)
    throw located(
      16410,
      `FieldPath field names may not start with '$'. Consider using $getField or $setField.`,
    )
}

function findOperator(path: string, value: Document): Projected | undefined {
  if ('$elemMatch' in value) {
    if (path.includes('.'))
      throw located(
        31275,
        `Cannot use $elemMatch projection on a nested field (currently unsupported). Field: ${path}`,
      )
    return { kind: 'elemMatch', test: compileElement(value.$elemMatch, path, {}) }
  }
  if ('$slice' in value) return { kind: 'slice', cut: compileSlice(value.$slice) }
  if ('$meta' in value) throw mongoFault(238, 'NotImplemented', '$meta is not supported here')
  return undefined
}

function positionalPath(entries: Entry[]): string | undefined {
  const found = entries.filter(({ path }) => path.endsWith('.$'))
  if (found.length > 1) throw located(31276, 'Cannot specify more than one positional projection per query.')
  const [entry] = found
  if (entry && entry.projected.kind !== 'keep')
    throw located(31395, 'positional projection cannot be used with exclusion')
  return entry?.path.slice(0, -2)
}

function modeOf(entries: Entry[], hasPositional: boolean): boolean {
  const others = entries.filter(({ path }) => path !== '_id')
  const included = others.find(({ projected }) => projected.kind === 'keep')
  const excluded = others.find(({ projected }) => projected.kind === 'drop')
  const isFirstIncluded =
    included !== undefined && (!excluded || others.indexOf(included) < others.indexOf(excluded))
  if (included && excluded) {
    throw isFirstIncluded
      ? located(31254, `Cannot do exclusion on field ${excluded.path} in inclusion projection`)
      : located(31253, `Cannot do inclusion on field ${included.path} in exclusion projection`)
  }
  if (included || hasPositional) return true
  const computed = others.find(({ projected }) => projected.kind === 'computed')
  if (excluded && computed)
    throw located(31252, `Cannot use expression other than $meta in exclusion projection`)
  if (excluded) return false
  if (computed || others.some(({ projected }) => projected.kind === 'elemMatch')) return true
  const id = entries.find(({ path }) => path === '_id')
  if (others.length > 0) return false
  return id?.projected.kind !== 'drop'
}

function addEntry(root: ProjectionNode, path: string, projected: Projected): void {
  const parts = path.split('.')
  const isComputed = projected.kind === 'computed'
  let node = root
  for (const part of parts.slice(0, -1)) {
    const child = node.children.get(part)
    if (child && child.kind !== 'node')
      throw located(
        31249,
        `Path collision at ${path} remaining portion ${parts.slice(parts.indexOf(part) + 1).join('.')}`,
      )
    const next = child ?? newNode()
    if (isComputed) next.hasComputed = true
    node.children.set(part, next)
    node = next
  }
  const last = parts.at(-1) as string
  if (node.children.has(last)) throw located(31250, `Path collision at ${path}`)
  node.children.set(last, projected)
}

/** A projection of nothing is refused in a pipeline. */
export function refuseEmptyProjection(projection: unknown): asserts projection is Document {
  if (!isDocument(projection)) throw badValue('$project specification must be an object')
  if (Object.keys(projection).length === 0) {
    throw located(
      51272,
      'Invalid $project :: caused by :: projection specification must have at least one field',
    )
  }
}
