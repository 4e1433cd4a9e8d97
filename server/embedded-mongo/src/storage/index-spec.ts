import { numberOf, type Document } from '../query/bson'
import { compareBson } from '../query/compare'
import { mongoFault } from '../query/fault'
import { compileFilter } from '../query/match'
import { isDocument, isOperatorDocument } from '../query/types'
import { showDocument } from '../show'

/** An index ready for use. `multikey` names the fields that some document has held an array in. */
export interface Index {
  id: number
  name: string
  spec: Document
  pattern: Document
  fields: string[]
  directions: (1 | -1)[]
  unique: boolean
  sparse: boolean
  partialFilter?: Document
  covers: (document: Document) => boolean
  expireAfterSeconds?: number
  multikey: Set<string>
}

const OPTIONS = ['v', 'key', 'name', 'unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds']
const IGNORED = ['background', 'ns', 'comment']
const cannotCreate = (message: string) => mongoFault(67, 'CannotCreateIndex', message)

/** Makes an index from a specification that has been checked, or from the catalogue. */
export function indexFromSpec(id: number, spec: Document, multikey: string[] = []): Index {
  const pattern = spec['key'] as Document
  const partialFilter = spec['partialFilterExpression'] as Document | undefined
  return {
    id,
    name: spec['name'] as string,
    spec,
    pattern,
    fields: Object.keys(pattern),
    directions: Object.values(pattern).map(direction => (numberOf(direction)! < 0 ? -1 : 1)),
    unique: spec['unique'] === true || spec['name'] === '_id_',
    sparse: spec['sparse'] === true,
    partialFilter,
    covers: partialFilter ? compileFilter(partialFilter) : () => true,
    expireAfterSeconds: numberOf(spec['expireAfterSeconds']),
    multikey: new Set(multikey),
  }
}

/** Checks a requested index and gives its canonical specification, named as MongoDB would name it. */
export function canonicalSpec(request: Document): Document {
  const { key, collation } = request
  if (!isDocument(key) || Object.keys(key).length === 0) {
    throw cannotCreate('Index keys cannot be empty.')
  }
  if (collation !== undefined && (collation as Document)['locale'] !== 'simple') {
    throw cannotCreate('only the simple collation is supported by this server')
  }
  for (const option of Object.keys(request)) {
    if (option === 'hidden' && request[option] === false) continue
    if (option === 'collation' || OPTIONS.includes(option) || IGNORED.includes(option)) continue
    const message = `The field '${option}' is not valid for an index specification. Specification: ${showDocument(request)}`
    throw mongoFault(197, 'InvalidIndexSpecificationOption', message)
  }
  checkKey(key as Document)
  const name = (request['name'] as string | undefined) ?? defaultName(key as Document)
  if (typeof name !== 'string' || name === '') throw cannotCreate('index name must be a non-empty string')
  const spec: Document = { v: 2, key, name }
  for (const flag of ['unique', 'sparse']) if (isTrue(request[flag])) spec[flag] = true
  if (request['partialFilterExpression'] !== undefined) {
    if (spec['sparse']) throw cannotCreate('cannot mix "partialFilterExpression" and "sparse" options')
    spec['partialFilterExpression'] = checkPartial(request['partialFilterExpression'])
  }
  if (request['expireAfterSeconds'] !== undefined) {
    spec['expireAfterSeconds'] = checkExpiry(request['expireAfterSeconds'], key as Document)
  }
  return spec
}

/** Tells how a requested index relates to the ones there are: the same, new, or in conflict (85, 86). */
export function compareWithExisting(spec: Document, existing: Index[]): 'same' | 'new' {
  const shown = (index: Index) =>
    `Requested index: ${showDocument(spec)}, existing index: ${showDocument(index.spec)}`
  const namesake = existing.find(index => index.name === spec['name'])
  if (namesake && !sameSignature(namesake.spec, spec)) {
    const reason =
      'An existing index has the same name as the requested index. When index names are not specified, they are ' +
      'auto generated and can cause conflicts. Please refer to our documentation. '
    throw mongoFault(86, 'IndexKeySpecsConflict', reason + shown(namesake))
  }
  if (namesake) {
    if (numberOf(namesake.spec['expireAfterSeconds']) === numberOf(spec['expireAfterSeconds'])) return 'same'
    const reason = 'An equivalent index already exists with the same name but different options. '
    throw mongoFault(85, 'IndexOptionsConflict', reason + shown(namesake))
  }
  const twin = existing.find(index => sameSignature(index.spec, spec))
  if (!twin) return 'new'
  throw mongoFault(85, 'IndexOptionsConflict', `Index already exists with a different name: ${twin.name}`)
}

