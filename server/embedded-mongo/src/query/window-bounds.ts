import { numberOf } from './bson'
import { failedToParse, located, notImplemented } from './fault'
import { isDocument, typeName } from './types'

/** The first and last position of a window around one document, in a partition of so many; it may be empty. */
export type Window = (position: number, count: number) => { first: number; last: number }

/** A window over everything, which is the same for every document of a partition. */
export const WHOLE: Window = (_, count) => ({ first: 0, last: count - 1 })

/** Reads a `window`; only windows of documents are known here, a range of values is refused (238). */
export function parseWindow(argument: unknown, hasSort: boolean): Window {
  if (argument === undefined) return WHOLE
  if (!isDocument(argument)) throw failedToParse("'window' field must be an object")
  const names = Object.keys(argument)
  if (names.includes('documents') && names.includes('range'))
    throw failedToParse("Window bounds can specify either 'documents' or 'unit', not both.")
  if (names.includes('range')) throw notImplemented('windows by range are not supported here')
  if (names.includes('unit'))
    throw failedToParse("Window bounds can only specify 'unit' with range-based bounds.")
  if (names.length === 0) return WHOLE
  if (!names.includes('documents')) {
    const expected = "'documents' as the only argument or 'range' with an optional 'unit' field"
    throw failedToParse(`'window' field can only contain ${expected}`)
  }
  if (names.length > 1)
    throw failedToParse("'window' field that specifies documents cannot have other fields")
  return documentWindow(argument.documents, hasSort)
}

function documentWindow(bounds: unknown, hasSort: boolean): Window {
  if (!Array.isArray(bounds) || bounds.length !== 2)
    throw failedToParse('Window bounds must be a 2-element array')
  const [lower, upper] = bounds.map(parseBound) as [number | undefined, number | undefined]
  if (lower !== undefined && upper !== undefined && lower > upper)
    throw located(5339900, `Lower bound must not exceed upper bound: [${lower}, ${upper}]`)
  if (lower === undefined && upper === undefined) return WHOLE
  if (!hasSort) throw located(5339901, 'Document-based bounds require a sortBy')
  return (position, count) => ({
    first: lower === undefined ? 0 : Math.max(0, position + lower),
    last: upper === undefined ? count - 1 : Math.min(count - 1, position + upper),
  })
}

// Undefined is unbounded.
function parseBound(bound: unknown): number | undefined {
  if (bound === 'unbounded') return undefined
  if (bound === 'current') return 0
  if (typeof bound === 'string')
    throw failedToParse("Window bounds must be 'unbounded', 'current', or a number.")
  if (isDocument(bound) || Array.isArray(bound))
    throw failedToParse('Window bounds expression must be a constant.')
  const number = numberOf(bound)
  if (number !== undefined && Number.isInteger(number)) return number
  throw failedToParse(`Numeric document-based bounds must be an integer, found ${typeName(bound)}`)
}
