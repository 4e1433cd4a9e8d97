import { Int32 } from 'bson'
import { Context, evalExpr, ProcessingMode } from 'mingo/core'
import * as operators from 'mingo/operators/expression'
import { numberOf } from './bson'
import type { Compile, Evaluate, OperatorCompiler } from './expression-values'
import { located, notImplemented } from './fault'
import { isDocument, typeName } from './types'

type Kind = 'string' | 'whole' | 'date'

/** Operators that mingo gets right once the types of their arguments are checked and their numbers wrapped again. */
export const mingoOperators: Record<string, OperatorCompiler> = {
  $split: delegate(['string', 'string']),
  $substrCP: delegate(['string', 'whole', 'whole']),
  $strLenCP: delegate(['string']),
  $year: ofDate,
  $month: ofDate,
  $dayOfMonth: ofDate,
  $dayOfWeek: ofDate,
  $dayOfYear: ofDate,
  $hour: ofDate,
  $minute: ofDate,
  $second: ofDate,
  $millisecond: ofDate,
  $dateToString: compileDateToString,
}

const { $split, $substrCP, $strLenCP, $year, $month, $dayOfMonth, $dayOfWeek, $dayOfYear } = operators
const { $hour, $minute, $second, $millisecond, $dateToString } = operators
const expression = {
  $split,
  $substrCP,
  $strLenCP,
  $year,
  $month,
  $dayOfMonth,
  $dayOfWeek,
  $dayOfYear,
  $hour,
  $minute,
  $second,
  $millisecond,
  $dateToString,
}
const OPTIONS = {
  context: Context.init({ expression }),
  idKey: '_id',
  scriptEnabled: false,
  useStrictMode: true,
  failOnError: true,
  processingMode: ProcessingMode.CLONE_OFF,
}

// Values travel as fields, so that a text beginning with `$` is never read as a path.
function run(name: string, values: unknown[], shape: (names: string[]) => unknown): unknown {
  const fields = Object.fromEntries(values.map((value, index) => [`v${index}`, value]))
  const names = values.map((_, index) => `$v${index}`)
  const result: unknown = evalExpr(fields, { [name]: shape(names) }, OPTIONS)
  return typeof result === 'number' ? new Int32(result) : result
}

function delegate(kinds: Kind[]): OperatorCompiler {
  return (argument, compile, name) => {
    const parts = Array.isArray(argument) ? argument : [argument]
    if (parts.length !== kinds.length) {
      throw located(
        16020,
        `Expression ${name} takes exactly ${kinds.length} arguments. ${parts.length} were passed in.`,
      )
    }
    const evaluates = parts.map(compile)
    return (document, variables) => {
      const values = evaluates.map((evaluate, index) =>
        checked(name, evaluate(document, variables), kinds[index] as Kind),
      )
      if (name !== '$strLenCP' && values[0] === null) return name === '$substrCP' ? '' : null
      if (name === '$split' && values[1] === '') throw located(40087, '$split requires a non-empty separator')
      if (values.includes(null)) throw located(34471, `${name} requires arguments that are not null`)
      return run(name, values, names => (names.length === 1 ? names[0] : names))
    }
  }
}

function checked(name: string, value: unknown, kind: Kind): unknown {
  if (value === undefined || value === null) return null
  if (kind === 'string' && typeof value === 'string') return value
  if (kind === 'date' && value instanceof Date) return value
  const number = numberOf(value)
  if (kind === 'whole' && number !== undefined && Number.isInteger(number) && number >= 0) return number
  throw located(16006, `${name} cannot take a value of type ${typeName(value)}`)
}

function ofDate(argument: unknown, compile: Compile, name: string): Evaluate {
  const isParameters = isDocument(argument) && 'date' in argument
  if (isParameters && 'timezone' in argument)
    throw notImplemented(`${name} with a timezone is not supported here`)
  const single = isParameters
    ? argument.date
    : Array.isArray(argument) && argument.length === 1
      ? argument[0]
      : argument
  const evaluate = compile(single)
  return (document, variables) => {
    const date = checked(name, evaluate(document, variables), 'date')
    return date === null ? null : run(name, [date], names => names[0])
  }
}

const DEFAULT_FORMAT = '%Y-%m-%dT%H:%M:%S.%LZ'

// Only the plain parts of a date in UTC: mingo's weeks and zones are not MongoDB's.
function compileDateToString(argument: unknown, compile: Compile): Evaluate {
  if (!isDocument(argument)) throw located(18629, '$dateToString only supports an object as its argument')
  const stranger = Object.keys(argument).find(name => !['date', 'format', 'onNull'].includes(name))
  if (stranger === 'timezone') throw notImplemented('$dateToString with a timezone is not supported here')
  if (stranger !== undefined) throw located(18534, `Unrecognized argument to $dateToString: ${stranger}`)
  if (!('date' in argument)) throw located(18628, "Missing 'date' parameter to $dateToString")
  const [date, format, onNull] = [
    argument.date,
    argument.format ?? DEFAULT_FORMAT,
    argument.onNull ?? null,
  ].map(compile) as [Evaluate, Evaluate, Evaluate]
  return (document, variables) => {
    const moment = checked('$dateToString', date(document, variables), 'date')
    if (moment === null) return onNull(document, variables)
    const pattern = checked('$dateToString', format(document, variables), 'string')
    if (pattern === null) return null
    const odd = (pattern as string).match(/%(?![YmdHMSLj])./)
    if (odd) throw located(18536, `Invalid format character '${odd[0]}' in format string`)
    return run('$dateToString', [moment, pattern], ([v0, v1]) => ({ date: v0, format: v1 }))
  }
}
