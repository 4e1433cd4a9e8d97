import type { Document } from '../query/bson'
import { numberOf } from '../query/bson'
import { isIndexable } from '../query/keys'
import { isDocument, isOperatorDocument, typeName } from '../query/types'

export type RangeOperator = '$gt' | '$gte' | '$lt' | '$lte'

/**
 * One demand a filter makes of one field. `exact` means that an index entry inside its bounds proves the demand, so
 * that the document need not be looked at. `group` ties together demands on one array element ($elemMatch).
 */
export type Condition = { path: string; exact: boolean; group?: object } & (
  { kind: 'points'; values: unknown[] } | { kind: 'range'; operator: RangeOperator; value: unknown }
)

/** What a filter demands, as far as indexes can serve it; `complete` tells whether that is all it demands. */
export interface Conditions {
  list: Condition[]
  complete: boolean
}

const EXACT_TYPES = new Set([
  'int',
  'long',
  'double',
  'string',
  'objectId',
  'bool',
  'date',
  'binData',
  'timestamp',
])
const RANGE_OPERATORS = new Set(['$gt', '$gte', '$lt', '$lte'])

/** Reads the demands of a filter that all must hold; alternatives and exotic operators are left to the matcher. */
export function conditionsOf(filter: Document): Conditions {
  const found: Conditions = { list: [], complete: true }
  readFilter(filter, found)
  return found
}

function readFilter(filter: Document, found: Conditions): void {
  for (const [key, value] of Object.entries(filter)) {
    if (key === '$and' && Array.isArray(value)) for (const part of value) readFilter(part as Document, found)
    else if (key === '$comment') continue
    else if (key.startsWith('$')) found.complete = false
    else if (isOperatorDocument(value)) readOperators(key, value, found)
    else addPoints(key, [value], found)
  }
}

function readOperators(path: string, operators: Document, found: Conditions, group?: object): void {
  for (const [operator, operand] of Object.entries(operators)) {
    if (operator === '$eq') addPoints(path, [operand], found, group)
    else if (operator === '$in' && Array.isArray(operand)) addPoints(path, operand, found, group)
    else if (operator === '$all' && Array.isArray(operand) && operand.length > 0)
      for (const value of operand) addPoints(path, [value], found, group)
    else if (RANGE_OPERATORS.has(operator)) addRange(path, operator as RangeOperator, operand, found, group)
    else if (operator === '$elemMatch' && isOperatorDocument(operand)) {
      found.complete = false
      readOperators(path, operand, found, {})
    } else found.complete = false
  }
}

function addPoints(path: string, values: unknown[], found: Conditions, group?: object): void {
  if (!values.every(isPoint)) {
    found.complete = false
    return
  }
  const exact = !group && values.every(value => EXACT_TYPES.has(typeName(value)))
  found.list.push({ kind: 'points', path, values, exact, group })
}

function addRange(
  path: string,
  operator: RangeOperator,
  value: unknown,
  found: Conditions,
  group?: object,
): void {
  const serves = EXACT_TYPES.has(typeName(value)) && !Number.isNaN(numberOf(value))
  if (serves) found.list.push({ kind: 'range', path, operator, value, exact: !group, group })
  else found.complete = false
}

function isPoint(value: unknown): boolean {
  // Within $all an operator stands for a demand on one element, not for a value.
  if (value === undefined || !isIndexable(value) || isOperatorDocument(value)) return false
  const type = typeName(value)
  return (
    type === 'null' || type === 'decimal' || EXACT_TYPES.has(type) || (type === 'object' && isDocument(value))
  )
}
