import { expect, test } from '@jest/globals'
import { ObjectId } from 'bson'
import { stored } from '../testing/values'
import { documentForUpsert } from './update'

const made = (filter: object, update: object) =>
  documentForUpsert(stored(filter as never), stored({ update }).update)

test.each<[object, object, object]>([
  [{ _id: 1 }, { $set: { a: 2 } }, { _id: 1, a: 2 }],
  [{ b: 1, _id: 5 }, { $inc: { n: 1 } }, { _id: 5, b: 1, n: 1 }],
  [{ _id: 1, b: { $gt: 3 }, c: { $eq: 4 }, d: { $in: [1, 2] } }, { $set: {} }, { _id: 1, c: 4 }],
  [
    { _id: 1, $and: [{ a: 1 }, { 'b.c': 2 }] },
    { $setOnInsert: { d: 1 } },
    { _id: 1, a: 1, b: { c: 2 }, d: 1 },
  ],
  [{ _id: 1, $or: [{ a: 1 }] }, { $set: { b: 1 } }, { _id: 1, a: 1, b: 1 }],
  [{ _id: 1, $or: [{ a: 1 }, { a: 2 }] }, { $set: { b: 1 } }, { _id: 1, b: 1 }],
  [{ _id: 1, z: 1, a: 2 }, { $set: { m: 3 } }, { _id: 1, a: 2, z: 1, m: 3 }],
  [{ _id: 1, a: [1, 2] }, { $push: { a: 3 } }, { _id: 1, a: [1, 2, 3] }],
  [{ _id: 1, a: { x: 1 } }, { $set: { 'a.y': 2 } }, { _id: 1, a: { x: 1, y: 2 } }],
  [{ _id: 1, a: null, b: /x/ }, { $set: {} }, { _id: 1, a: null }],
  [{ _id: 1, a: 5 }, { b: 1 }, { _id: 1, b: 1 }],
  [{ a: 5 }, { _id: 2, b: 1 }, { _id: 2, b: 1 }],
  [{}, { $setOnInsert: { _id: 3 } }, { _id: 3 }],
  [{ _id: 1, a: { $all: [4] } }, { $set: {} }, { _id: 1, a: 4 }],
  [{ _id: 1, a: 4 }, { $rename: { a: 'b' } }, { _id: 1, b: 4 }],
  [{ _id: 1, a: 4 }, { $bit: { a: { xor: 5 }, b: { or: 2 } } }, { _id: 1, a: 1, b: 2 }],
  [{ _id: 1, a: 4, c: { $gt: 1 } }, [{ $set: { b: { $add: ['$a', 1] } } }], { _id: 1, a: 4, b: 5 }],
  [{ a: 4 }, [{ $replaceWith: { _id: 'new', b: '$a' } }], { _id: 'new', b: 4 }],
])('an upsert of %j with %j makes %j', (filter, update, document) => {
  const result = made(filter, update)
  expect(JSON.stringify(Object.entries(result))).toBe(
    JSON.stringify(Object.entries(stored(document as never))),
  )
})

test('an upsert gets an ObjectId, first', () => {
  const result = made({ a: 1 }, { $set: { b: 2 } })
  expect(result._id).toBeInstanceOf(ObjectId)
  expect(Object.keys(result)).toStrictEqual(['_id', 'a', 'b'])
})

test.each<[object, object, number]>([
  [{ $and: [{ a: 1 }, { a: 2 }] }, { $set: { b: 1 } }, 54],
  [{ a: 1, 'a.b': 2 }, { $set: { c: 1 } }, 54],
  [{ _id: 1 }, { $set: { _id: 2 } }, 66],
  [{ _id: 1 }, { _id: 2 }, 66],
  [{ a: 1 }, { $set: { 'a.b': 2 } }, 28],
  [{ a: 1 }, { $set: { 'a.$': 2 } }, 2],
  [{ _id: [1] }, { $set: { a: 1 } }, 53],
])('an upsert of %j with %j is refused with %d', (filter, update, code) => {
  expect(() => made(filter, update)).toThrow(expect.objectContaining({ code }))
})
