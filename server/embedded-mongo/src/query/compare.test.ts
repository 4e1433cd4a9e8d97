import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  anyValue,
  binary,
  code,
  decimal,
  double,
  int,
  long,
  maxKey,
  minKey,
  objectId,
  regex,
  seedFor,
  stored,
  timestamp,
} from '../testing/values'
import { numberOf } from './bson'
import { compareBson, compareBySort, sortDocuments } from './compare'

// Every row stands strictly before the next; values in one row are equal.
const ASCENDING: unknown[][] = [
  [minKey],
  [null, undefined],
  [double(NaN), decimal('NaN')],
  [double(-Infinity), decimal('-Infinity')],
  [long('-9223372036854775808'), double(-(2 ** 63))],
  [int(-1), long(-1), double(-1), decimal('-1.00'), -1, -1n],
  [int(0), double(-0), decimal('-0'), long(0)],
  [decimal('1E-6000')],
  [double(5e-324)],
  [decimal('0.1')],
  [double(0.1)],
  [int(1)],
  [double(9007199254740992), long('9007199254740992')],
  [long('9007199254740993')],
  [double(9007199254740994)],
  [long('9223372036854775807')],
  [double(2 ** 63)],
  [double(Number.MAX_VALUE)],
  [decimal('1E400')],
  [double(Infinity), decimal('Infinity')],
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
  [binary('')],
  [binary('z')],
  [binary('z', 5)],
  [binary('aa')],
  [objectId('0'.repeat(24))],
  [objectId('f'.repeat(24))],
  [false],
  [true],
  [new Date(-1)],
  [new Date(0)],
  [timestamp(1, 9)],
  [timestamp(2, 1)],
  [timestamp(0xffffffff, 1)],
  [regex('a')],
  [regex('a', 'i')],
  [regex('b')],
  [code('a')],
  [code('b')],
  [maxKey],
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
  return sortDocuments(all, stored(sort as never)).map(({ _id }) => numberOf(_id))
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
