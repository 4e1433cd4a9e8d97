import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Binary, Decimal128, Double, Int32, Long, ObjectId, Timestamp, UUID } from 'mongodb'
import { AS_STORED, looseModels, spell, spelled } from './testing/models'
import { startServer, type TestServer } from './testing/server'

let server: TestServer
let models: Awaited<ReturnType<typeof looseModels>>
const modelWith = (documents: object[]) => models.modelWith(documents)
beforeAll(async () => {
  server = await startServer()
  models = await looseModels(server.server.uri, 'operators')
})
afterAll(async () => {
  await models.close()
  await server.stop()
})

const id = new ObjectId('0123456789abcdef01234567')
const date = new Date(1_700_000_000_000)

test('every BSON type comes back as itself', async () => {
  const document = {
    _id: id,
    int: new Int32(1),
    long: Long.fromString('9007199254740993'),
    double: new Double(1),
    decimal: Decimal128.fromString('1.10'),
    date,
    text: '字😀',
    yes: true,
    nothing: null,
    binary: new Binary(Buffer.from([1, 2]), 5),
    uuid: new UUID('00112233-4455-4677-8899-aabbccddeeff'),
    at: new Timestamp({ t: 1, i: 2 }),
    regex: /a.b/i,
    list: [[], {}, [null]],
    empty: {},
    nan: NaN,
    nested: { z: 1, a: { b: 2 } },
  }
  const Things = await modelWith([])
  await Things.collection.insertOne({ ...document } as never)
  expect(await spelled(Things)).toEqual([spell(document)])
})

test('what mongoose leaves undefined is absent', async () => {
  const Things = await modelWith([{ a: undefined, b: { c: undefined, d: 1 } }])
  expect(await spelled(Things)).toEqual([spell({ _id: 0, b: { d: 1 } })])
  expect(await Things.countDocuments({ a: { $exists: false } })).toBe(1)
})

const THINGS = [
  { n: 1, s: 'apple', t: ['x', 'y'], d: date },
  { n: 2.5, s: 'Banana', t: [], o: { p: 1 } },
  {
    n: Long.fromString('9007199254740993'),
    s: null,
    l: [
      { p: 1, q: 1 },
      { p: 2, q: 2 },
    ],
  },
  { n: [1, 7], l: [{ p: 1, q: 2 }], b: new Binary(Buffer.from('z')) },
  { n: '1', o: { p: 2, r: id }, u: true },
]

test.each<[string, object, number[]]>([
  ['equality', { n: 1 }, [0, 3]],
  ['$eq', { n: { $eq: 2.5 } }, [1]],
  ['equality of a Long', { n: Long.fromString('9007199254740993') }, [2]],
  ['equality of a date', { d: date }, [0]],
  ['equality of a binary', { b: Buffer.from('z') }, [3]],
  ['equality of an ObjectId, dotted', { 'o.r': id }, [4]],
  ['equality of a document', { o: { p: 1 } }, [1]],
  ['equality of an array', { t: [] }, [1]],
  ['null is also absent', { s: null }, [2, 3, 4]],
  ['$ne', { s: { $ne: null } }, [0, 1]],
  ['$gt', { n: { $gt: 1 } }, [1, 2, 3]],
  ['$gte', { n: { $gte: 2.5 } }, [1, 2, 3]],
  ['$lt', { n: { $lt: 2 } }, [0, 3]],
  ['$lte', { s: { $lte: 'Banana' } }, [1]],
  ['$in', { s: { $in: ['apple', null] } }, [0, 2, 3, 4]],
  ['$in with patterns', { s: { $in: [/^ban/i] } }, [1]],
  ['$nin', { s: { $nin: ['apple', null] } }, [1]],
  ['$and', { $and: [{ n: 1 }, { s: 'apple' }] }, [0]],
  ['$or', { $or: [{ s: 'apple' }, { u: true }] }, [0, 4]],
  ['$nor', { $nor: [{ n: 1 }, { u: true }] }, [1, 2]],
  ['$not', { n: { $not: { $gt: 1 } } }, [0, 4]],
  ['$exists', { o: { $exists: true } }, [1, 4]],
  ['$type', { n: { $type: 'string' } }, [4]],
  ['$type of a number', { n: { $type: 'long' } }, [2]],
  ['$regex', { s: { $regex: 'AN', $options: 'i' } }, [1]],
  ['a pattern', { s: /^a/ }, [0]],
  ['$mod', { n: { $mod: [3, 1] } }, [0, 3]],
  ['$size', { t: { $size: 2 } }, [0]],
  ['$all', { t: { $all: ['y', 'x'] } }, [0]],
  ['$elemMatch', { l: { $elemMatch: { p: 1, q: 2 } } }, [3]],
  ['$elemMatch of values', { n: { $elemMatch: { $gt: 5 } } }, [3]],
  ['dotted through arrays', { 'l.p': 2 }, [2]],
  ['by position', { 'l.1.p': 2 }, [2]],
  ['$expr', { $expr: { $eq: ['$o.p', 2] } }, [4]],
  ['$comment', { $comment: 'why', u: true }, [4]],
])('find: %s', async (_, filter, ids) => {
  const Things = await modelWith(THINGS)
  const found = await Things.collection
    .find(filter as never)
    .sort({ _id: 1 })
    .toArray()
  expect(found.map(one => one._id as unknown)).toEqual(ids)
  const through = await Things.find(filter as never)
    .sort({ _id: 1 })
    .lean()
  expect(through.map(one => one._id)).toEqual(ids)
})

