import { expect, test } from '@jest/globals'
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
} from 'bson'
import fc from 'fast-check'
import { anyValue, seedFor, stored } from '../testing/values'
import { compareBson, compareBySort, sortDocuments } from './compare'

// Every row stands strictly before the next; values in one row are equal.
const ASCENDING: unknown[][] = [
  [new MinKey()],
  [null, undefined],
  [new Double(NaN), Decimal128.fromString('NaN')],
  [new Double(-Infinity), Decimal128.fromString('-Infinity')],
  [Long.MIN_VALUE, new Double(-(2 ** 63))],
  [new Int32(-1), Long.fromNumber(-1), new Double(-1), Decimal128.fromString('-1.00'), -1, -1n],
  [new Int32(0), new Double(-0), Decimal128.fromString('-0'), Long.ZERO],
  [Decimal128.fromString('1E-6000')],
  [new Double(5e-324)],
  [Decimal128.fromString('0.1')],
  [new Double(0.1)],
  [new Int32(1)],
  [new Double(9007199254740992), Long.fromString('9007199254740992')],
  [Long.fromString('9007199254740993')],
  [new Double(9007199254740994)],
  [Long.MAX_VALUE],
  [new Double(2 ** 63)],
  [new Double(Number.MAX_VALUE)],
  [Decimal128.fromString('1E400')],
  [new Double(Infinity), Decimal128.fromString('Infinity')],
  [''],
  ['\0'],
  ['A'],
  ['a'],
  ['a\0'],
  ['aa'],
  ['字'],
  ['\uffff'],
  ['😀'],
  [{}],
  [{ a: null }],
  [{ a: 1 }],
  [{ a: 1, b: 0 }],
  [{ b: 1 }],
  [{ a: 'x' }],
  [{ a: {} }],
  [[]],
  [[1]],
  [[1, 1]],
  [[2]],
  [['a']],
  [new Binary(Buffer.from(''))],
  [new Binary(Buffer.from('z'))],
  [new Binary(Buffer.from('z'), 5)],
  [new Binary(Buffer.from('aa'))],
  [new ObjectId('0'.repeat(24))],
  [new ObjectId('f'.repeat(24))],
  [false],
  [true],
  [new Date(-1)],
  [new Date(0)],
  [new Timestamp({ t: 1, i: 9 })],
  [new Timestamp({ t: 2, i: 1 })],
  [new Timestamp({ t: 0xffffffff, i: 1 })],
  [new BSONRegExp('a')],
  [new BSONRegExp('a', 'i')],
  [new BSONRegExp('b')],
  [new Code('a')],
  [new Code('b')],
  [new MaxKey()],
]

test('values of all types stand in BSON order', () => {
  for (const [i, row] of ASCENDING.entries())
    for (const [j, other] of ASCENDING.entries())
      for (const a of row)
        for (const b of other) {
          const order = Math.sign(compareBson(a, b))
          if (order !== Math.sign(i - j))
            throw new Error(`${String(a)} and ${String(b)}: ${order}, rows ${i} and ${j}`)
        }
})

test('the order is total on random values', () => {
  const seed = seedFor('compare')
  fc.assert(
    fc.property(anyValue, anyValue, anyValue, (a, b, c) => {
      const signs = [compareBson(a, b), compareBson(b, a)].map(Math.sign)
      expect(signs[0]! + signs[1]!).toBe(0)
      const [x, y, z] = [a, b, c].sort(compareBson)
      expect(compareBson(x, y) <= 0 && compareBson(y, z) <= 0 && compareBson(x, z) <= 0).toBe(true)
    }),
    { seed, numRuns: 2000 },
  )
})

const idsBy = (sort: object, documents: object[]) => {
  const all = documents.map((document, _id) => stored({ _id, ...document }))
  return sortDocuments(all, stored(sort as never)).map(({ _id }) => (_id as Int32).value)
}

test.each([
  ['plain', { a: 1 }, [{ a: 2 }, { a: 1 }], [1, 0]],
  ['descending', { a: -1 }, [{ a: 1 }, { a: 2 }], [1, 0]],
  ['stable on ties', { a: 1 }, [{ a: 1 }, { a: 1 }, { a: 0 }], [2, 0, 1]],
  ['absent as null', { a: 1 }, [{ a: 0 }, {}, { a: null }], [1, 2, 0]],
  ['an empty array before null', { a: 1 }, [{ a: null }, { a: [] }], [1, 0]],
  ['least element ascending', { a: 1 }, [{ a: 2 }, { a: [1, 9] }], [1, 0]],
  ['greatest element descending', { a: -1 }, [{ a: 5 }, { a: [1, 9] }], [1, 0]],
  ['dotted', { 'a.b': 1 }, [{ a: { b: 2 } }, { a: { b: 1 } }], [1, 0]],
  [
    'dotted through arrays',
    { 'a.b': -1 },
    [{ a: [{ b: 1 }, { b: 3 }] }, { a: { b: 2 } }, { a: [{ b: 4 }] }],
    [2, 0, 1],
  ],
  ['by position', { 'a.1': 1 }, [{ a: [0, 2] }, { a: [9, 1] }], [1, 0]],
  [
    'compound',
    { a: 1, b: -1 },
    [
      { a: 1, b: 1 },
      { a: 1, b: 2 },
      { a: 0, b: 0 },
    ],
    [2, 1, 0],
  ],
  [
    'one array shared by two fields',
    { 'a.b': 1, 'a.c': 1 },
    [
      {
        a: [
          { b: 1, c: 9 },
          { b: 2, c: 0 },
        ],
      },
      { a: { b: 1, c: 5 } },
    ],
    [1, 0],
  ],
])('sorting: %s', (_, sort, documents, ids) => expect(idsBy(sort, documents)).toEqual(ids))

test('two arrays side by side cannot be sorted', () => {
  const compare = compareBySort({ a: 1, b: 1 })
  expect(() => compare({ a: [1], b: [1] }, {})).toThrow('cannot sort with keys that are parallel arrays')
})