/** Tells whether two key patterns name the same fields in the same order and direction. */
export function samePattern(left: Document, right: Document): boolean {
  const [a, b] = [Object.entries(left), Object.entries(right)]
  if (a.length !== b.length) return false
  return a.every(([field, direction], at) => field === b[at]![0] && compareBson(direction, b[at]![1]) === 0)
}

function sameSignature(left: Document, right: Document): boolean {
  const filters = [left['partialFilterExpression'] ?? null, right['partialFilterExpression'] ?? null]
  const flags = (spec: Document) => `${spec['unique'] === true} ${spec['sparse'] === true}`
  const patterns = [left['key'] as Document, right['key'] as Document] as const
  return samePattern(...patterns) && compareBson(filters[0], filters[1]) === 0 && flags(left) === flags(right)
}

function checkKey(key: Document): void {
  if (Object.keys(key).length > 32) throw cannotCreate('Index key contains too many fields')
  for (const [field, direction] of Object.entries(key)) {
    const number = numberOf(direction)
    if (typeof direction === 'string')
      throw cannotCreate(`index type '${direction}' is not supported by this server`)
    if (number === undefined || Number.isNaN(number) || number === 0) {
      throw cannotCreate(`Values in v:2 index key pattern must be non-zero numbers. Field: ${field}`)
    }
    if (field === '' || field.split('.').includes(''))
      throw cannotCreate('Index keys cannot contain an empty field.')
    if (field.includes('$')) throw cannotCreate(`Index key contains an illegal field name: ${field}`)
    if (field.split('.').some(part => /^\d+$/.test(part))) {
      throw cannotCreate(`array positions in an index key are not supported by this server: ${field}`)
    }
  }
}

const PARTIAL_OPERATORS = ['$eq', '$in', '$gt', '$gte', '$lt', '$lte', '$type', '$exists']

function checkPartial(filter: unknown): Document {
  if (!isDocument(filter)) throw cannotCreate('"partialFilterExpression" for an index must be a document')
  for (const [name, demand] of Object.entries(filter)) {
    const refused = cannotCreate(
      `Expression not supported in partial index: ${showDocument({ [name]: demand })}`,
    )
    if ((name === '$and' || name === '$or') && Array.isArray(demand)) demand.forEach(checkPartial)
    else if (name.startsWith('$')) throw refused
    else if (isOperatorDocument(demand)) {
      const isSupported = ([operator, operand]: [string, unknown]) =>
        PARTIAL_OPERATORS.includes(operator) && (operator !== '$exists' || operand === true)
      if (!Object.entries(demand).every(isSupported)) throw refused
    }
  }
  compileFilter(filter)
  return filter
}

function checkExpiry(value: unknown, key: Document): unknown {
  const seconds = numberOf(value)
  if (seconds === undefined) throw cannotCreate("TTL index 'expireAfterSeconds' option must be numeric")
  if (!(seconds >= 0 && seconds <= 0x7fffffff)) {
    throw cannotCreate("TTL index 'expireAfterSeconds' must be within the range of 0 and 2147483647")
  }
  if (Object.keys(key).length > 1)
    throw cannotCreate('TTL indexes are single-field indexes, compound indexes do not support TTL')
  if ('_id' in key)
    throw cannotCreate("The field 'expireAfterSeconds' is not valid for an _id index specification")
  return value
}

const isTrue = (value: unknown) => value === true || (numberOf(value) ?? 0) !== 0

/** The name MongoDB gives an index that has none: `a_1_b_-1`. */
export const defaultName = (key: Document): string =>
  Object.entries(key)
    .map(([field, direction]) => `${field}_${numberOf(direction)}`)
    .join('_')
