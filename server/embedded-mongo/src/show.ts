import { Binary, Decimal128, Double, Int32, Long, ObjectId, Timestamp, UUID } from 'bson'
import { type Document } from './query/bson'
import { isDocument } from './query/types'

/** Writes a document the way MongoDB words it in its messages: `{ name: "Ann", n: 1 }`. */
export function showDocument(document: Document): string {
  const fields = Object.entries(document).map(([name, value]) => `${name}: ${showValue(value)}`)
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}

/** Writes one value the way MongoDB words it in its messages. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return `"${value.replace(/["\\]/g, '\\$&')}"`
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[ ${value.map(showValue).join(', ')} ]`
  if (value instanceof Date) return `new Date(${value.getTime()})`
  if (isDocument(value)) return showDocument(value)
  return showWrapper(value as object)
}

function showWrapper(value: object): string {
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`
  if (value instanceof Int32 || value instanceof Long) return value.toString()
  if (value instanceof Double) return showDouble(value.value)
  if (value instanceof Decimal128) return `${value.toString()}`
  if (value instanceof UUID || (value instanceof Binary && value.sub_type === Binary.SUBTYPE_UUID)) {
    return `UUID("${new UUID(value.buffer).toString()}")`
  }
  if (value instanceof Binary) {
    return `BinData(${value.sub_type}, ${Buffer.from(value.value()).toString('hex').toUpperCase()})`
  }
  if (value instanceof Timestamp) return `Timestamp(${value.getHighBits()}, ${value.getLowBits()})`
  return String((value as { _bsontype?: string })._bsontype ?? value)
}

const showDouble = (value: number): string =>
  Number.isNaN(value)
    ? 'nan'
    : Number.isFinite(value)
      ? Number.isInteger(value) && Math.abs(value) < 1e15
        ? value.toFixed(1)
        : String(value)
      : value > 0
        ? 'inf'
        : '-inf'
