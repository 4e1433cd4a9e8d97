import { numberOf, type Document } from '../query/bson'
import { badValue, mongoFault, typeMismatch } from '../query/fault'
import { isDocument } from '../query/types'

const wrongType = (name: string, expected: string) =>
  typeMismatch(`BSON field '${name}' is the wrong type, expected type '${expected}'`)

/** An argument that must be a document when it is there. */
export function documentArgument(body: Document, name: string): Document | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (!isDocument(value)) throw wrongType(name, 'object')
  return value
}

/** An argument that must be there and be a document. */
export function requiredDocument(body: Document, name: string): Document {
  const value = documentArgument(body, name)
  if (value) return value
  throw mongoFault(40414, 'Location40414', `BSON field '${name}' is missing but a required field`)
}

/** A list of documents; undefined where it is absent. */
export function documentsArgument(body: Document, name: string): Document[] | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (!Array.isArray(value) || !value.every(isDocument)) throw wrongType(name, 'array of objects')
  return value
}

/** Yes or no; numbers count as MongoDB counts them. */
export function flagArgument(body: Document, name: string, fallback = false): boolean {
  const value = body[name]
  if (value === undefined || value === null) return fallback
  if (typeof value === 'boolean') return value
  const number = numberOf(value)
  if (number === undefined) throw wrongType(name, 'bool')
  return number !== 0
}

/** A whole number that is not negative; undefined where it is absent. */
export function countArgument(body: Document, name: string): number | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  const number = numberOf(value)
  if (number === undefined) throw wrongType(name, 'long')
  if (!Number.isInteger(number)) throw badValue(`BSON field '${name}' must be a whole number`)
  if (number >= 0) return number
  throw mongoFault(
    51024,
    'Location51024',
    `BSON field '${name}' value must be >= 0, actual value '${number}'`,
  )
}

/** An index's name or key pattern. */
export function hintArgument(body: Document): string | Document | undefined {
  const { hint } = body
  if (hint === undefined || hint === null) return undefined
  if (typeof hint === 'string' || isDocument(hint)) return hint
  throw wrongType('hint', 'string or object')
}

/** A list of statements or documents must have a length MongoDB admits. */
export function checkBatchSize(length: number): void {
  if (length >= 1 && length <= 100_000) return
  const message = `Write batch sizes must be between 1 and 100000. Got ${length} operations.`
  throw mongoFault(16, 'InvalidLength', message)
}

/** Refuses a collation other than the simple one, which compares bytes. */
export function checkCollation(body: Document): void {
  const collation = documentArgument(body, 'collation')
  if (!collation || Object.keys(collation).length === 0 || collation['locale'] === 'simple') return
  throw mongoFault(238, 'NotImplemented', 'only the simple collation is supported by this server')
}

/** Refuses variables given from outside, which this server does not hand to expressions. */
export function checkLet(body: Document): void {
  if (Object.keys(documentArgument(body, 'let') ?? {}).length === 0) return
  throw mongoFault(238, 'NotImplemented', "'let' is not supported by this server")
}
