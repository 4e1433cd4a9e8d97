import type { Document } from './bson'
import { compareBson, equalBson } from './compare'
import { badValue, mongoFault, notImplemented } from './fault'
import type { MatchRecord, Variables } from './match'
import { compileAll, compileElemMatch } from './match-array'
import { compileIn, compileMod, compileSize, compileType, isPresentFlag, type ValueTest } from './match-value'
import { visitPath } from './path'
import { compileRegex, isRegex } from './regex'
import { isDocument, isOperatorDocument, typeName, typeRank } from './types'

/** A condition on a field: along a path with array traversal, or on one value alone (inside `$elemMatch`). */
export type FieldTest = {
  onPath: (document: Document, path: string[], record?: MatchRecord) => boolean
  onValue: (value: unknown) => boolean
}

/** Compiles what stands beside a field name: an operator document, a regular expression or a value to equal. */
export function compileField(operand: unknown, path: string, variables: Variables): FieldTest {
  if (isOperatorDocument(operand)) return compileOperators(operand, path, variables)
  if (isRegex(operand)) return onEach(compileRegex(operand))
  return onEach(equals(operand))
}

/** Compiles an operator document such as `{ $gt: 1, $lt: 5 }`; all of it must hold. */
export function compileOperators(operators: Document, path: string, variables: Variables): FieldTest {
  const tests = Object.entries(operators).flatMap(([name, operand]) => {
    if (name === '$options') return optionsAlone(operators)
    return [compileOperator(name, operand, operators, path, variables)]
  })
  return tests.length === 1 ? (tests[0] as FieldTest) : allOf(tests)
}

function optionsAlone(operators: Document): [] {
  if (!('$regex' in operators)) throw badValue('$options needs a $regex')
  return []
}

function compileOperator(
  name: string,
  operand: unknown,
  siblings: Document,
  path: string,
  variables: Variables,
): FieldTest {
  switch (name) {
    case '$eq':
      return onEach(equals(operand))
    case '$ne':
      return not(onEach(equals(noRegex(operand, "Can't have regex as arg to $ne."))))
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return onEach(ordered(name, operand, path))
    case '$in':
      return onEach(compileIn('$in', operand))
    case '$nin':
      return not(onEach(compileIn('$nin', operand)))
    case '$not':
      return compileNot(operand, path, variables)
    case '$exists':
      return isPresentFlag(operand) ? onEach(isPresent) : not(onEach(isPresent))
    case '$type':
      return onEach(compileType(operand))
    case '$mod':
      return onEach(compileMod(operand))
    case '$regex':
      return onEach(compileRegex(operand, siblings.$options))
    case '$size':
      return onWhole(compileSize(operand))
    case '$all':
      return compileAll(operand, path, variables)
    case '$elemMatch':
      return compileElemMatch(operand, path, variables)
    default:
      throw refusal(name)
  }
}

const isPresent: ValueTest = value => value !== undefined

/** Equality with one value; null also equals what is absent. */
export function equals(operand: unknown): ValueTest {
  if (typeof operand === 'string')
    return value => value === operand || (typeof value === 'object' && equalBson(value, operand))
  return value => equalBson(value, operand)
}

function noRegex(operand: unknown, message: string): unknown {
  if (isRegex(operand)) throw badValue(message)
  return operand
}

const ORDERS: Record<string, (order: number) => boolean> = {
  $gt: order => order > 0,
  $gte: order => order >= 0,
  $lt: order => order < 0,
  $lte: order => order <= 0,
}

// Only values of the operand's own type class are in any order with it; NaN only equals itself.
function ordered(name: string, operand: unknown, path: string): ValueTest {
  noRegex(operand, `Can't have RegEx as arg to predicate over field '${path}'.`)
  const holds = ORDERS[name] as (order: number) => boolean
  const type = typeName(operand)
  if (type === 'minKey' || type === 'maxKey') return value => holds(compareBson(value, operand))
  const rank = typeRank(operand)
  const isNaNOperand = isNotANumber(operand)
  return value => {
    if (typeRank(value) !== rank) return false
    const order = compareBson(value, operand)
    if (order !== 0 && rank === 4 && (isNaNOperand || isNotANumber(value))) return false
    return holds(order)
  }
}

const isNotANumber = (value: unknown): boolean => String(value) === 'NaN' && typeof value !== 'string'

function compileNot(operand: unknown, path: string, variables: Variables): FieldTest {
  if (isRegex(operand)) return not(onEach(compileRegex(operand)))
  if (!isDocument(operand)) throw badValue('$not needs a regex or a document')
  if (Object.keys(operand).length === 0) throw badValue('$not cannot be empty')
  return not(compileOperators(operand, path, variables))
}

/** Lifts a condition on one value to everything a path reaches. */
export function onEach(test: ValueTest): FieldTest {
  return {
    onValue: test,
    onPath: (document, path, record) =>
      visitPath(document, path, (value, position) => {
        if (!test(value)) return false
        if (record && position !== undefined) record.position = position
        return true
      }),
  }
}

function onWhole(test: ValueTest): FieldTest {
  return { onValue: test, onPath: (document, path) => visitPath(document, path, value => test(value), false) }
}

const not = (test: FieldTest): FieldTest => ({
  onValue: value => !test.onValue(value),
  onPath: (document, path) => !test.onPath(document, path),
})

/** All of several conditions. */
export const allOf = (tests: FieldTest[]): FieldTest => ({
  onValue: value => tests.every(test => test.onValue(value)),
  onPath: (document, path, record) => tests.every(test => test.onPath(document, path, record)),
})

const KNOWN_TO_MONGODB = [
  '$geoWithin',
  '$geoIntersects',
  '$bitsAllSet',
  '$bitsAllClear',
  '$bitsAnySet',
  '$bitsAnyClear',
]

function refusal(name: string): Error {
  if (name === '$near' || name === '$nearSphere') {
    const message =
      'error processing query: planner returned error :: caused by :: unable to find index for $geoNear query'
    return mongoFault(291, 'NoQueryExecutionPlans', message)
  }
  if (KNOWN_TO_MONGODB.includes(name)) return notImplemented(`${name} is not supported here`)
  return badValue(`unknown operator: ${name}`)
}
