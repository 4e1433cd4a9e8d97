import { expect, test } from '@jest/globals'
import { Decimal128, Double, Int32, Long, MaxKey, MinKey } from 'bson'
import fc from 'fast-check'
import { anyNumber, anyValue, seedFor, stored } from '../testing/values'
import { compareBson } from './compare'
import { MongoFault } from './fault'
import {
  afterPrefix,
  bracketBounds,
  checkKeyLength,
  type Direction,
  EMPTY_ARRAY,
  encodeField,
  encodeKey,
  keyValues,
  MAX_KEY_BYTES,
} from './keys'

const directions = fc.array(fc.constantFrom<Direction>(1, -1), { minLength: 2, maxLength: 2 })

function compareTuples(a: unknown[], b: unknown[], ways: Direction[]): number {
  for (const [index, way] of ways.entries()) {
    const order = compareBson(a[index], b[index]) * way
    if (order !== 0) return order < 0 ? -1 : 1
  }
  return 0
}

test('memcmp of keys is the order of their values, field by field', () => {
  const seed = seedFor('keys')
  const tuple = fc.tuple(anyValue, anyValue)
  fc.assert(
    fc.property(tuple, tuple, fc.boolean(), directions, (a, b, share, ways) => {
      const other = share ? [a[0], b[1]] : b
      const order = Math.sign(Buffer.compare(encodeKey(a, ways), encodeKey(other, ways)))
      expect(order).toBe(compareTuples(a, other, ways))
    }),
    { seed, numRuns: 5000 },
  )
})

test('numbers of all types share one exact order', () => {
  const seed = seedFor('number keys')
  fc.assert(
    fc.property(anyNumber, anyNumber, (a, b) => {
      expect(Math.sign(Buffer.compare(encodeField(a, 1), encodeField(b, 1)))).toBe(
        Math.sign(compareBson(a, b)),
      )
    }),
    { seed, numRuns: 5000 },
  )
})

test('no field is the beginning of another', () => {
  const seed = seedFor('prefixes')
  fc.assert(
    fc.property(anyValue, anyValue, fc.constantFrom<Direction>(1, -1), (a, b, way) => {
      const [x, y] = [encodeField(a, way), encodeField(b, way)]
      if (compareBson(a, b) !== 0) expect(x.subarray(0, y.length).equals(y)).toBe(false)
    }),
    { seed, numRuns: 3000 },
  )
})

test('a bracket holds its type class and nothing else', () => {
  const seed = seedFor('brackets')
  const isFull = (value: unknown) => value instanceof MinKey || value instanceof MaxKey
  const rank = (value: unknown) => encodeField(value, 1)[0]
  fc.assert(
    fc.property(
      anyValue.filter(value => !isFull(value)),
      anyValue,
      fc.constantFrom<Direction>(1, -1),
      (operand, value, way) => {
        const { low, high } = bracketBounds(operand, way)
        const key = encodeField(value, way)
        const isInside = Buffer.compare(low, key) <= 0 && Buffer.compare(key, high) < 0
        expect(isInside).toBe(rank(operand) === rank(value))
      },
    ),
    { seed, numRuns: 3000 },
  )
})

test.each([
  ['a double of equal value', new Int32(7), new Double(7)],
  ['a long of equal value', new Int32(7), Long.fromNumber(7)],
  ['a decimal of equal value', new Double(0.5), Decimal128.fromString('0.50')],
  ['minus zero', new Double(-0), new Int32(0)],
  ['absent', undefined, null],
])('%s has the same key', (_, a, b) => expect(encodeField(a, -1).equals(encodeField(b, -1))).toBe(true))

test.each([
  [Buffer.of(1, 2), Buffer.of(1, 3)],
  [Buffer.of(1, 255), Buffer.of(2)],
])('%p is followed by %p', (prefix, after) => expect(afterPrefix(prefix)).toEqual(after))

// Every row stands before the next one.
const EXTREMES = [
  '-Infinity',
  '-1E6144',
  '-1.000000000000000000000000000000001E400',
  '-1E400',
  '-1.797693134862315707E308',
  '-1E-300',
  '-3E-324',
  '-1E-6176',
  '0',
  '1E-6176',
  '2E-6176',
  '1E-400',
  '4.9E-324',
  '5E-324',
  '1E-300',
  '1.000000000000000000000000000000001E-300',
  '1.5',
  '1.797693134862315707E308',
  '1.797693134862315709E308',
  '1E309',
  '1E400',
  '1.000000000000000000000000000000001E400',
  '9.999999999999999999999999999999999E6144',
  'Infinity',
].map(text => Decimal128.fromString(text))

test('decimals that no double comes near have keys in their order, among doubles too', () => {
  const doubles = [-Number.MAX_VALUE, -1e-300, -5e-324, 5e-324, 1e-300, 1.7e308, Number.MAX_VALUE]
  const all = [...EXTREMES, ...doubles.map(value => new Double(value))]
  for (const a of all)
    for (const b of all)
      for (const way of [1, -1] as const) {
        const order = Math.sign(Buffer.compare(encodeField(a, way), encodeField(b, way)))
        expect([String(a), String(b), order]).toEqual([
          String(a),
          String(b),
          Math.sign(compareBson(a, b)) * way || 0,
        ])
      }
  expect([...EXTREMES].sort(compareBson)).toEqual(EXTREMES)
})

