import { type Document, getField, setField } from './bson'
import { badValue, mongoFault } from './fault'
import { isPosition } from './path'
import { showValue } from '../show'
import { isDocument } from './types'
import { arrayFilterName, mergeNodes, orderedChildren, REMOVED, type UpdateNode } from './update-tree'

/** What holds for the whole of one update of one document. */
export type Plan = {
  arrayFilters: Map<string, (element: unknown) => boolean>
  document: Document
  now: Date
  isInsert: boolean
}

/** Applies a node to a value and gives the changed copy; what no modifier touches is shared with the original. */
export function applyNode(node: UpdateNode, value: unknown, path: string, plan: Plan): unknown {
  if (node.leaf) return node.leaf.modify(value, { ...plan, path })
  const children = orderedChildren(node)
  if (children.some(([name]) => arrayFilterName(name) !== undefined))
    return applyFiltered(children, value, path, plan)
  if (Array.isArray(value)) return applyToArray(children, value, path, plan)
  if (isDocument(value)) return applyToDocument(children, value, path, plan)
  if (!children.some(([, child]) => willCreate(child, plan))) return value
  if (value !== undefined) throw notViable(children[0]?.[0] ?? '', path, value)
  return applyToDocument(children, {}, path, plan)
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`)

function willCreate(node: UpdateNode, plan: Plan): boolean {
  if (node.leaf) return node.leaf.creates(plan.isInsert, plan.document)
  return [...node.children.values()].some(child => willCreate(child, plan))
}

function applyToDocument(
  children: [string, UpdateNode][],
  document: Document,
  path: string,
  plan: Plan,
): Document {
  const result = { ...document }
  for (const [name, child] of children) {
    const current = Object.hasOwn(result, name) ? getField(result, name) : undefined
    const changed = applyNode(child, current, join(path, name), plan)
    if (changed === REMOVED) delete result[name]
    else if (changed !== undefined) setField(result, name, changed)
  }
  return result
}

const MAX_PADDING = 1_500_000

function applyToArray(
  children: [string, UpdateNode][],
  array: unknown[],
  path: string,
  plan: Plan,
): unknown[] {
  const result = [...array]
  for (const [name, child] of children) {
    if (!isPosition(name)) {
      if (willCreate(child, plan)) throw notViable(name, path, array)
      continue
    }
    const index = Number(name)
    const changed = applyNode(child, result[index], join(path, name), plan)
    if (changed === REMOVED) {
      if (index < result.length) result[index] = null
    } else if (changed !== undefined) {
      if (index - result.length > MAX_PADDING)
        throw badValue(`can't backfill more than ${MAX_PADDING} elements`)
      while (result.length < index) result.push(null)
      result[index] = changed
    }
  }
  return result
}

function applyFiltered(children: [string, UpdateNode][], value: unknown, path: string, plan: Plan): unknown {
  if (value === undefined) {
    throw badValue(`The path '${path}' must exist in the document in order to apply array updates.`)
  }
  if (!Array.isArray(value))
    throw badValue(`Cannot apply array updates to non-array element ${path}: ${showValue(value)}`)
  return value.map((element, index) => {
    const chosen = children.filter(([name]) => {
      const filter = arrayFilterName(name) as string
      return filter === '' || plan.arrayFilters.get(filter)?.(element)
    })
    if (chosen.length === 0) return element
    const where = join(path, String(index))
    const changed = applyNode(
      mergeNodes(
        chosen.map(([, child]) => child),
        where,
      ),
      element,
      where,
      plan,
    )
    return changed === REMOVED ? null : (changed ?? element)
  })
}

function notViable(name: string, path: string, value: unknown): Error {
  const holder = path.split('.').at(-1) ?? path
  const message = `Cannot create field '${name}' in element {${holder}: ${showValue(value)}}`
  return mongoFault(28, 'PathNotViable', message)
}
