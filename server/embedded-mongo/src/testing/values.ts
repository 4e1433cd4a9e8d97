import {
  Binary,
  BSONRegExp,
  Code,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  UUID,
} from 'bson'
import fc from 'fast-check'
import { decode, type Document, encode } from '../query/bson'

/** A document as it looks after the wire: every number wrapped in its BSON type. */
export const stored = (document: Document): Document => decode(encode(document))

/** An Int32. */
export const int = (value: number) => new Int32(value)
/** A Long, from text where a number would be rounded. */
export const long = (value: number | string) => Long.fromString(String(value))
/** A Double, also of a whole number. */
export const double = (value: number) => new Double(value)
/** A Decimal128 with the digits as they are written. */
export const decimal = (text: string) => Decimal128.fromString(text)
/** Bytes of a text, with a sub-type. */
export const binary = (text: string, kind = 0) => new Binary(Buffer.from(text), kind)
/** An ObjectId from 24 hexadecimal digits. */
export const objectId = (hex: string) => new ObjectId(hex)
/** A Timestamp: seconds and the count within the second. */
export const timestamp = (seconds: number, count: number) => new Timestamp({ t: seconds, i: count })
/** A regular expression as BSON has it. */
export const regex = (pattern: string, options = '') => new BSONRegExp(pattern, options)
/** JavaScript code, with or without a scope. */
export const code = (text: string, scope?: Document) => new Code(text, scope)
/** What stands before all values. */
export const minKey = new MinKey()
/** What stands after all values. */
export const maxKey = new MaxKey()

/** A field of every BSON type there is. */
export const everyType: Document = {
  z: int(1),
  a: double(1),
  long: long('9007199254740993'),
  decimal: decimal('1.10'),
  text: '字\0',
  nothing: null,
  yes: true,
  date: new Date(-1),
  id: new ObjectId(),
  bytes: binary('x', 5),
  uuid: new UUID(),
  at: timestamp(1, 2),
  regex: regex('^a', 'ix'),
  code: code('f', { a: int(1) }),
  low: minKey,
  high: maxKey,
  list: [[], {}, [null]],
  nan: double(NaN),
  zero: double(-0),
}

/** The seed of a property run, printed so that a failure can be repeated with `SEED=…`. */
export function seedFor(name: string): number {
  const seed = process.env.SEED === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(process.env.SEED)
  process.stdout.write(`${name}: seed ${seed}\n`)
  return seed
}

const integers = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer())
const longs = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  // Where a Long and the nearest Double are neighbours.
  fc
    .tuple(
      fc.constantFrom(2n ** 53n, -(2n ** 53n), 2n ** 62n, 2n ** 63n - 8n),
      fc.bigInt({ min: -4n, max: 4n }),
    )
    .map(([a, b]) => a + b),
)
const decimals = fc
  .tuple(
    fc.bigInt({ min: -(10n ** 34n) + 1n, max: 10n ** 34n - 1n }),
    fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: -60, max: 60 }) },
      fc.integer({ min: -6176, max: 6111 }),
    ),
  )
  .map(([digits, exponent]) => Decimal128.fromString(`${digits}E${exponent}`))

/** Any number of any of the four types, near one another often. */
export const anyNumber: fc.Arbitrary<unknown> = fc.oneof(
  integers.map(value => new Int32(value)),
  longs.filter(value => value >= -(2n ** 63n) && value < 2n ** 63n).map(value => Long.fromBigInt(value)),
  fc.oneof(fc.double(), integers, longs.map(Number)).map(value => new Double(value)),
  decimals,
  longs.map(value => Decimal128.fromString(String(value))),
)

const texts = fc.oneof(
  fc.string({ maxLength: 4 }),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constantFrom('', '\0', 'a\0', 'a', 'ab', '😀', '\uffee'),
)

/** Any scalar that BSON knows. */
export const anyScalar: fc.Arbitrary<unknown> = fc.oneof(
  anyNumber,
  texts,
  fc.boolean(),
  fc.constantFrom(null, new MinKey(), new MaxKey()),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ minLength: 12, maxLength: 12 }).map(bytes => new ObjectId(bytes)),
  fc
    .tuple(fc.uint8Array({ maxLength: 3 }), fc.constantFrom(0, 5, 128))
    .map(([bytes, kind]) => new Binary(bytes, kind)),
  fc.uint8Array({ minLength: 16, maxLength: 16 }).map(bytes => new UUID(bytes)),
  fc.tuple(fc.nat(), fc.nat()).map(([t, i]) => new Timestamp({ t, i })),
  fc
    .tuple(fc.constantFrom('a', 'ab', 'b.'), fc.constantFrom('', 'i', 'im'))
    .map(([pattern, options]) => new BSONRegExp(pattern, options)),
  texts.map(text => new Code(text)),
)

/** Any value, nested a little. */
export const anyValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyScalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'ab', 'b', ''), tie('value'), { maxKeys: 3 }),
  ),
})).value
