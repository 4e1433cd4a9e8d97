import { showValue } from '../show'
import { compilePipeline } from './aggregate'
import type { Document } from './bson'
import { equalBson } from './compare'
import { badValue, failedToParse, mongoFault } from './fault'
import { compileArrayFilters } from './update-filters'
import { compileFilter, type Matcher, type MatchRecord } from './match'
import { isDocument, typeName } from './types'
import { applyNode } from './update-apply'
import { compileModifier, isModifier } from './update-modifiers'
import { compileRename } from './update-rename'
import { type Leaf, unknownModifier, updatePath, updateTree } from './update-tree'

export { documentForUpsert } from './upsert'
export { documentForInsert } from './storable'

/** What belongs to an update beside the update itself; the variables are for a pipeline. */
export type UpdateOptions = { filter?: Document; arrayFilters?: Document[]; variables?: Document }

/** The moment of an update: its clock, and whether it makes a new document. */
export type UpdateMoment = { now?: Date; isInsert?: boolean }

/** A compiled update; `apply` gives a changed copy and never touches the document it was given. */
export type Update = {
  isReplacement: boolean
  apply: (document: Document, moment?: UpdateMoment) => Document
}

/** Reads an update once for many documents; everything wrong with the update itself throws here. */
export function compileUpdate(update: unknown, options: UpdateOptions = {}): Update {
  if (Array.isArray(update)) return compileStages(update, options)
  if (!isDocument(update)) throw failedToParse('Update argument must be either an object or an array')
  const first = Object.keys(update)[0]
  if (first === undefined || !first.startsWith('$')) return compileReplacement(update, options)
  return compileModifiers(update, options)
}

/** Applies an update to one document and gives the changed copy. */
export function applyUpdate(
  document: Document,
  update: unknown,
  context: UpdateOptions & UpdateMoment = {},
): Document {
  return compileUpdate(update, context).apply(document, context)
}

/** Reads a whole document that replaces another; the `_id` stays, and fields that begin with `$` are refused (52). */
export function compileReplacement(replacement: Document, { arrayFilters }: UpdateOptions = {}): Update {
  if (arrayFilters?.length) throw failedToParse('Cannot specify arrayFilters for a replacement-style update')
  const dollar = Object.keys(replacement).find(name => name.startsWith('$'))
  if (dollar !== undefined) {
    const message = `The dollar ($) prefixed field '${dollar}' in '${dollar}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`
    throw mongoFault(52, 'DollarPrefixedFieldName', message)
  }
  return { isReplacement: true, apply: document => replaced(document, replacement) }
}

// A pipeline sees the time as `$$NOW`, and the variables it was given.
function compileStages(pipeline: unknown[], { arrayFilters, variables }: UpdateOptions): Update {
  if (arrayFilters?.length)
    throw failedToParse('arrayFilters may not be specified for pipeline-style updates')
  const stages = compilePipeline(pipeline, 'update')
  return {
    isReplacement: false,
    apply: (document, { now = new Date() } = {}) => {
      const [after] = stages([document], NOTHING_ELSE, { NOW: now, ...variables })
      return replaced(document, after as Document)
    },
  }
}

// The stages that an update may have read no other collection.
const NOTHING_ELSE = { lookup: () => [] }

function replaced(document: Document, { _id: newId, ...rest }: Document): Document {
  const id = document._id
  if (newId !== undefined && id !== undefined && !equalBson(newId, id)) {
    const message = `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${showValue(newId)}`
    throw mongoFault(66, 'ImmutableField', message)
  }
  const kept = id ?? newId
  return kept === undefined ? { ...rest } : { _id: kept, ...rest }
}

function compileModifiers(update: Document, options: UpdateOptions): Update {
  const leaves = Object.entries(update).flatMap(([operator, fields]) => compileOperator(operator, fields))
  const arrayFilters = compileArrayFilters(
    options.arrayFilters ?? [],
    leaves.map(leaf => leaf.path),
    update,
  )
  const usesPosition = leaves.some(leaf => leaf.path.split('.').includes('$'))
  // Without `$` one tree serves every document; with it this one only finds the conflicts.
  const tree = updateTree(leaves, -1)
  const matches: Matcher = usesPosition ? compileFilter(options.filter ?? {}) : () => true
  return {
    isReplacement: false,
    apply: (document, { now = new Date(), isInsert = false } = {}) => {
      for (const { check } of leaves) check?.(document)
      const root = usesPosition ? updateTree(leaves, positionOf(matches, document)) : tree
      const changed = applyNode(root, document, '', { arrayFilters, document, now, isInsert }) as Document
      return keepingId(document, changed)
    },
  }
}

function compileOperator(operator: string, fields: unknown): Leaf[] {
  if (operator !== '$rename' && !isModifier(operator)) throw unknownModifier(operator)
  if (!isDocument(fields)) {
    const example = `For example: {$mod: {<field>: ...}} not {${operator}: ${showValue(fields)}}`
    throw failedToParse(
      `Modifiers operate on fields but we found type ${typeName(fields)} instead. ${example}`,
    )
  }
  return Object.entries(fields).flatMap(([path, argument]) => {
    updatePath(path)
    return operator === '$rename' ? compileRename(argument, path) : compileModifier(operator, argument, path)
  })
}

function positionOf(matches: Matcher, document: Document): number {
  const record: MatchRecord = {}
  if (matches(document, record) && record.position !== undefined) return record.position
  throw badValue('The positional operator did not find the match needed from the query.')
}

function keepingId(before: Document, after: Document): Document {
  if (before._id === undefined || before._id === after._id) return after
  if (after._id !== undefined && equalBson(before._id, after._id)) return { ...after, _id: before._id }
  const message = "Performing an update on the path '_id' would modify the immutable field '_id'"
  throw mongoFault(66, 'ImmutableField', message)
}
