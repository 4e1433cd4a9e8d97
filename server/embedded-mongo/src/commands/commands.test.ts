import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import mongoose, { Schema, type Model } from 'mongoose'
import { Binary, Double, Int32, Long, ObjectId } from 'mongodb'
import { startServer, type TestServer } from '../testing/server'

let server: TestServer
let connection: mongoose.Connection
let made = 0

beforeAll(async () => {
  server = await startServer()
  connection = await mongoose.createConnection(server.server.uri, { dbName: 'shop' }).asPromise()
})
afterAll(async () => {
  await connection.close()
  await server.stop()
})

const schema = () => {
  const fields = {
    name: String,
    n: Number,
    tags: [String],
    at: Date,
    scores: [{ by: String, points: Number }],
  }
  return new Schema(fields, { versionKey: false, timestamps: false })
}
type Thing = {
  name?: string
  n?: number
  tags?: string[]
  at?: Date
  scores?: { by: string; points: number }[]
}
const aModel = (): Model<Thing> => connection.model<Thing>(`Thing${++made}`, schema() as never)

async function tenThings(): Promise<Model<Thing>> {
  const Things = aModel()
  await Things.insertMany(
    Array.from({ length: 10 }, (_, n) => ({ name: `thing ${n}`, n, tags: [n % 2 ? 'odd' : 'even'] })),
  )
  return Things
}
const numbers = (found: { n?: number | null }[]) => found.map(one => one.n)

describe('insert', () => {
  test('ordered stops at the first refusal and keeps what came before', async () => {
    const Things = aModel()
    const batch = [{ _id: 1 }, { _id: 2 }, { _id: 1 }, { _id: 3 }] as never[]
    const refused = await Things.collection.insertMany(batch).catch(error => error)
    expect(refused).toMatchObject({ code: 11000, result: { insertedCount: 2 } })
    expect(await Things.countDocuments()).toBe(2)
  })

  test('unordered goes on and names every refusal by its place', async () => {
    const Things = aModel()
    const batch = [{ _id: 1 }, { _id: 1 }, { _id: 2 }, { _id: 2 }, { _id: 3 }] as never[]
    const refused = await Things.collection.insertMany(batch, { ordered: false }).catch(error => error)
    expect(refused.writeErrors.map((one: { index: number }) => one.index)).toEqual([1, 3])
    expect(await Things.countDocuments()).toBe(3)
  })

  test('keeps every BSON type, and undefined is absent', async () => {
    const things = server.collection()
    const document = {
      _id: new ObjectId(),
      int: new Int32(5),
      long: Long.fromString('9007199254740993'),
      double: new Double(5),
      date: new Date(5),
      binary: new Binary(Buffer.from('abc'), 0),
      nothing: null,
      deep: { list: [1, 'two', null] },
    }
    await things.insertOne({ ...document, absent: undefined }, { ignoreUndefined: true })
    const back = await things.findOne({}, { promoteValues: false, promoteLongs: false })
    expect(Object.keys(back!)).toEqual(Object.keys(document))
    expect(back).toMatchObject({
      int: document.int,
      long: document.long,
      double: document.double,
      date: document.date,
    })
    expect(Buffer.from(back!['binary'].buffer).toString()).toBe('abc')
    await things.updateOne({}, { $inc: { int: 1, double: 1 } })
    const later = await things.findOne({}, { promoteValues: false })
    expect([later?.['int']._bsontype, later?.['double']._bsontype]).toEqual(['Int32', 'Double'])
  })

  test('puts _id first and makes one where there is none', async () => {
    const answer = await server.db.command({ insert: 'ids', documents: [{ a: 1, _id: 7 }, { a: 2 }] })
    expect(answer).toMatchObject({ n: 2 })
    const found = await server.db.collection('ids').find().toArray()
    expect(found.map(one => Object.keys(one))).toEqual([
      ['_id', 'a'],
      ['_id', 'a'],
    ])
  })
})

