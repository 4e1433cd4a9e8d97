import type { Binary, BSONRegExp, Code, Long, ObjectId } from 'bson'
import { type Document, numberOf } from './bson'
import { badValue, MongoFault } from './fault'
import { keyValues } from './key-values'
import { compareNumbers } from './compare-numbers'
import { typeRank } from './types'

/** Orders two values as MongoDB does: by type class, then by value. Negative, zero or positive. */
export function compareBson(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b)
  const rank = typeRank(a)
  return rank - typeRank(b) || compareSameRank(a, b, rank)
}

/** Tells whether two values are equal for queries: numbers across types, everything else within its own. */
export const equalBson = (a: unknown, b: unknown): boolean => compareBson(a, b) === 0

/** Compares documents by a sort specification; of an array, the least (ascending) or greatest element counts. */
export function compareBySort(sort: Document): (a: Document, b: Document) => number {
  const keyOf = sortKeyOf(sort)
  const directions = directionsOf(sort)
  const compare = (a: unknown[], b: unknown[]) => compareTuples(a, b, directions)
  return (a, b) => compare(keyOf(a), keyOf(b))
}

/** Sorts documents stably, reading each one's key once. */
export function sortDocuments(documents: Document[], sort: Document): Document[] {
  const keyOf = sortKeyOf(sort)
  const directions = directionsOf(sort)
  return documents
    .map(document => ({ document, key: keyOf(document) }))
    .sort((a, b) => compareTuples(a.key, b.key, directions))
    .map(({ document }) => document)
}

const directionsOf = (sort: Document): number[] =>
  Object.values(sort).map(way => ((numberOf(way) ?? 1) < 0 ? -1 : 1))

function sortKeyOf(sort: Document): (document: Document) => unknown[] {
  const directions = directionsOf(sort)
  return document => {
    const tuples = sortTuples(document, sort)
    return tuples.reduce((least, tuple) => (compareTuples(tuple, least, directions) < 0 ? tuple : least))
  }
}

function sortTuples(document: Document, sort: Document): unknown[][] {
  try {
    return keyValues(document, sort).tuples
  } catch (error) {
    if (error instanceof MongoFault && error.code === 171)
      throw badValue('cannot sort with keys that are parallel arrays')
    throw error
  }
}

function compareTuples(a: unknown[], b: unknown[], directions: number[]): number {
  for (const [index, direction] of directions.entries()) {
    const order = compareBson(a[index], b[index])
    if (order !== 0) return order * direction
  }
  return 0
}

// Ranks are those of types.ts.
function compareSameRank(a: unknown, b: unknown, rank: number): number {
  switch (rank) {
    case 4:
      return compareNumbers(a, b)
    case 5:
      return compareStrings(String(a), String(b))
    case 6:
      return compareDocuments(a as Document, b as Document)
    case 7:
      return compareArrays(a as unknown[], b as unknown[])
    case 8:
      return compareBinary(binaryParts(a), binaryParts(b))
    case 9:
      return Buffer.compare((a as ObjectId).id, (b as ObjectId).id)
    case 10:
      return Number(a) - Number(b)
    case 11:
      return (a as Date).getTime() - (b as Date).getTime()
    case 12:
      return (a as Long).toUnsigned().compare((b as Long).toUnsigned())
    case 13:
      return compareRegex(regexParts(a), regexParts(b))
    case 15:
    case 16:
      return compareCode(a as Code, b as Code)
    default:
      return 0
  }
}

/** Orders strings by their UTF-8 bytes, which is the order of code points. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index)
    const right = b.charCodeAt(index)
    if (left === right) continue
    // A surrogate half stands for a code point above every single unit.
    const leftPair = left >= 0xd800 && left <= 0xdfff
    const rightPair = right >= 0xd800 && right <= 0xdfff
    return leftPair === rightPair ? left - right : leftPair ? 1 : -1
  }
  return a.length - b.length
}

function compareDocuments(a: Document, b: Document): number {
  const left = Object.entries(a).filter(([, value]) => value !== undefined)
  const right = Object.entries(b).filter(([, value]) => value !== undefined)
  for (const [index, [name, value]] of left.entries()) {
    const other = right[index]
    if (!other) return 1
    const order =
      typeRank(value) - typeRank(other[1]) || compareStrings(name, other[0]) || compareBson(value, other[1])
    if (order !== 0) return order
  }
  return left.length - right.length
}

function compareArrays(a: unknown[], b: unknown[]): number {
  for (const [index, value] of a.entries()) {
    if (index >= b.length) return 1
    const order = compareBson(value, b[index])
    if (order !== 0) return order
  }
  return a.length - b.length
}

/** The sub-type and the bytes of a binary value, whichever class holds them. */
export function binaryParts(value: unknown): { subtype: number; bytes: Uint8Array } {
  if (value instanceof Uint8Array) return { subtype: 0, bytes: value }
  const binary = value as Binary
  return { subtype: binary.sub_type, bytes: binary.buffer.subarray(0, binary.position) }
}

function compareBinary(a: ReturnType<typeof binaryParts>, b: ReturnType<typeof binaryParts>): number {
  return a.bytes.length - b.bytes.length || a.subtype - b.subtype || Buffer.compare(a.bytes, b.bytes)
}

/** Pattern and options of a regular expression in BSON's spelling. */
export function regexParts(value: unknown): { pattern: string; options: string } {
  if (!(value instanceof RegExp)) return value as BSONRegExp
  const { source, flags } = value
  return { pattern: source, options: [...flags].filter(flag => 'ims'.includes(flag)).join('') }
}

function compareRegex(a: ReturnType<typeof regexParts>, b: ReturnType<typeof regexParts>): number {
  return compareStrings(a.pattern, b.pattern) || compareStrings(a.options, b.options)
}

function compareCode(a: Code, b: Code): number {
  return compareStrings(String(a.code), String(b.code)) || compareDocuments(a.scope ?? {}, b.scope ?? {})
}
