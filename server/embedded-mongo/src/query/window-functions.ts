import { Long } from 'bson'
import { type Document, numberOf } from './bson'
import { compareBySort } from './compare'
import { evaluator } from './expression'
import { failedToParse, located, notImplemented } from './fault'
import { ACCUMULATORS } from './group'
import { isDocument, typeName } from './types'
import { parseWindow, WHOLE } from './window-bounds'

/** Gives each document of a sorted partition its value. */
export type WindowFunction = (partition: Document[], variables: Document) => unknown[]

type Compiler = (specification: Document, sort: Document | undefined) => WindowFunction

const RANKS = ['$rank', '$denseRank', '$documentNumber']
// What MongoDB knows beside them; they are refused as known but not done.
const NOT_DONE = [
  '$bottom',
  '$bottomN',
  '$covariancePop',
  '$covarianceSamp',
  '$derivative',
  '$expMovingAvg',
  '$firstN',
  '$integral',
  '$lastN',
  '$linearFill',
  '$locf',
  '$maxN',
  '$median',
  '$minN',
  '$percentile',
  '$stdDevPop',
  '$stdDevSamp',
  '$top',
  '$topN',
]

/** Reads one field of `output`: one function, with a window where it takes one; what is not known is refused (9). */
export function compileWindowFunction(
  field: string,
  specification: unknown,
  sort: Document | undefined,
): WindowFunction {
  if (!isDocument(specification)) throw failedToParse(`The field '${field}' must be an object`)
  const names = Object.keys(specification).filter(name => name.startsWith('$'))
  if (names.length > 1) throw failedToParse('Cannot specify multiple functions in window function spec')
  const stranger = Object.keys(specification).find(name => !name.startsWith('$') && name !== 'window')
  if (stranger !== undefined) throw failedToParse(`Window function found an unknown argument: ${stranger}`)
  const [name] = names
  if (name === undefined) throw failedToParse('Expected a $-prefixed window function')
  return compilerOf(name)(specification, sort)
}

function compilerOf(name: string): Compiler {
  if (name === '$shift') return compileShift
  if (RANKS.includes(name)) return (specification, sort) => compileRank(name, specification, sort)
  if (NOT_DONE.includes(name)) throw notImplemented(`the window function ${name} is not supported here`)
  if (!Object.hasOwn(ACCUMULATORS, name)) throw failedToParse(`Unrecognized window function, ${name}`)
  return (specification, sort) => compileAccumulator(name, specification, sort)
}

function compileAccumulator(
  name: string,
  specification: Document,
  sort: Document | undefined,
): WindowFunction {
  const operand = specification[name]
  if (name === '$count' && (!isDocument(operand) || Object.keys(operand).length > 0))
    throw failedToParse('$count only accepts an empty object as input')
  const accumulate = ACCUMULATORS[name] as (values: unknown[]) => unknown
  const evaluate = evaluator(operand)
  const window = parseWindow(specification.window, sort !== undefined)
  return (partition, variables) => {
    const values = partition.map(document => evaluate(document, variables))
    if (window === WHOLE) return new Array<unknown>(values.length).fill(accumulate(values))
    return values.map((_, position) => {
      const { first, last } = window(position, values.length)
      return accumulate(first > last ? [] : values.slice(first, last + 1))
    })
  }
}

// Documents that the sort does not tell apart share a rank.
function compileRank(name: string, specification: Document, sort: Document | undefined): WindowFunction {
  if ('window' in specification) throw located(5371601, 'Rank style window functions take no other arguments')
  const operand = specification[name]
  if (!isDocument(operand) || Object.keys(operand).length > 0)
    throw located(5371603, `${name} must be specified with '{}' as the value`)
  if (!sort || Object.keys(sort).length !== 1) {
    const message = `${name} must be specified with a top level sortBy expression with exactly one element`
    throw located(5371602, message)
  }
  const compare = compareBySort(sort)
  return partition => {
    let rank = 0
    return partition.map((document, position) => {
      const previous = partition[position - 1]
      const isTied = previous !== undefined && compare(previous, document) === 0
      if (name === '$documentNumber' || (name === '$rank' && !isTied)) rank = position + 1
      else if (!isTied) rank++
      return Long.fromNumber(rank)
    })
  }
}

function compileShift(specification: Document, sort: Document | undefined): WindowFunction {
  if ('window' in specification) throw failedToParse("$shift does not accept a 'window' field")
  const argument = specification.$shift
  if (!isDocument(argument)) throw failedToParse('Argument to $shift must be an object')
  const stranger = Object.keys(argument).find(name => !['output', 'by', 'default'].includes(name))
  if (stranger !== undefined) throw failedToParse('Unknown argument in $shift')
  if (!('output' in argument)) throw failedToParse("$shift requires an 'output' expression.")
  if (!('by' in argument)) throw failedToParse("$shift requires 'by' as an integer value.")
  const by = numberOf(argument.by)
  if (by === undefined || !Number.isInteger(by))
    throw failedToParse(`'$shift:by' field must be an integer, but found ${typeName(argument.by)}`)
  if (!sort) throw failedToParse("'$shift' requires a sortBy")
  const fallback = shiftDefault(argument.default)
  const evaluate = evaluator(argument.output)
  return (partition, variables) =>
    partition.map((_, position) => {
      const source = partition[position + by]
      return source === undefined ? fallback : (evaluate(source, variables) ?? fallback)
    })
}

function shiftDefault(value: unknown): unknown {
  if (isDocument(value) && '$literal' in value && Object.keys(value).length === 1) return value.$literal
  const isExpression =
    (typeof value === 'string' && value.startsWith('$')) || isDocument(value) || Array.isArray(value)
  if (isExpression) throw failedToParse("'$shift:default' expression must yield a constant value.")
  return value ?? null
}