const UPDATES: [string, object, object, object, object?][] = [
  ['$set', { a: 1 }, { $set: { a: 'x', 'b.c': 2 } }, { a: 'x', b: { c: 2 } }],
  ['$unset', { a: 1, b: 2 }, { $unset: { a: '' } }, { b: 2 }],
  ['$inc', { a: 1 }, { $inc: { a: 2, b: 1.5 } }, { a: 3, b: 1.5 }],
  ['$inc to a Long', { a: 2147483647 }, { $inc: { a: 1 } }, { a: Long.fromNumber(2147483648) }],
  ['$mul', { a: 3 }, { $mul: { a: 2, b: 5 } }, { a: 6, b: 0 }],
  ['$min', { a: 5 }, { $min: { a: 3 } }, { a: 3 }],
  ['$max', { a: 5 }, { $max: { a: 3 } }, { a: 5 }],
  ['$setOnInsert', { a: 1 }, { $setOnInsert: { b: 1 }, $set: { a: 2 } }, { a: 2 }],
  ['$push', { a: [1] }, { $push: { a: 2 } }, { a: [1, 2] }],
  ['$push $each $position', { a: [1] }, { $push: { a: { $each: [8, 9], $position: 0 } } }, { a: [8, 9, 1] }],
  [
    '$push $each $sort $slice',
    { a: [{ n: 2 }] },
    { $push: { a: { $each: [{ n: 3 }, { n: 1 }], $sort: { n: 1 }, $slice: 2 } } },
    { a: [{ n: 1 }, { n: 2 }] },
  ],
  ['$pull', { a: [1, 2, 1] }, { $pull: { a: 1 } }, { a: [2] }],
  [
    '$pull by condition',
    { a: [{ n: 1 }, { n: 5 }] },
    { $pull: { a: { n: { $gte: 5 } } } },
    { a: [{ n: 1 }] },
  ],
  [
    '$pull $elemMatch',
    { a: [{ r: [{ q: 1 }] }, { r: [] }] },
    { $pull: { a: { r: { $elemMatch: { q: 1 } } } } },
    { a: [{ r: [] }] },
  ],
  ['$pullAll', { a: [1, 2, 3] }, { $pullAll: { a: [1, 3] } }, { a: [2] }],
  ['$pop', { a: [1, 2] }, { $pop: { a: -1 } }, { a: [2] }],
  ['$addToSet', { a: [1] }, { $addToSet: { a: { $each: [1, 2] } } }, { a: [1, 2] }],
  ['$[]', { a: [1, 2] }, { $inc: { 'a.$[]': 10 } }, { a: [11, 12] }],
  [
    '$[name]',
    { a: [{ n: 1 }, { n: 2 }] },
    { $set: { 'a.$[big].f': true } },
    { a: [{ n: 1 }, { n: 2, f: true }] },
    { arrayFilters: [{ 'big.n': { $gt: 1 } }] },
  ],
]

test.each(UPDATES)('update: %s', async (_, before, update, after, options = {}) => {
  const Things = await modelWith([before])
  expect(await Things.updateOne({ _id: 0 } as never, update as never, options)).toMatchObject({
    matchedCount: 1,
    upsertedCount: 0,
  })
  expect(await spelled(Things)).toEqual([spell({ _id: 0, ...after })])
})