test('a key that LMDB cannot hold is refused', () => {
  checkKeyLength(Buffer.alloc(MAX_KEY_BYTES), 'a_1')
  expect(() => checkKeyLength(Buffer.alloc(MAX_KEY_BYTES), 'a_1', 1)).toThrow(
    expect.objectContaining({ code: 17280 }),
  )
})

const valuesOf = (document: object, pattern: object, sparse?: boolean) => {
  const { tuples, multikey, absent } = keyValues(stored(document as never), stored(pattern as never), sparse)
  const plain = (value: unknown) => (value instanceof Int32 ? value.value : value)
  return { tuples: tuples.map(tuple => tuple.map(plain)), multikey, absent }
}
const one = { multikey: false, absent: false }
const many = { multikey: true, absent: false }

test.each([
  [{ a: 1 }, { a: 1 }, { tuples: [[1]], ...one }],
  [{}, { a: 1 }, { tuples: [[null]], multikey: false, absent: true }],
  [{ a: null }, { a: 1 }, { tuples: [[null]], ...one }],
  [{ a: [1, 2] }, { a: 1 }, { tuples: [[1], [2]], ...many }],
  [{ a: [1] }, { a: 1 }, { tuples: [[1]], ...many }],
  [{ a: [] }, { a: 1 }, { tuples: [[EMPTY_ARRAY]], ...many }],
  [{ a: [[]] }, { a: 1 }, { tuples: [[[]]], ...many }],
  [
    { a: 1, b: 2 },
    { a: 1, b: -1 },
    { tuples: [[1, 2]], ...one },
  ],
  [
    { a: [1, 2], b: 3 },
    { a: 1, b: 1 },
    {
      tuples: [
        [1, 3],
        [2, 3],
      ],
      ...many,
    },
  ],
  [
    { a: 1, b: [2, 3] },
    { a: 1, b: 1 },
    {
      tuples: [
        [1, 2],
        [1, 3],
      ],
      ...many,
    },
  ],
  [{ b: 1 }, { a: 1, b: 1 }, { tuples: [[null, 1]], ...one }],
  [{ a: { b: 5 } }, { 'a.b': 1 }, { tuples: [[5]], ...one }],
  [{ a: 5 }, { 'a.b': 1 }, { tuples: [[null]], multikey: false, absent: true }],
  [{ a: [{ b: 1 }, { b: 2 }] }, { 'a.b': 1 }, { tuples: [[1], [2]], ...many }],
  [{ a: [{ b: 1 }, {}] }, { 'a.b': 1 }, { tuples: [[1], [null]], ...many }],
  [{ a: [] }, { 'a.b': 1 }, { tuples: [[null]], multikey: true, absent: true }],
  [{ a: [{ b: [1, 2] }, { b: 3 }] }, { 'a.b': 1 }, { tuples: [[1], [2], [3]], ...many }],
  [
    {
      a: [
        { b: 1, c: 2 },
        { b: 3, c: 4 },
      ],
    },
    { 'a.b': 1, 'a.c': 1 },
    {
      tuples: [
        [1, 2],
        [3, 4],
      ],
      ...many,
    },
  ],
  [{ a: [{ b: 1 }] }, { a: 1, 'a.b': 1 }, { tuples: [[{ b: new Int32(1) }, 1]], ...many }],
  [{ a: [5, 6] }, { 'a.1': 1 }, { tuples: [[6]], ...one }],
  [{ a: [{ b: 1 }, { b: 2 }] }, { 'a.1.b': 1 }, { tuples: [[2]], ...one }],
  [{ a: { 1: 7 } }, { 'a.1': 1 }, { tuples: [[7]], ...one }],
])('keys of %j in %j', (document, pattern, expected) => expect(valuesOf(document, pattern)).toEqual(expected))

test.each([
  [{}, { a: 1 }, 0],
  [{ b: 1 }, { a: 1, b: 1 }, 1],
  [{ c: 1 }, { a: 1, b: 1 }, 0],
  [{ a: null }, { a: 1 }, 1],
  [{ a: [{}, { b: 1 }] }, { 'a.b': 1 }, 1],
])('a sparse index holds %j under %j %d times', (document, pattern, count) => {
  expect(valuesOf(document, pattern, true).tuples).toHaveLength(count)
})

test('one array in two fields is two arrays side by side', () => {
  const list: unknown[] = []
  expect(() => keyValues({ a: list, b: list }, { a: 1, b: 1 })).toThrow(
    expect.objectContaining({ code: 171 }),
  )
})

test('two arrays side by side are refused', () => {
  const indexing = () => keyValues({ a: [1], b: [2] }, { a: 1, b: 1 })
  expect(indexing).toThrow(MongoFault)
  expect(indexing).toThrow(
    expect.objectContaining({ code: 171, message: 'cannot index parallel arrays [b] [a]' }),
  )
})
