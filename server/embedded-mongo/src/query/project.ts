import { type Document, getField, setField } from './bson'
import { located } from './fault'
import { compileFilter, type Matcher, type MatchRecord } from './match'
import { parseProjection, type ProjectionNode } from './project-parse'
import { isDocument } from './types'

/** Shapes a document for the client. */
export type Projection = (document: Document) => Document

/**
 * Compiles a find projection: inclusion or exclusion (not both, `_id` apart), dotted paths through arrays, `$slice`,
 * `$elemMatch`, the positional `.$` (which needs the filter), literals and expressions.
 */
export function compileProjection(projection: Document | undefined, filter: Document = {}): Projection {
  if (!projection || Object.keys(projection).length === 0) return document => document
  const plan = parseProjection(projection, 'find')
  const shape = shaper(plan.root, plan.isInclusion)
  if (plan.positional === undefined) return document => shape(document, {})
  const path = plan.positional.split('.')
  const matches = compileFilter(filter)
  return document => narrow(shape(document, {}), path, positionIn(document, matches))
}

/** Compiles a `$project` stage, where values are expressions. */
export function compileProjectStage(
  projection: Document,
): (document: Document, variables: Document) => Document {
  const plan = parseProjection(projection, 'aggregate')
  return shaper(plan.root, plan.isInclusion)
}

function shaper(
  node: ProjectionNode,
  isInclusion: boolean,
): (document: Document, variables: Document) => Document {
  return (document, variables) => shapeDocument(node, document, document, isInclusion, variables)
}

function shapeDocument(
  node: ProjectionNode,
  document: Document,
  root: Document,
  isInclusion: boolean,
  variables: Document,
): Document {
  const result: Document = {}
  for (const name of Object.keys(document)) {
    const value = document[name]
    const child = node.children.get(name)
    if (child === undefined) {
      if (!isInclusion) setField(result, name, value)
    } else if (child.kind === 'keep') setField(result, name, value)
    else if (child.kind === 'node') {
      const shaped = shapeValue(child, value, root, isInclusion, variables)
      if (shaped !== undefined) setField(result, name, shaped)
    } else if (child.kind === 'slice') setField(result, name, Array.isArray(value) ? child.cut(value) : value)
  }
  addComputed(node, result, document, root, isInclusion, variables)
  return result
}

function shapeValue(
  node: ProjectionNode,
  value: unknown,
  root: Document,
  isInclusion: boolean,
  variables: Document,
): unknown {
  if (Array.isArray(value)) {
    return value
      .map(element => shapeValue(node, element, root, isInclusion, variables))
      .filter(element => element !== undefined)
  }
  if (isDocument(value)) return shapeDocument(node, value, root, isInclusion, variables)
  return isInclusion ? undefined : value
}

// Computed fields come after those of the document, in the order of the projection.
function addComputed(
  node: ProjectionNode,
  result: Document,
  document: Document,
  root: Document,
  isInclusion: boolean,
  variables: Document,
): void {
  for (const [name, child] of node.children) {
    if (child.kind === 'computed') put(result, name, child.evaluate(root, variables))
    else if (child.kind === 'elemMatch') put(result, name, firstMatch(getField(document, name), child.test))
    else if (child.kind === 'node' && child.hasComputed && getField(result, name) === undefined) {
      put(result, name, shapeDocument(child, {}, root, isInclusion, variables))
    }
  }
}

function put(result: Document, name: string, value: unknown): void {
  if (value === undefined) delete result[name]
  else setField(result, name, value)
}

function firstMatch(value: unknown, test: (element: unknown) => boolean): unknown {
  if (!Array.isArray(value)) return undefined
  const index = value.findIndex(test)
  return index < 0 ? undefined : [value[index]]
}

function positionIn(document: Document, matches: Matcher): number {
  const record: MatchRecord = {}
  if (matches(document, record) && record.position !== undefined) return record.position
  throw located(
    51246,
    "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
  )
}

function narrow(document: Document, path: string[], position: number): Document {
  const [name, ...rest] = path as [string, ...string[]]
  const value = getField(document, name)
  if (value === undefined) return document
  const narrowed = Array.isArray(value)
    ? [value[position]]
    : rest.length > 0 && isDocument(value)
      ? narrow(value, rest, position)
      : value
  return { ...document, [name]: narrowed }
}
