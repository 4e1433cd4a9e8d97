import { DBRef, deserialize, serialize } from 'bson'
import { isDocument } from './types'

/** A BSON document in memory: own string keys in stored order, numbers as Int32, Long, Double or Decimal128. */
export type Document = Record<string, unknown>

const KEEP_TYPES = { promoteValues: false, promoteLongs: false, promoteBuffers: false, bsonRegExp: true }
const REFERENCE_KEY = Buffer.from('$ref\0')

/** Reads one document so that `encode(decode(bytes))` gives the same bytes back. */
export function decode(bytes: Uint8Array): Document {
  const document = deserialize(bytes, KEEP_TYPES)
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return buffer.includes(REFERENCE_KEY) ? (plainReferences(document) as Document) : document
}

/** Writes one document; fields that are undefined are left out. */
export function encode(document: Document): Uint8Array {
  return serialize(document, { ignoreUndefined: true })
}

/** The JavaScript number of any BSON number, undefined for everything else. Longs beyond 2^53 are rounded. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (typeof value !== 'object' || value === null) return undefined
  // By tag and not by class: a document may come from another copy of bson, such as the driver's.
  const wrapper = value as { _bsontype?: string; value?: number }
  switch (wrapper._bsontype) {
    case 'Int32':
    case 'Double':
      return wrapper.value
    case 'Long':
    case 'Decimal128':
      return Number(String(wrapper))
    default:
      return undefined
  }
}

/** Puts a field into a document, whatever its name: `__proto__` becomes a field like any other. */
export function setField(document: Document, name: string, value: unknown): void {
  if (name !== '__proto__') document[name] = value
  else Object.defineProperty(document, name, { value, enumerable: true, writable: true, configurable: true })
}

/** Reads a document's own field; undefined when it is absent, also for names that Object.prototype has. */
export function getField(document: Document, name: string): unknown {
  const value = document[name]
  if (typeof value !== 'function' && name !== '__proto__') return value
  return Object.hasOwn(document, name) ? document[name] : undefined
}

// bson turns `{ $ref, $id }` into a class of its own that hides the fields from queries.
function plainReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainReferences)
  if (value instanceof DBRef) {
    const { collection, oid, db, fields } = value
    return plainReferences({
      $ref: collection,
      $id: oid,
      ...(db === undefined ? {} : { $db: db }),
      ...fields,
    })
  }
  if (!isDocument(value)) return value
  for (const [name, field] of Object.entries(value)) setField(value, name, plainReferences(field))
  return value
}