describe('find', () => {
  test('sorts, skips, limits and projects', async () => {
    const Things = await tenThings()
    const found = await Things.find({ n: { $gt: 2 } }, { n: 1, _id: 0 })
      .sort({ n: -1 })
      .skip(1)
      .limit(3)
      .lean()
    expect(found).toEqual([{ n: 8 }, { n: 7 }, { n: 6 }])
  })

  test('goes through batches and closes its cursor at the end', async () => {
    const things = server.collection()
    await things.insertMany(Array.from({ length: 350 }, (_, n) => ({ n })))
    expect(numbers((await things.find().batchSize(50).toArray()) as never)).toEqual(
      Array.from({ length: 350 }, (_, n) => n),
    )
    const open = async () => (await server.db.command({ serverStatus: 1 }))['metrics'].cursor.open.total
    expect(await open()).toBe(0)
    const cursor = things.find().batchSize(10)
    await cursor.next()
    expect(await open()).toBe(1)
    await cursor.close()
    expect(await open()).toBe(0)
  })

  test('continues a cursor past documents removed and added meanwhile, forwards and backwards', async () => {
    const things = server.collection()
    await things.createIndex({ n: 1 })
    for (const direction of [1, -1] as const) {
      await things.deleteMany({})
      await things.insertMany(Array.from({ length: 30 }, (_, n) => ({ n })))
      const cursor = things
        .find({ n: { $gte: 0 } })
        .sort({ n: direction })
        .batchSize(10)
      for (let i = 0; i < 10; i++) await cursor.next()
      await things.deleteMany({ n: { $gte: 8, $lt: 22 } })
      const rest = numbers((await cursor.toArray()) as never)
      const expected = direction === 1 ? [22, 23, 24, 25, 26, 27, 28, 29] : [7, 6, 5, 4, 3, 2, 1, 0]
      expect(rest.slice(-8)).toEqual(expected)
      expect(new Set(rest).size).toBe(rest.length)
    }
  })

  test('counts, also with skip and limit, and finds distinct values', async () => {
    const Things = await tenThings()
    expect(await Things.countDocuments({ tags: 'odd' })).toBe(5)
    expect(await Things.countDocuments({}, { skip: 3, limit: 4 })).toBe(4)
    expect(await Things.estimatedDocumentCount()).toBe(10)
    expect(await Things.distinct('tags')).toEqual(['even', 'odd'])
  })
})

describe('update', () => {
  test('changes one or many, and tells matched from modified', async () => {
    const Things = await tenThings()
    expect(await Things.updateMany({ n: { $lt: 4 } }, { $min: { n: 2 } })).toMatchObject({
      matchedCount: 4,
      modifiedCount: 1,
    })
    expect(await Things.updateOne({ n: 9 }, { $set: { name: 'nine' }, $unset: { tags: 1 } })).toMatchObject({
      modifiedCount: 1,
    })
    expect(await Things.findOne({ n: 9 }, { _id: 0, scores: 0 }).lean()).toEqual({ name: 'nine', n: 9 })
  })

  test('of an indexed field meets each document once', async () => {
    const things = server.collection()
    await things.createIndex({ n: 1 })
    await things.insertMany([{ n: 1 }, { n: 2 }, { n: 3 }])
    await things.updateMany({ n: { $gt: 0 } }, { $inc: { n: 10 } })
    expect(numbers((await things.find().sort({ n: 1 }).toArray()) as never)).toEqual([11, 12, 13])
  })

  test('reaches into arrays by $, $[] and $[name]', async () => {
    const Things = aModel()
    const scores = [
      { by: 'ann', points: 1 },
      { by: 'bob', points: 5 },
      { by: 'cy', points: 9 },
    ]
    await Things.create({ name: 'game', scores })
    await Things.updateOne({ 'scores.by': 'bob' }, { $set: { 'scores.$.points': 6 } })
    await Things.updateOne({}, { $inc: { 'scores.$[].points': 1 } })
    await Things.updateOne(
      {},
      { $set: { 'scores.$[high].by': 'top' } },
      { arrayFilters: [{ 'high.points': { $gt: 6 } }] },
    )
    const game = await Things.findOne().lean()
    expect(game?.scores?.map(({ by, points }) => [by, points])).toEqual([
      ['ann', 2],
      ['top', 7],
      ['top', 10],
    ])
  })

  test('upserts what the filter and the update say', async () => {
    const Things = aModel()
    const first = await Things.updateOne(
      { name: 'new' },
      { $inc: { n: 1 }, $setOnInsert: { at: new Date(7) } },
      { upsert: true },
    )
    expect(first).toMatchObject({ matchedCount: 0, upsertedCount: 1, upsertedId: expect.any(ObjectId) })
    await Things.updateOne(
      { name: 'new' },
      { $inc: { n: 1 }, $setOnInsert: { at: new Date(8) } },
      { upsert: true },
    )
    expect(await Things.find({}, { _id: 0, tags: 0, scores: 0 }).lean()).toEqual([
      { name: 'new', n: 2, at: new Date(7) },
    ])
  })

  test('findOneAndUpdate gives the old or the new, sorted and projected', async () => {
    const Things = await tenThings()
    const change = { $inc: { n: 100 } }
    expect(
      await Things.findOneAndUpdate({}, change, { sort: { n: -1 }, projection: { n: 1 } }).lean(),
    ).toEqual({ _id: expect.anything(), n: 9 })
    expect((await Things.findOneAndUpdate({ n: 0 }, change, { returnDocument: 'after' }).lean())?.n).toBe(100)
    expect(await Things.findOneAndUpdate({ n: -1 }, change).lean()).toBeNull()
    expect((await Things.findOneAndDelete({ n: 100 }).lean())?.name).toBe('thing 0')
    expect(
      (await Things.findOneAndReplace({ n: 1 }, { name: 'one' }, { returnDocument: 'after' }).lean())?.n,
    ).toBeUndefined()
  })

  test('bulkWrite does each kind and counts them', async () => {
    const Things = await tenThings()
    const result = await Things.bulkWrite([
      { insertOne: { document: { n: 50 } } },
      {
        updateMany: {
          filter: { tags: 'odd' },
          update: { $push: { tags: { $each: ['a', 'b'], $slice: -2 } } },
        },
      },
      { replaceOne: { filter: { n: 0 }, replacement: { n: 60 } } },
      { updateOne: { filter: { n: 70 }, update: { $set: { name: 'seventy' } }, upsert: true } },
      { deleteMany: { filter: { n: { $lt: 3 } } } },
    ])
    const counts = { insertedCount: 1, matchedCount: 6, modifiedCount: 6, upsertedCount: 1, deletedCount: 2 }
    expect(result).toMatchObject(counts)
  })
})

