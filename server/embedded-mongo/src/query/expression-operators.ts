import { Int32 } from 'bson'
import { type Document, numberOf } from './bson'
import { compareBson, equalBson } from './compare'
import { type Compile, type Evaluate, isNothing, isTruthy, type OperatorCompiler } from './expression-values'
import { add, divide, modulo, multiply, rounded, subtract } from './expression-arithmetic'
import { located } from './fault'
import { isNumeric } from './numbers'
import { average, greatest, least, total } from './accumulate'
import { toText } from './expression-text'
import { isDocument, typeName } from './types'

/** Operators that take their arguments evaluated. */
export const valueOperators: Record<string, OperatorCompiler> = {
  $eq: onTwo((a, b) => compareValues(a, b) === 0),
  $ne: onTwo((a, b) => compareValues(a, b) !== 0),
  $gt: onTwo((a, b) => compareValues(a, b) > 0),
  $gte: onTwo((a, b) => compareValues(a, b) >= 0),
  $lt: onTwo((a, b) => compareValues(a, b) < 0),
  $lte: onTwo((a, b) => compareValues(a, b) <= 0),
  $cmp: onTwo((a, b) => new Int32(Math.sign(compareValues(a, b)))),
  $not: onOne(value => !isTruthy(value)),
  $add: onMany(add),
  $subtract: onTwo(subtract),
  $multiply: onMany(multiply),
  $divide: onTwo(divide),
  $mod: onTwo(modulo),
  $abs: onOne(value => rounded('$abs', value, Math.abs)),
  $ceil: onOne(value => rounded('$ceil', value, Math.ceil)),
  $floor: onOne(value => rounded('$floor', value, Math.floor)),
  $concat: onMany(concat),
  $toString: onOne(value => (isNothing(value) ? null : toText(value))),
  $toLower: onOne(value => caseOf(value).replace(/[A-Z]+/g, letters => letters.toLowerCase())),
  $toUpper: onOne(value => caseOf(value).replace(/[a-z]+/g, letters => letters.toUpperCase())),
  $size: onOne(value => {
    if (Array.isArray(value)) return new Int32(value.length)
    throw located(17124, `The argument to $size must be an array, but was of type: ${typeName(value)}`)
  }),
  $isArray: onOne(value => Array.isArray(value)),
  $type: onOne(value => typeName(value)),
  $in: onTwo((value, list) => {
    if (!Array.isArray(list))
      throw located(40081, `$in requires an array as a second argument, found: ${typeName(list)}`)
    return list.some(item => equalBson(item, value ?? null) && value !== undefined)
  }),
  $arrayElemAt: onTwo(elementAt),
  $concatArrays: onMany(concatArrays),
  $mergeObjects: onMany(mergeObjects),
  $sum: onList(total),
  $avg: onList(average),
  $min: onList(least),
  $max: onList(greatest),
  $first: onOne(value => end('$first', value, 0)),
  $last: onOne(value => end('$last', value, -1)),
}

/** Orders as expressions do: like BSON, but missing comes before null. */
export function compareValues(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) {
    const other = a ?? b
    if (other !== undefined && typeName(other) === 'minKey') return a === undefined ? 1 : -1
    return Number(a !== undefined) - Number(b !== undefined)
  }
  return compareBson(a, b)
}

const listOf = (argument: unknown): unknown[] => (Array.isArray(argument) ? argument : [argument])

function onMany(apply: (values: unknown[]) => unknown): OperatorCompiler {
  return (argument, compile) => {
    const parts = listOf(argument).map(compile)
    return (document, variables) => apply(parts.map(part => part(document, variables)))
  }
}

function exactly(count: number, name: string, argument: unknown, compile: Compile): Evaluate[] {
  const parts = listOf(argument)
  if (parts.length === count) return parts.map(compile)
  throw located(16020, `Expression ${name} takes exactly ${count} arguments. ${parts.length} were passed in.`)
}

function onOne(apply: (value: unknown) => unknown): OperatorCompiler {
  return (argument, compile, name) => {
    const [part] = exactly(1, name, argument, compile) as [Evaluate]
    return (document, variables) => apply(part(document, variables))
  }
}

function onTwo(apply: (a: unknown, b: unknown) => unknown): OperatorCompiler {
  return (argument, compile, name) => {
    const [left, right] = exactly(2, name, argument, compile) as [Evaluate, Evaluate]
    return (document, variables) => apply(left(document, variables), right(document, variables))
  }
}

// `{ $sum: '$list' }` runs over the list, `{ $sum: ['$a', '$b'] }` over the arguments.
function onList(apply: (values: unknown[]) => unknown): OperatorCompiler {
  return (argument, compile) => {
    const parts = listOf(argument).map(compile)
    return (document, variables) => {
      const values = parts.map(part => part(document, variables))
      return apply(values.length === 1 && Array.isArray(values[0]) ? values[0] : values)
    }
  }
}

function concat(values: unknown[]): unknown {
  const stranger = values.find(value => !isNothing(value) && typeof value !== 'string')
  if (stranger !== undefined) throw located(16702, `$concat only supports strings, not ${typeName(stranger)}`)
  return values.some(isNothing) ? null : values.join('')
}

const caseOf = (value: unknown): string => (isNothing(value) ? '' : toText(value))

function elementAt(list: unknown, index: unknown): unknown {
  if (isNothing(list) || isNothing(index)) return null
  if (!Array.isArray(list))
    throw located(28689, `$arrayElemAt's first argument must be an array, but is ${typeName(list)}`)
  if (!isNumeric(index))
    throw located(28690, `$arrayElemAt's second argument must be a numeric value, but is ${typeName(index)}`)
  const position = numberOf(index) as number
  if (!Number.isInteger(position))
    throw located(
      28691,
      `$arrayElemAt's second argument must be representable as a 32-bit integer: ${position}`,
    )
  return list.at(position)
}

function end(name: string, value: unknown, index: number): unknown {
  if (isNothing(value)) return null
  if (!Array.isArray(value))
    throw located(28689, `${name}'s argument must be an array, but is ${typeName(value)}`)
  return value.at(index)
}

function concatArrays(values: unknown[]): unknown {
  if (values.some(isNothing)) return null
  const stranger = values.find(value => !Array.isArray(value))
  if (stranger !== undefined)
    throw located(28664, `$concatArrays only supports arrays, not ${typeName(stranger)}`)
  return values.flat(1)
}

function mergeObjects(values: unknown[]): unknown {
  const stranger = values.find(value => !isNothing(value) && !isDocument(value))
  if (stranger !== undefined)
    throw located(40400, `$mergeObjects requires object inputs, but input is of type ${typeName(stranger)}`)
  return Object.fromEntries(values.flatMap(value => Object.entries((value ?? {}) as Document)))
}