describe('update', () => {
  test('positional $', async () => {
    const Things = await modelWith([{ a: [{ n: 1 }, { n: 2 }] }])
    await Things.updateOne({ 'a.n': 2 } as never, { $set: { 'a.$.f': 1 } })
    expect(await spelled(Things)).toEqual([spell({ _id: 0, a: [{ n: 1 }, { n: 2, f: 1 }] })])
  })

  test('$currentDate', async () => {
    const Things = await modelWith([{}])
    await Things.collection.updateOne({}, { $currentDate: { a: true, b: { $type: 'timestamp' } } } as never)
    const [found] = await Things.collection.find({}, AS_STORED).toArray()
    expect(found?.a).toBeInstanceOf(Date)
    expect(Math.abs(Date.now() - Number(found?.a))).toBeLessThan(10_000)
    expect(found?.b).toMatchObject({ _bsontype: 'Timestamp' })
  })

  test('many, and only what changes is counted', async () => {
    const Things = await modelWith([{ a: 1 }, { a: 2 }, { a: 2 }])
    expect(await Things.updateMany({}, { $set: { a: 2 } })).toMatchObject({
      matchedCount: 3,
      modifiedCount: 1,
    })
  })

  test('the same value of another type is a change', async () => {
    const Things = await modelWith([{ a: 1 }])
    expect(await Things.collection.updateOne({}, { $set: { a: new Double(1) } })).toMatchObject({
      modifiedCount: 1,
    })
  })

  test('replacement', async () => {
    const Things = await modelWith([{ a: 1, b: 2 }])
    await Things.replaceOne({ _id: 0 } as never, { c: 3 })
    expect(await spelled(Things)).toEqual([spell({ _id: 0, c: 3 })])
  })

  test('upsert takes equalities from the filter, and $setOnInsert', async () => {
    const Things = await modelWith([])
    const update = { $set: { z: 1 }, $setOnInsert: { m: 2 } }
    const answer = await Things.updateOne({ b: 1, $and: [{ 'a.c': 'x' }], n: { $gt: 5 } } as never, update, {
      upsert: true,
    })
    expect(answer).toMatchObject({ matchedCount: 0, upsertedCount: 1 })
    expect(answer.upsertedId).toBeInstanceOf(ObjectId)
    expect(await spelled(Things)).toEqual([
      spell({ _id: answer.upsertedId, a: { c: 'x' }, b: 1, m: 2, z: 1 }),
    ])
  })

  test.each<['before' | 'after', object | null]>([
    ['before', { _id: 0, a: 1 }],
    ['after', { _id: 0, a: 2 }],
  ])('findOneAndUpdate gives what was there %s', async (returnDocument, shown) => {
    const Things = await modelWith([{ a: 1 }])
    expect(await Things.findOneAndUpdate({ a: 1 }, { $inc: { a: 1 } }, { returnDocument }).lean()).toEqual(
      shown,
    )
  })

  test('findOneAndUpdate picks by sort, projects, and upserts', async () => {
    const Things = await modelWith([{ a: 1 }, { a: 3 }])
    const picked = await Things.findOneAndUpdate(
      {},
      { $set: { b: 1 } },
      { sort: { a: -1 }, projection: { a: 1 } },
    ).lean()
    expect(picked).toEqual({ _id: 1, a: 3 })
    const upserted = await Things.findOneAndUpdate(
      { _id: 'new' } as never,
      { $set: { b: 2 } },
      { upsert: true, returnDocument: 'after' },
    ).lean()
    expect(upserted).toEqual({ _id: 'new', b: 2 })
  })

  test('findOneAndReplace and findOneAndDelete', async () => {
    const Things = await modelWith([{ a: 1 }])
    expect(await Things.findOneAndReplace({ a: 1 }, { c: 1 }, { returnDocument: 'after' }).lean()).toEqual({
      _id: 0,
      c: 1,
    })
    expect(await Things.findOneAndDelete({ c: 1 }).lean()).toEqual({ _id: 0, c: 1 })
    expect(await Things.findOneAndDelete({ c: 1 }).lean()).toBeNull()
  })

  test('bulkWrite', async () => {
    const Things = await modelWith([{ a: 1 }, { a: 2 }])
    const answer = await Things.bulkWrite([
      { insertOne: { document: { _id: 9, a: 9 } } },
      { updateOne: { filter: { a: 1 }, update: { $inc: { a: 10 } } } },
      { updateMany: { filter: {}, update: { $set: { b: 1 } } } },
      { replaceOne: { filter: { a: 2 }, replacement: { c: 1 } } },
      { updateOne: { filter: { a: 77 }, update: { $set: { d: 1 } }, upsert: true } },
      { deleteOne: { filter: { a: 9 } } },
    ] as never)
    expect(answer).toMatchObject({ insertedCount: 1, deletedCount: 1, upsertedCount: 1 })
    expect((await Things.find().sort({ a: 1 }).lean()).map(({ _id, ...rest }) => rest)).toEqual([
      { c: 1 },
      { a: 11, b: 1 },
      { a: 77, d: 1 },
    ])
  })
})
