import type { Document } from './bson'

/** The `$type` alias of a BSON value; `missing` stands for an absent field. */
export type TypeName =
  | 'missing'
  | 'minKey'
  | 'null'
  | 'int'
  | 'long'
  | 'double'
  | 'decimal'
  | 'string'
  | 'symbol'
  | 'object'
  | 'array'
  | 'binData'
  | 'objectId'
  | 'bool'
  | 'date'
  | 'timestamp'
  | 'regex'
  | 'dbPointer'
  | 'javascript'
  | 'javascriptWithScope'
  | 'maxKey'

const WRAPPERS: Record<string, TypeName> = {
  Int32: 'int',
  Long: 'long',
  Double: 'double',
  Decimal128: 'decimal',
  ObjectId: 'objectId',
  Binary: 'binData',
  Timestamp: 'timestamp',
  BSONRegExp: 'regex',
  BSONSymbol: 'symbol',
  MinKey: 'minKey',
  MaxKey: 'maxKey',
  DBRef: 'object',
}

/** Tells whether a value is an embedded document rather than a scalar, an array or a BSON wrapper. */
export function isDocument(value: unknown): value is Document {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Tells whether a document is an operator expression such as `{ $gt: 1 }`. References are values. */
export function isOperatorDocument(value: unknown): value is Document {
  if (!isDocument(value)) return false
  const first = Object.keys(value)[0]
  return (
    first !== undefined && first.startsWith('$') && first !== '$ref' && first !== '$id' && first !== '$db'
  )
}

/** Names a value's BSON type. Plain JavaScript numbers count as the type the driver would send. */
export function typeName(value: unknown): TypeName {
  switch (typeof value) {
    case 'undefined':
      return 'missing'
    case 'string':
      return 'string'
    case 'boolean':
      return 'bool'
    case 'bigint':
      return 'long'
    case 'number':
      return Number.isInteger(value) && (value | 0) === value && !Object.is(value, -0) ? 'int' : 'double'
    default:
      return objectTypeName(value)
  }
}

function objectTypeName(value: unknown): TypeName {
  if (value === null) return 'null'
  if (isDocument(value)) return 'object'
  if (Array.isArray(value)) return 'array'
  const wrapper = value as { _bsontype?: string; scope?: unknown }
  if (wrapper._bsontype === 'Code') return wrapper.scope ? 'javascriptWithScope' : 'javascript'
  if (wrapper._bsontype !== undefined) return WRAPPERS[wrapper._bsontype] ?? 'object'
  if (value instanceof Date) return 'date'
  if (value instanceof RegExp) return 'regex'
  return value instanceof Uint8Array ? 'binData' : 'object'
}

/** Tells whether a type name is one of the four number types. */
export const isNumberType = (type: TypeName): boolean =>
  type === 'int' || type === 'long' || type === 'double' || type === 'decimal'

/** Where an empty array stands as an index or sort key: after MinKey, before null. */
export const EMPTY_ARRAY: unique symbol = Symbol('empty array')

const RANKS: Record<TypeName, number> = {
  minKey: 1,
  missing: 3,
  null: 3,
  double: 4,
  int: 4,
  long: 4,
  decimal: 4,
  string: 5,
  symbol: 5,
  object: 6,
  array: 7,
  binData: 8,
  objectId: 9,
  bool: 10,
  date: 11,
  timestamp: 12,
  regex: 13,
  dbPointer: 14,
  javascript: 15,
  javascriptWithScope: 16,
  maxKey: 17,
}

/** The place of a value's type in BSON order; types that compare with one another share a rank. */
export const typeRank = (value: unknown): number => (value === EMPTY_ARRAY ? 2 : RANKS[typeName(value)])
