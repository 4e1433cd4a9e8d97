import type { Document } from './bson'
import { badValue, failedToParse, mongoFault } from './fault'
import { isPosition } from './path'

/** What a modifier may know beside the value it changes; `path` has positions in place of `$`. */
export type Site = { document: Document; path: string; now: Date; isInsert: boolean }

/** Stands for a field to be removed. */
export const REMOVED: unique symbol = Symbol('removed')

/** One modifier on one path, say `$inc` on `a.b`, ready to run. */
export type Leaf = {
  path: string
  /** Gives the field's new value; undefined leaves an absent field absent. */
  modify: (current: unknown, site: Site) => unknown
  /** Whether it makes the documents on the way to an absent field. */
  creates: (isInsert: boolean, document: Document) => boolean
  /** Refuses a document that it cannot change, before anything is. */
  check?: (document: Document) => void
}

/** Modifiers arranged by path component; a node has either a leaf or children. */
export type UpdateNode = { leaf?: Leaf; children: Map<string, UpdateNode> }

/** Splits an update path, refusing what MongoDB refuses: empty and `$`-prefixed names, two `$`, a leading `$`. */
export function updatePath(path: string): string[] {
  if (path === '') throw mongoFault(56, 'EmptyFieldName', 'An empty update path is not valid.')
  const parts = path.split('.')
  if (parts.includes('')) {
    const message = `The update path '${path}' contains an empty field name, which is not allowed.`
    throw mongoFault(56, 'EmptyFieldName', message)
  }
  if (isPlaceholder(parts[0] as string)) {
    const kind = parts[0] === '$' ? "positional (i.e. '$')" : 'array filter'
    throw badValue(`Cannot have ${kind} element in the first position in path '${path}'`)
  }
  if (parts.filter(part => part === '$').length > 1) {
    throw badValue(`Too many positional (i.e. '$') elements found in path '${path}'`)
  }
  const dollar = parts.find(part => part.startsWith('$') && !isPlaceholder(part))
  if (dollar !== undefined) {
    const message = `The dollar ($) prefixed field '${dollar}' in '${path}' is not valid for storage.`
    throw mongoFault(52, 'DollarPrefixedFieldName', message)
  }
  return parts
}

/** Tells whether a path component is `$`, `$[]` or `$[name]`. */
export const isPlaceholder = (part: string): boolean => part === '$' || arrayFilterName(part) !== undefined

/** The name inside `$[name]`, empty for `$[]`, undefined for anything else. */
export const arrayFilterName = (part: string): string | undefined => /^\$\[(.*)\]$/.exec(part)?.[1]

/** Arranges modifiers in a tree; two that touch the same place conflict (40). */
export function updateTree(leaves: Leaf[], position?: number): UpdateNode {
  const root: UpdateNode = { children: new Map() }
  for (const leaf of leaves) addLeaf(root, leaf, position)
  return root
}

function addLeaf(root: UpdateNode, leaf: Leaf, position: number | undefined): void {
  const parts = leaf.path.split('.')
  let node = root
  for (const [index, raw] of parts.entries()) {
    const part = raw === '$' ? positionPart(position) : raw
    if (node.leaf) throw conflict(leaf.path, parts.slice(0, index).join('.'))
    refuseMixedPlaceholders(node, part, leaf.path, parts.slice(0, index).join('.'))
    let child = node.children.get(part)
    if (!child) node.children.set(part, (child = { children: new Map() }))
    node = child
  }
  if (node.leaf || node.children.size > 0) throw conflict(leaf.path, leaf.path)
  node.leaf = leaf
}

function positionPart(position: number | undefined): string {
  if (position !== undefined) return String(position)
  throw badValue('The positional operator did not find the match needed from the query.')
}

function refuseMixedPlaceholders(node: UpdateNode, part: string, path: string, parent: string): void {
  const isFilter = arrayFilterName(part) !== undefined
  for (const sibling of node.children.keys()) {
    if ((arrayFilterName(sibling) !== undefined) !== isFilter) throw conflict(path, parent)
  }
}

const conflict = (path: string, at: string) =>
  mongoFault(
    40,
    'ConflictingUpdateOperators',
    `Updating the path '${path}' would create a conflict at '${at}'`,
  )

/** Joins the trees of several array filters that chose the same element; they may not touch the same place (40). */
export function mergeNodes(nodes: UpdateNode[], path: string): UpdateNode {
  if (nodes.length === 1) return nodes[0] as UpdateNode
  if (nodes.some(node => node.leaf)) throw conflict(path, path)
  const children = new Map<string, UpdateNode>()
  for (const name of new Set(nodes.flatMap(node => [...node.children.keys()]))) {
    const same = nodes.flatMap(node => node.children.get(name) ?? [])
    children.set(name, mergeNodes(same, `${path}.${name}`))
  }
  return { children }
}

/** Children in the order MongoDB applies them, which is the order new fields get: numbers first, then by name. */
export function orderedChildren(node: UpdateNode): [string, UpdateNode][] {
  return [...node.children].sort(([a], [b]) => {
    const [left, right] = [isPosition(a), isPosition(b)]
    if (left && right) return Number(a) - Number(b)
    if (left !== right) return left ? -1 : 1
    return Buffer.compare(Buffer.from(a), Buffer.from(b))
  })
}

/** Words the refusal of what is no modifier known here. */
export function unknownModifier(name: string): Error {
  const advice = 'Expected a valid update modifier or pipeline-style update specified as an array'
  return failedToParse(`Unknown modifier: ${name}. ${advice}`)
}
