import { showValue } from '../show'
import { type Document, numberOf } from './bson'
import { compareBson, compareBySort, equalBson } from './compare'
import { badValue, failedToParse, mongoFault } from './fault'
import { compileField } from './match-field'
import { compileFilter } from './match'
import { isRegex } from './regex'
import { isDocument, isOperatorDocument, typeName } from './types'
import type { ModifierCompiler } from './update-modifiers'
import type { Leaf, Site } from './update-tree'

/** Modifiers of array fields. */
export const arrayModifiers: Record<string, ModifierCompiler> = {
  $push: compilePush,
  $addToSet: compileAddToSet,
  $pull: compilePull,
  $pullAll: compilePullAll,
  $pop: compilePop,
}

function compilePush(argument: unknown, path: string): Leaf['modify'] {
  const clauses = eachClauses('$push', argument, path, ['$each', '$slice', '$sort', '$position'])
  const slice = wholeClause('$slice', clauses.$slice)
  const position = wholeClause('$position', clauses.$position)
  const compare = clauses.$sort === undefined ? undefined : elementOrder(clauses.$sort)
  return (current, site) => {
    const array = [...arrayOf(current, site)]
    array.splice(position ?? array.length, 0, ...(clauses.$each as unknown[]))
    if (compare) array.sort(compare)
    if (slice === undefined) return array
    return slice < 0 ? array.slice(slice) : array.slice(0, slice)
  }
}

function arrayOf(current: unknown, site: Site): unknown[] {
  if (current === undefined) return []
  if (Array.isArray(current)) return current
  const holder = `document {_id: ${showValue(site.document._id)}}`
  throw badValue(`The field '${site.path}' must be an array but is of type ${typeName(current)} in ${holder}`)
}

// `{ $each: […] }` says many, anything else is the one value itself.
function eachClauses(operator: string, argument: unknown, path: string, allowed: string[]): Document {
  if (!isDocument(argument) || !('$each' in argument)) {
    if (isOperatorDocument(argument)) {
      const name = Object.keys(argument)[0]
      throw mongoFault(
        52,
        'DollarPrefixedFieldName',
        `The dollar ($) prefixed field '${name}' in '${path}.${name}' is not valid for storage.`,
      )
    }
    return { $each: [argument] }
  }
  const stranger = Object.keys(argument).find(name => !allowed.includes(name))
  if (stranger !== undefined) throw badValue(`Unrecognized clause in ${operator}: ${stranger}`)
  if (!Array.isArray(argument.$each)) {
    throw badValue(
      `The argument to $each in ${operator} must be an array but it was of type: ${typeName(argument.$each)}`,
    )
  }
  return argument
}

function wholeClause(name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined
  const whole = numberOf(value)
  if (whole !== undefined && Number.isInteger(whole)) return whole
  throw badValue(`The value for ${name} must be an integer value but was given type: ${typeName(value)}`)
}

function elementOrder(sort: unknown): (a: unknown, b: unknown) => number {
  const way = numberOf(sort)
  if (way === 1 || way === -1) return (a, b) => compareBson(a, b) * way
  if (!isDocument(sort))
    throw badValue(
      'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields',
    )
  const bad = Object.values(sort).some(value => ![1, -1].includes(numberOf(value) ?? 0))
  if (bad || Object.keys(sort).length === 0) throw badValue('The $sort element value must be either 1 or -1')
  const compare = compareBySort(sort)
  const fieldsOf = (element: unknown) => (isDocument(element) ? element : {})
  return (a, b) => compare(fieldsOf(a), fieldsOf(b))
}

function compileAddToSet(argument: unknown, path: string): Leaf['modify'] {
  const { $each: values } = eachClauses('$addToSet', argument, path, ['$each']) as { $each: unknown[] }
  return (current, site) => {
    if (current !== undefined && !Array.isArray(current)) {
      const message = `Cannot apply $addToSet to non-array field. Field named '${site.path.split('.').at(-1)}' has non-array type ${typeName(current)}`
      throw badValue(message)
    }
    const result = [...(current ?? [])]
    for (const value of values) if (!result.some(item => equalBson(item, value))) result.push(value)
    return result
  }
}

function compilePull(argument: unknown): Leaf['modify'] {
  const matches = pullCondition(argument)
  return current => without('$pull', current, matches)
}

function pullCondition(argument: unknown): (element: unknown) => boolean {
  if (isOperatorDocument(argument) || isRegex(argument)) {
    const test = compileField(argument, '', {})
    return element => test.onPath({ '': element }, [''])
  }
  if (!isDocument(argument)) return element => equalBson(element, argument)
  const matches = compileFilter(argument)
  return element => isDocument(element) && matches(element)
}

function without(operator: string, current: unknown, matches: (element: unknown) => boolean): unknown {
  if (current === undefined) return undefined
  if (!Array.isArray(current)) throw badValue(`Cannot apply ${operator} to a non-array value`)
  return current.filter(element => !matches(element))
}

function compilePullAll(argument: unknown): Leaf['modify'] {
  if (!Array.isArray(argument))
    throw badValue(`$pullAll requires an array argument but was given a ${typeName(argument)}`)
  return current => without('$pullAll', current, element => argument.some(value => equalBson(value, element)))
}

function compilePop(argument: unknown, path: string): Leaf['modify'] {
  const end = numberOf(argument)
  if (end === undefined) throw failedToParse(`Expected a number in: ${path}: ${showValue(argument)}`)
  if (end !== 1 && end !== -1) throw failedToParse(`$pop expects 1 or -1, found: ${showValue(argument)}`)
  return (current, site) => {
    if (current === undefined) return undefined
    if (!Array.isArray(current)) {
      const message = `Path '${site.path}' contains an element of non-array type '${typeName(current)}'`
      throw mongoFault(14, 'TypeMismatch', message)
    }
    return end === 1 ? current.slice(0, -1) : current.slice(1)
  }
}