test('aggregate groups, joins and reshapes', async () => {
  const Things = await tenThings()
  const result = await Things.aggregate([
    { $match: { n: { $gte: 2 } } },
    { $unwind: '$tags' },
    { $group: { _id: '$tags', total: { $sum: '$n' } } },
    { $sort: { total: -1 } },
    { $lookup: { from: Things.collection.name, localField: 'total', foreignField: 'n', as: 'same' } },
    { $addFields: { count: { $size: '$same' } } },
    { $project: { same: 0 } },
  ])
  expect(result).toEqual([
    { _id: 'odd', total: 24, count: 0 },
    { _id: 'even', total: 20, count: 0 },
  ])
  expect(await Things.aggregate([{ $match: { n: 3 } }, { $count: 'all' }])).toEqual([{ all: 1 }])
})

describe('collections', () => {
  test('are created, listed, dropped', async () => {
    const db = server.client.db('listing')
    await db.createCollection('b')
    await db.collection('a').insertOne({})
    expect((await db.listCollections().toArray()).map(one => one.name)).toEqual(['a', 'b'])
    expect(await db.listCollections({ name: 'a' }, { nameOnly: true }).toArray()).toEqual([
      { name: 'a', type: 'collection' },
    ])
    await expect(db.createCollection('b')).rejects.toMatchObject({ code: 48, codeName: 'NamespaceExists' })
    const names = async () =>
      (await server.client.db().admin().listDatabases()).databases.map(one => one.name)
    expect(await names()).toContain('listing')
    expect(await db.collection('a').drop()).toBe(true)
    await db.dropDatabase()
    expect(await names()).not.toContain('listing')
    expect(await db.stats()).toMatchObject({ collections: 0, ok: 1 })
  })

  test('dropped ones come back empty, also under a cursor', async () => {
    const things = server.collection()
    await things.insertMany(Array.from({ length: 30 }, (_, n) => ({ n })))
    const cursor = things.find().batchSize(10)
    await cursor.next()
    await things.drop()
    await things.insertOne({ n: 'new' })
    await expect(cursor.toArray()).rejects.toMatchObject({ code: 175 })
    expect(await things.find({}, { projection: { _id: 0 } }).toArray()).toEqual([{ n: 'new' }])
  })
})
