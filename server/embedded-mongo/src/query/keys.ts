import type { Code, Long, ObjectId } from 'bson'
import type { Document } from './bson'
import { binaryParts, regexParts } from './compare'
import { mongoFault } from './fault'
import { encodeNumber } from './number-key'
import { typeName, typeRank } from './types'

export { type KeyValues, keyValues } from './key-values'
export { EMPTY_ARRAY } from './types'

/** 1 for ascending, -1 for descending. */
export type Direction = 1 | -1

/** The longest key LMDB takes. */
export const MAX_KEY_BYTES = 1978

/**
 * The bytes of one index field: memcmp orders them as `compareBson` orders the values (reversed when descending), and
 * no encoding is the beginning of another, so that fields may follow one another. Undefined is encoded as null.
 */
export function encodeField(value: unknown, direction: Direction): Buffer {
  const parts: Buffer[] = [Buffer.of(typeRank(value))]
  writeBody(value, parts)
  const bytes = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)
  return direction === 1 ? bytes : invert(bytes)
}

/** The bytes of several fields in a row; memcmp then compares field by field. */
export function encodeKey(values: unknown[], directions: Direction[]): Buffer {
  return Buffer.concat(values.map((value, index) => encodeField(value, directions[index] ?? 1)))
}

/**
 * The interval, low included and high excluded, of all encodings that share the value's type class, which is what
 * `$gt` and its kin compare with. It also holds NaN, and for MinKey and MaxKey it holds everything.
 */
export function bracketBounds(value: unknown, direction: Direction = 1): { low: Buffer; high: Buffer } {
  const type = typeName(value)
  if (type === 'minKey' || type === 'maxKey') return { low: Buffer.of(0), high: Buffer.of(0xff) }
  const rank = typeRank(value)
  return direction === 1
    ? { low: Buffer.of(rank), high: Buffer.of(rank + 1) }
    : { low: Buffer.of(~rank & 0xff), high: Buffer.of((~rank & 0xff) + 1) }
}

/** The first key after every key that begins with `prefix`; prefixes of whole fields always have one. */
export function afterPrefix(prefix: Buffer): Buffer {
  const end = prefix.findLastIndex(byte => byte !== 0xff)
  const after = Buffer.from(prefix.subarray(0, end + 1))
  if (end >= 0) after[end] = (after[end] as number) + 1
  return after
}

/** Tells whether an equality or range on this operand may be served by an index: arrays stand there by element. */
export const isIndexable = (operand: unknown): boolean => !Array.isArray(operand)

/** Refuses (17280 KeyTooLong) a key that LMDB could not hold with `reserved` bytes more. */
export function checkKeyLength(key: Uint8Array, indexName: string, reserved = 0): void {
  const length = key.length + reserved
  if (length <= MAX_KEY_BYTES) return
  throw mongoFault(
    17280,
    'KeyTooLong',
    `key too large to index, failing ${indexName} ${length} > ${MAX_KEY_BYTES} bytes`,
  )
}

function invert(bytes: Buffer): Buffer {
  for (let index = 0; index < bytes.length; index++) bytes[index] = ~(bytes[index] as number) & 0xff
  return bytes
}

// Ranks are those of types.ts.
function writeBody(value: unknown, parts: Buffer[]): void {
  switch (typeRank(value)) {
    case 4:
      return void parts.push(encodeNumber(value))
    case 5:
      return void parts.push(encodeString(String(value)))
    case 6:
      return writeDocument(value as Document, parts)
    case 7:
      return writeArray(value as unknown[], parts)
    case 8:
      return void parts.push(encodeBinary(value))
    case 9:
      return void parts.push(Buffer.from((value as ObjectId).id))
    case 10:
      return void parts.push(Buffer.of(value ? 1 : 0))
    case 11:
      return void parts.push(encodeDate(value as Date))
    case 12:
      return void parts.push(encodeTimestamp(value as Long))
    case 13:
      return writeRegex(regexParts(value), parts)
    case 15:
    case 16:
      return writeCode(value as Code, parts)
    default:
      return
  }
}

// A zero byte becomes 00 FF, the end is 00 00: shorter strings sort first and zero bytes stay in place.
function encodeString(text: string): Buffer {
  if (!text.includes('\0')) return Buffer.from(`${text}\0\0`)
  const pieces = text.split('\0').flatMap(piece => [Buffer.from(piece), Buffer.of(0, 0xff)])
  pieces.pop()
  return Buffer.concat([...pieces, Buffer.of(0, 0)])
}

function writeDocument(document: Document, parts: Buffer[]): void {
  for (const [name, value] of Object.entries(document)) {
    if (value === undefined) continue
    parts.push(Buffer.of(typeRank(value)), Buffer.from(`${name}\0`))
    writeBody(value, parts)
  }
  parts.push(Buffer.of(0))
}

function writeArray(array: unknown[], parts: Buffer[]): void {
  for (const value of array) {
    parts.push(Buffer.of(typeRank(value)))
    writeBody(value, parts)
  }
  parts.push(Buffer.of(0))
}

function encodeBinary(value: unknown): Buffer {
  const { subtype, bytes } = binaryParts(value)
  const head = Buffer.alloc(5)
  head.writeUInt32BE(bytes.length)
  head[4] = subtype
  return Buffer.concat([head, bytes])
}

function encodeDate(date: Date): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt.asUintN(64, BigInt(date.getTime())) ^ (1n << 63n))
  return bytes
}

function encodeTimestamp(timestamp: Long): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32BE(timestamp.high >>> 0)
  bytes.writeUInt32BE(timestamp.low >>> 0, 4)
  return bytes
}

function writeRegex({ pattern, options }: { pattern: string; options: string }, parts: Buffer[]): void {
  parts.push(Buffer.from(`${pattern}\0${options}\0`))
}

function writeCode(code: Code, parts: Buffer[]): void {
  parts.push(encodeString(String(code.code)))
  if (code.scope) writeDocument(code.scope, parts)
}
