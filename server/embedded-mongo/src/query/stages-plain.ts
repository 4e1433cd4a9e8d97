import { Int32 } from 'bson'
import type { Stage } from './aggregate'
import { type Document, numberOf } from './bson'
import { sortDocuments } from './compare'
import { located } from './fault'
import { compileFilter } from './match'
import { isDocument, typeName } from './types'

/** Compiles `$match`. */
export function compileMatch(argument: unknown, variables: Document): Stage {
  if (!isDocument(argument)) throw located(15959, 'the match filter must be an expression in an object')
  const matches = compileFilter(argument, variables)
  return documents => documents.filter(document => matches(document))
}

/** Compiles `$sort`; equal documents keep their order. */
export function compileSort(argument: unknown): Stage {
  const sort = checkSort(argument)
  return documents => sortDocuments(documents, sort)
}

/** Checks a sort specification of a pipeline: fields with 1 or -1. */
export function checkSort(argument: unknown): Document {
  if (!isDocument(argument)) throw located(15973, 'the $sort key specification must be an object')
  const ways = Object.values(argument)
  if (ways.length === 0) throw located(15976, '$sort stage must have at least one sort key')
  for (const way of ways) {
    if (isDocument(way))
      throw located(31138, 'Illegal key in $sort specification: only 1 and -1 are supported here')
    if (numberOf(way) === undefined)
      throw located(15974, 'Illegal key in $sort specification: sort keys must be numbers')
    if (![1, -1].includes(numberOf(way) as number))
      throw located(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)')
  }
  return argument
}

/** Compiles `$limit`. */
export function compileLimit(argument: unknown): Stage {
  const limit = wholeNumber('$limit', argument, 2107201)
  if (limit <= 0) throw located(15958, 'the limit must be positive')
  return documents => documents.slice(0, limit)
}

/** Compiles `$skip`. */
export function compileSkip(argument: unknown): Stage {
  const skip = wholeNumber('$skip', argument, 5107200)
  if (skip < 0)
    throw located(
      5107200,
      `invalid argument to $skip stage: Expected a non-negative number in: $skip: ${skip}`,
    )
  return documents => documents.slice(skip)
}

function wholeNumber(name: string, argument: unknown, code: number): number {
  const number = numberOf(argument)
  if (number !== undefined && Number.isInteger(number)) return number
  throw located(
    code,
    `invalid argument to ${name} stage: Expected an integer: ${name}: ${typeName(argument)}`,
  )
}

/** Compiles `$sample`: so many documents by chance, none twice, in a random order. */
export function compileSample(argument: unknown): Stage {
  if (!isDocument(argument)) throw located(28745, 'the $sample stage specification must be an object')
  const stranger = Object.keys(argument).find(name => name !== 'size')
  if (stranger !== undefined) throw located(28748, `unrecognized option to $sample: ${stranger}`)
  if (!('size' in argument)) throw located(28749, '$sample stage must specify a size')
  const size = Math.trunc(numberOf(argument.size) ?? NaN)
  if (Number.isNaN(size)) throw located(28746, 'size argument to $sample must be a number')
  if (size <= 0) throw located(28747, 'size argument to $sample must be a positive integer')
  return documents => {
    const all = [...documents]
    const count = Math.min(size, all.length)
    for (let index = 0; index < count; index++) {
      const other = index + Math.floor(Math.random() * (all.length - index))
      ;[all[index], all[other]] = [all[other] as Document, all[index] as Document]
    }
    return all.slice(0, count)
  }
}

/** Compiles `$count`. */
export function compileCount(argument: unknown): Stage {
  if (typeof argument !== 'string') throw located(40156, 'the count field must be a non-empty string')
  if (argument === '') throw located(40156, 'the count field must be a non-empty string')
  if (argument.startsWith('$')) throw located(40158, 'the count field cannot be a $-prefixed path')
  if (argument.includes('.')) throw located(40160, "the count field cannot contain '.'")
  if (argument.includes('\0')) throw located(40159, 'the count field cannot contain a null byte')
  return documents => (documents.length === 0 ? [] : [{ [argument]: new Int32(documents.length) }])
}
