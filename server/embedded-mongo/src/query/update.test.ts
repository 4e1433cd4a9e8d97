import { expect, test } from '@jest/globals'
import { Decimal128, Double, Int32, Long, Timestamp } from 'bson'
import { decimal, double, stored } from '../testing/values'
import type { Document } from './bson'
import { applyUpdate } from './update'

const now = new Date(1_700_000_000_000)
const long = (value: number) => Long.fromNumber(value)

type Options = { filter?: Document; arrayFilters?: Document[]; isInsert?: boolean }

function updated(before: object, update: object, options: Options = {}): Document {
  const document = stored(before as never)
  const untouched = stored(before as never)
  const context = stored({ ...options } as never) as Options
  const after = applyUpdate(document, stored({ update }).update, { ...context, now })
  expect(document).toStrictEqual(untouched)
  return after
}

// Document, update, result; the order of fields counts.
const TABLE: [string, object, object, object, Options?][] = [
  ['$set', { a: 1 }, { $set: { a: 2, b: 'x' } }, { a: 2, b: 'x' }],
  ['$set makes documents on the way', {}, { $set: { 'a.b.c': 1 } }, { a: { b: { c: 1 } } }],
  ['$set keeps the place of a field', { a: 1, b: 2 }, { $set: { a: 9 } }, { a: 9, b: 2 }],
  [
    'new fields come in the order of their names',
    { z: 0 },
    { $set: { c: 1, a: 2, b: 3 } },
    { z: 0, a: 2, b: 3, c: 1 },
  ],
  [
    'numeric names come first, as numbers',
    {},
    { $set: { 'a.10': 1, 'a.9': 2, 'a.x': 3 } },
    { a: { 9: 2, 10: 1, x: 3 } },
  ],
  ['$set in an array by position', { a: [1, 2] }, { $set: { 'a.1': 9 } }, { a: [1, 9] }],
  ['$set beyond an array pads with null', { a: [1] }, { $set: { 'a.3': 9 } }, { a: [1, null, null, 9] }],
  ['$set in documents of an array', { a: [{ b: 1 }] }, { $set: { 'a.0.c': 2 } }, { a: [{ b: 1, c: 2 }] }],
  ['$set of nothing', { a: 1 }, { $set: {} }, { a: 1 }],
  ['$set of null and of the same _id', { _id: 1 }, { $set: { _id: 1, a: null } }, { _id: 1, a: null }],
  ['$unset', { a: 1, b: 2 }, { $unset: { a: '' } }, { b: 2 }],
  ['$unset nested', { a: { b: 1, c: 2 } }, { $unset: { 'a.b': 1 } }, { a: { c: 2 } }],
  ['$unset in an array leaves null', { a: [1, 2] }, { $unset: { 'a.0': 1 } }, { a: [null, 2] }],
  ['$unset of what is not there', { a: 1 }, { $unset: { 'b.c': 1, 'a.b': 1 } }, { a: 1 }],
  ['$inc int + int', { a: 1 }, { $inc: { a: 2 } }, { a: 3 }],
  ['$inc overflows to long', { a: 2147483647 }, { $inc: { a: 1 } }, { a: long(2147483648) }],
  ['$inc long + int stays long', { a: long(1) }, { $inc: { a: 1 } }, { a: long(2) }],
  [
    '$inc exact beyond 2^53',
    { a: Long.fromString('9007199254740993') },
    { $inc: { a: 1 } },
    { a: Long.fromString('9007199254740994') },
  ],
  ['$inc with double', { a: 1 }, { $inc: { a: double(1) } }, { a: double(2) }],
  [
    '$inc with decimal',
    { a: 1 },
    { $inc: { a: Decimal128.fromString('0.10') } },
    { a: Decimal128.fromString('1.10') },
  ],
  ['$inc of an absent field takes the type', {}, { $inc: { a: double(2) } }, { a: double(2) }],
  ['$mul int', { a: 3 }, { $mul: { a: 4 } }, { a: 12 }],
  ['$mul overflows to long', { a: 65536 }, { $mul: { a: 65536 } }, { a: long(4294967296) }],
  [
    '$mul of an absent field is zero of the type',
    {},
    { $mul: { a: long(5), b: double(2) } },
    { a: long(0), b: double(0) },
  ],
  ['$min takes the lesser', { a: 5, b: 1 }, { $min: { a: 3, b: 3, c: 7 } }, { a: 3, b: 1, c: 7 }],
  ['$max across types', { a: 5, b: 'x' }, { $max: { a: 'y', b: 9 } }, { a: 'y', b: 'x' }],
  ['$min keeps what is equal', { a: double(3) }, { $min: { a: 3 } }, { a: double(3) }],
  ['$setOnInsert on an update', { a: 1 }, { $setOnInsert: { 'b.c': 2 }, $set: { a: 2 } }, { a: 2 }],
  ['$setOnInsert on an insert', {}, { $setOnInsert: { 'b.c': 2 } }, { b: { c: 2 } }, { isInsert: true }],
  ['$currentDate', {}, { $currentDate: { a: true, b: { $type: 'date' } } }, { a: now, b: now }],
  [
    '$currentDate timestamp',
    {},
    { $currentDate: { a: { $type: 'timestamp' } } },
    { a: new Timestamp({ t: 1_700_000_000, i: 1 }) },
  ],
  ['$push', { a: [1] }, { $push: { a: 2 } }, { a: [1, 2] }],
  ['$push makes the array', {}, { $push: { 'a.b': 1 } }, { a: { b: [1] } }],
  ['$push of an array is one element', { a: [1] }, { $push: { a: [2, 3] } }, { a: [1, [2, 3]] }],
  ['$push $each', { a: [1] }, { $push: { a: { $each: [2, 3] } } }, { a: [1, 2, 3] }],
  ['$push $each of nothing', {}, { $push: { a: { $each: [] } } }, { a: [] }],
  ['$push $position', { a: [1, 2] }, { $push: { a: { $each: [9], $position: 1 } } }, { a: [1, 9, 2] }],
  [
    '$push $position from the end',
    { a: [1, 2] },
    { $push: { a: { $each: [9], $position: -1 } } },
    { a: [1, 9, 2] },
  ],
  [
    '$push $position beyond the end',
    { a: [1] },
    { $push: { a: { $each: [9], $position: 7 } } },
    { a: [1, 9] },
  ],
  ['$push $slice keeps the first', { a: [1, 2] }, { $push: { a: { $each: [3], $slice: 2 } } }, { a: [1, 2] }],
  ['$push $slice keeps the last', { a: [1, 2] }, { $push: { a: { $each: [3], $slice: -2 } } }, { a: [2, 3] }],
  ['$push $slice zero', { a: [1] }, { $push: { a: { $each: [], $slice: 0 } } }, { a: [] }],
  ['$push $sort of values', { a: [3, 1] }, { $push: { a: { $each: [2], $sort: -1 } } }, { a: [3, 2, 1] }],
  [
    '$push $sort of documents, then $slice',
    { a: [{ n: 3 }, { n: 1 }] },
    { $push: { a: { $each: [{ n: 2 }], $sort: { n: 1 }, $slice: 2 } } },
    { a: [{ n: 1 }, { n: 2 }] },
  ],
  ['$pull a value', { a: [1, 2, double(1), [1]] }, { $pull: { a: 1 } }, { a: [2, [1]] }],
  ['$pull by condition', { a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }, { a: [1] }],
  ['$pull $in', { a: ['x', 'y'] }, { $pull: { a: { $in: ['x'] } } }, { a: ['y'] }],
  ['$pull documents', { a: [{ b: 1, c: 1 }, { b: 2 }, 7] }, { $pull: { a: { b: 1 } } }, { a: [{ b: 2 }, 7] }],
  [
    '$pull documents by condition',
    { a: [{ b: 1 }, { b: 5 }] },
    { $pull: { a: { b: { $gt: 2 } } } },
    { a: [{ b: 1 }] },
  ],
  [
    '$pull $elemMatch',
    { a: [{ r: [{ q: 1, z: 8 }] }, { r: [{ q: 1 }] }] },
    { $pull: { a: { r: { $elemMatch: { q: 1, z: 8 } } } } },
    { a: [{ r: [{ q: 1 }] }] },
  ],
  ['$pull an array', { a: [[1], [2]] }, { $pull: { a: [1] } }, { a: [[2]] }],
  ['$pull by pattern', { a: ['ab', 'c', 1] }, { $pull: { a: /^a/ } }, { a: ['c', 1] }],
  ['$pull from nothing', { b: 1 }, { $pull: { a: 1 } }, { b: 1 }],
  ['$pullAll', { a: [1, 2, 1, 3] }, { $pullAll: { a: [1, 3] } }, { a: [2] }],
  ['$pop last and first', { a: [1, 2], b: [1, 2] }, { $pop: { a: 1, b: -1 } }, { a: [1], b: [2] }],
  ['$addToSet', { a: [1] }, { $addToSet: { a: double(1), b: 2 } }, { a: [1], b: [2] }],
  ['$addToSet $each', { a: [1] }, { $addToSet: { a: { $each: [1, 2, 2] } } }, { a: [1, 2] }],
  [
    '$addToSet compares documents with their order',
    { a: [{ x: 1, y: 2 }] },
    { $addToSet: { a: { y: 2, x: 1 } } },
    {
      a: [
        { x: 1, y: 2 },
        { y: 2, x: 1 },
      ],
    },
  ],
  ['positional $', { a: [1, 5, 5] }, { $set: { 'a.$': 9 } }, { a: [1, 9, 5] }, { filter: { a: 5 } }],
  [
    'positional $ in a document',
    { a: [{ b: 1 }, { b: 2 }] },
    { $inc: { 'a.$.c': 1 } },
    { a: [{ b: 1 }, { b: 2, c: 1 }] },
    { filter: { 'a.b': 2 } },
  ],
  [
    'positional $ by $elemMatch',
    { a: [{ b: 1 }, { b: 2 }] },
    { $set: { 'a.$.b': 0 } },
    { a: [{ b: 1 }, { b: 0 }] },
    { filter: { a: { $elemMatch: { b: { $gt: 1 } } } } },
  ],
  ['$[]', { a: [1, 2] }, { $inc: { 'a.$[]': 1 } }, { a: [2, 3] }],
  ['$[] in documents', { a: [{ b: 1 }, {}] }, { $set: { 'a.$[].b': 7 } }, { a: [{ b: 7 }, { b: 7 }] }],
  ['$[] twice', { a: [[1], [2, 3]] }, { $mul: { 'a.$[].$[]': 2 } }, { a: [[2], [4, 6]] }],
  [
    '$[name]',
    { a: [1, 5] },
    { $set: { 'a.$[big]': 0 } },
    { a: [1, 0] },
    { arrayFilters: [{ big: { $gt: 3 } }] },
  ],
  [
    '$[name] of documents',
    {
      a: [
        { b: 1, c: 1 },
        { b: 2, c: 1 },
      ],
    },
    { $set: { 'a.$[x].c': 9 } },
    {
      a: [
        { b: 1, c: 1 },
        { b: 2, c: 9 },
      ],
    },
    { arrayFilters: [{ 'x.b': 2 }] },
  ],
  [
    'two names on one element',
    { a: [{ b: 1 }] },
    { $set: { 'a.$[x].c': 1, 'a.$[y].d': 2 } },
    { a: [{ b: 1, c: 1, d: 2 }] },
    { arrayFilters: [{ 'x.b': 1 }, { 'y.b': 1 }] },
  ],
  ['$unset through $[]', { a: [{ b: 1 }] }, { $unset: { 'a.$[].b': 1 } }, { a: [{}] }],
  ['$rename', { a: 1, b: 2 }, { $rename: { a: 'c' } }, { b: 2, c: 1 }],
  ['$rename over a field', { a: 1, b: 2 }, { $rename: { a: 'b' } }, { b: 1 }],
  ['$rename of null', { a: null, b: 2 }, { $rename: { a: 'b' } }, { b: null }],
  ['$rename of nothing', { b: 2 }, { $rename: { a: 'b' } }, { b: 2 }],
  ['$rename of nothing into a number', { b: 2 }, { $rename: { 'x.y': 'b.c' } }, { b: 2 }],
  [
    '$rename across documents',
    { a: { x: 1, y: 2 }, b: {} },
    { $rename: { 'a.x': 'b.z.x' } },
    { a: { y: 2 }, b: { z: { x: 1 } } },
  ],
  ['$rename of a list', { a: [1] }, { $rename: { a: 'b' } }, { b: [1] }],
  ['$rename of two fields', { a: 1, b: 2 }, { $rename: { a: 'x', b: 'y' } }, { x: 1, y: 2 }],
  ['$rename beside $set', { a: 1 }, { $rename: { a: 'b' }, $set: { c: 3 } }, { b: 1, c: 3 }],
  ['$bit and', { a: 13 }, { $bit: { a: { and: 10 } } }, { a: 8 }],
  ['$bit or', { a: 5 }, { $bit: { a: { or: 3 } } }, { a: 7 }],
  ['$bit xor', { a: 5 }, { $bit: { a: { xor: 6 } } }, { a: 3 }],
  ['$bit one after another', { a: 12 }, { $bit: { a: { and: 8, or: 1 } } }, { a: 9 }],
  ['$bit of nothing', {}, { $bit: { a: { or: 5 } } }, { a: 5 }],
  ['$bit with a long', { a: 1 }, { $bit: { a: { or: long(2) } } }, { a: long(3) }],
  ['$bit of a long', { a: long(7) }, { $bit: { a: { and: 3 } } }, { a: long(3) }],
  ['$bit of negative numbers', { a: -1 }, { $bit: { a: { and: 255 } } }, { a: 255 }],
  ['$bit in elements', { a: [1, 2] }, { $bit: { 'a.$[]': { or: 4 } } }, { a: [5, 6] }],
  ['$pullAll', { a: [1, 2, 1, 3] }, { $pullAll: { a: [1, double(3)] } }, { a: [2] }],
  [
    '$pullAll of documents',
    { a: [{ x: 1 }, { x: 1, y: 2 }] },
    { $pullAll: { a: [{ x: 1 }] } },
    { a: [{ x: 1, y: 2 }] },
  ],
  ['$pullAll of nothing', {}, { $pullAll: { a: [1] } }, {}],
  ['$pop the last', { a: [1, 2] }, { $pop: { a: 1 } }, { a: [1] }],
  ['$pop the first', { a: [1, 2] }, { $pop: { a: double(-1) } }, { a: [2] }],
  ['$pop of an empty list', { a: [] }, { $pop: { a: 1 } }, { a: [] }],
  [
    'a pipeline',
    { _id: 1, a: 1, b: 2 },
    [{ $set: { c: { $add: ['$a', '$b'] } } }, { $unset: 'a' }],
    { _id: 1, b: 2, c: 3 },
  ],
  [
    'a pipeline sees its own stages',
    { a: 1 },
    [{ $addFields: { a: 5 } }, { $set: { b: '$a' } }],
    { a: 5, b: 5 },
  ],
  [
    'a pipeline keeps _id, first',
    { _id: 1, a: { x: 1 } },
    [{ $replaceRoot: { newRoot: '$a' } }],
    { _id: 1, x: 1 },
  ],
  [
    'a pipeline by $replaceWith',
    { _id: 1, a: 1 },
    [{ $replaceWith: { b: '$a', _id: '$_id' } }],
    { _id: 1, b: 1 },
  ],
  [
    '$inc rounds a tie of decimals to even, down',
    { a: decimal('1234567890123456789012345678901234') },
    { $inc: { a: decimal('0.5') } },
    { a: decimal('1234567890123456789012345678901234') },
  ],
  [
    '$inc rounds a tie of decimals to even, up',
    { a: decimal('-1234567890123456789012345678901235') },
    { $inc: { a: decimal('-0.5') } },
    { a: decimal('-1234567890123456789012345678901236') },
  ],
  [
    '$inc rounds up past a tie',
    { a: decimal('1234567890123456789012345678901234') },
    { $inc: { a: decimal('0.51') } },
    { a: decimal('1234567890123456789012345678901235') },
  ],
  [
    '$inc of a decimal by a long is exact',
    { a: decimal('0.1') },
    { $inc: { a: Long.MAX_VALUE } },
    { a: decimal('9223372036854775807.1') },
  ],
  [
    '$mul rounds to the next digit',
    { a: decimal('9999999999999999999999999999999999') },
    { $mul: { a: decimal('1.1') } },
    { a: decimal('1.100000000000000000000000000000000E34') },
  ],
  ['a pipeline that projects', { _id: 1, a: 1, b: 2 }, [{ $project: { a: 1 } }], { _id: 1, a: 1 }],
  ['a pipeline without _id', { _id: 1, a: 1, b: 2 }, [{ $project: { _id: 0, a: 1 } }], { _id: 1, a: 1 }],
  ['a pipeline of nothing', { _id: 1, a: 1 }, [], { _id: 1, a: 1 }],
  ['a pipeline with the time', {}, [{ $set: { at: '$$NOW' } }], { at: now }],
  ['replacement keeps _id, first', { _id: 1, a: 1 }, { b: 2 }, { _id: 1, b: 2 }],
  ['replacement by nothing', { _id: 1, a: 1 }, {}, { _id: 1 }],
  ['replacement with the same _id', { _id: 1, a: 1 }, { b: 2, _id: 1 }, { _id: 1, b: 2 }],
  [
    'a field named __proto__',
    {},
    { $set: JSON.parse('{"__proto__": 5}') as object },
    JSON.parse('{"__proto__": 5}') as object,
  ],
]

test.each(TABLE)('%s', (_, before, update, after, options = {}) => {
  const result = updated(before, update, options)
  expect(JSON.stringify(Object.entries(result))).toBe(JSON.stringify(Object.entries(stored(after as never))))
  expect(result).toStrictEqual(stored(after as never))
})

test('types in results are BSON types', () => {
  expect(updated({ a: 1 }, { $inc: { a: 1 } }).a).toBeInstanceOf(Int32)
  expect(updated({ a: 1.5 }, { $inc: { a: 0.5 } }).a).toBeInstanceOf(Double)
})
