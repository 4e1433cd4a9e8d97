import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import mongoose, { Schema } from 'mongoose'
import { Binary, Double, Long, ObjectId } from 'mongodb'
import { startServer, type TestServer } from '../testing/server'

let server: TestServer
beforeAll(async () => void (server = await startServer({ ttlSweepMs: 100 })))
afterAll(() => server.stop())

const valid = (name: string) => server.db.command({ validate: name })
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    error => error,
  )

describe('E11000', () => {
  test.each([
    [{ name: 1 }, { name: 'Ann "A" \\' }, 'name_1', '{ name: "Ann \\"A\\" \\\\" }'],
    [{ a: 1, b: -1 }, { a: 1, b: null }, 'a_1_b_-1', '{ a: 1, b: null }'],
    [{ 'deep.er': 1 }, { deep: { er: true } }, 'deep.er_1', '{ deep.er: true }'],
    [{ d: 1 }, { d: new Double(2) }, 'd_1', '{ d: 2.0 }'],
    [{ l: 1 }, { l: Long.fromNumber(2) }, 'l_1', '{ l: 2 }'],
    [{ at: 1 }, { at: new Date(1700000000000) }, 'at_1', '{ at: new Date(1700000000000) }'],
    [
      { id: 1 },
      { id: new ObjectId('65a000000000000000000001') },
      'id_1',
      "{ id: ObjectId('65a000000000000000000001') }",
    ],
    [{ bin: 1 }, { bin: new Binary(Buffer.from([1, 255])) }, 'bin_1', '{ bin: BinData(0, 01FF) }'],
    [{ o: 1 }, { o: { x: 1, y: [1, 'z'] } }, 'o_1', '{ o: { x: 1, y: [ 1, "z" ] } }'],
    [{ tags: 1 }, { tags: ['p', 'q'] }, 'tags_1', '{ tags: "p" }'],
    [{ missing: 1 }, {}, 'missing_1', '{ missing: null }'],
  ] as const)('of %j is worded as MongoDB words it', async (key, document, index, shown) => {
    const things = server.collection()
    await things.createIndex(key as never, { unique: true })
    await things.insertOne({ ...document })
    const message = `E11000 duplicate key error collection: ${things.namespace} index: ${index} dup key: ${shown}`
    const answer = await server.db.command(
      { insert: things.collectionName, documents: [{ ...document }] },
      { promoteValues: false },
    )
    const [error] = answer['writeErrors']
    expect(error.errmsg).toBe(message)
    expect(error.code.value).toBe(11000)
    expect(Object.keys(error.keyPattern)).toEqual(Object.keys(key))
    expect(Object.keys(error.keyValue)).toEqual(Object.keys(key))
  })

  test('of an _id, an update, an upsert and a findAndModify name the index too', async () => {
    const things = server.collection()
    await things.createIndex({ a: 1 }, { unique: true, name: 'byA' })
    await things.insertMany([
      { _id: 1 as never, a: 1 },
      { _id: 2 as never, a: 2 },
    ])
    const start = `E11000 duplicate key error collection: ${things.namespace} index: `
    expect(await refusal(things.insertOne({ _id: 1 as never }))).toMatchObject({
      code: 11000,
      message: `${start}_id_ dup key: { _id: 1 }`,
    })
    const expected = { code: 11000, keyPattern: { a: 1 }, keyValue: { a: 1 } }
    expect(await refusal(things.updateOne({ a: 2 }, { $set: { a: 1 } }))).toMatchObject({
      ...expected,
      message: `${start}byA dup key: { a: 1 }`,
    })
    expect(await refusal(things.updateOne({ a: 9 }, { $set: { a: 1 } }, { upsert: true }))).toMatchObject({
      code: 11000,
    })
    const context = 'Plan executor error during findAndModify :: caused by :: '
    expect(await refusal(things.findOneAndUpdate({ a: 2 }, { $set: { a: 1 } }))).toMatchObject({
      ...expected,
      codeName: 'DuplicateKey',
      message: `${context}${start}byA dup key: { a: 1 }`,
    })
    expect(await things.countDocuments()).toBe(2)
    expect(await valid(things.collectionName)).toMatchObject({ valid: true })
  })
})

describe('an index', () => {
  test('that is unique and multikey keeps elements apart between documents, not within one', async () => {
    const things = server.collection()
    await things.createIndex({ room: 1, revs: 1 }, { unique: true })
    await things.insertOne({ room: 'a', revs: [1, 2, 2] })
    await things.insertOne({ room: 'b', revs: [1, 2] })
    expect(await refusal(things.insertOne({ room: 'a', revs: [5, 2] }))).toMatchObject({ code: 11000 })
    await things.updateOne({ room: 'a' }, { $pull: { revs: 2 } as never })
    await things.insertOne({ room: 'a', revs: [5, 2] })
    expect(await refusal(things.insertOne({ room: ['x'], revs: [1] }))).toMatchObject({ code: 171 })
    expect(await valid(things.collectionName)).toMatchObject({ valid: true, nrecords: 3 })
  })

  test('that is sparse and unique admits many without the field', async () => {
    const things = server.collection()
    await things.createIndex({ email: 1 }, { unique: true, sparse: true })
    await things.insertMany([{}, {}, { email: 'a' }])
    expect(await refusal(things.insertOne({ email: 'a' }))).toMatchObject({ code: 11000 })
    expect(
      await refusal(things.updateOne({ email: { $exists: false } }, { $set: { email: 'a' } })),
    ).toMatchObject({ code: 11000 })
    expect(await things.countDocuments({ email: null })).toBe(2)
  })

  test('that is partial and unique binds only the documents it covers', async () => {
    const things = server.collection()
    await things.createIndex({ name: 1 }, { unique: true, partialFilterExpression: { live: true } })
    await things.insertMany([
      { name: 'a', live: false },
      { name: 'a', live: false },
      { name: 'a', live: true },
    ])
    expect(await refusal(things.insertOne({ name: 'a', live: true }))).toMatchObject({ code: 11000 })
    expect(await refusal(things.updateOne({ live: false }, { $set: { live: true } }))).toMatchObject({
      code: 11000,
    })
    await things.deleteOne({ live: true })
    await things.updateOne({ live: false }, { $set: { live: true } })
    expect(await valid(things.collectionName)).toMatchObject({ valid: true, keysPerIndex: { name_1: 1 } })
  })

  test('built over documents there are refuses duplicates and leaves no trace', async () => {
    const things = server.collection()
    await things.insertMany(Array.from({ length: 500 }, (_, n) => ({ n: n % 499 })))
    expect(await refusal(things.createIndex({ n: 1 }, { unique: true }))).toMatchObject({
      code: 11000,
      keyPattern: { n: 1 },
      keyValue: { n: 0 },
    })
    expect(await things.indexes()).toHaveLength(1)
    expect(await things.estimatedDocumentCount()).toBe(500)
    await things.createIndex({ n: -1 })
    expect(await valid(things.collectionName)).toMatchObject({ valid: true, keysPerIndex: { 'n_-1': 500 } })
  })

  test.each([
    [{ key: { a: 1 }, name: 'other' }, 85],
    [{ key: { b: 1 }, name: 'a_1' }, 86],
    [{ key: { a: 1 }, name: 'a_1', unique: true }, 86],
    [{ key: { a: 1 }, name: 'a_1', expireAfterSeconds: 5 }, 85],
    [{ key: { a: 'text' }, name: 't' }, 67],
    [{ key: { a: 'hashed' }, name: 'h' }, 67],
    [{ key: { a: '2dsphere' }, name: 'g' }, 67],
    [{ key: {}, name: 'e' }, 67],
    [{ key: { '$**': 1 }, name: 'w' }, 67],
    [{ key: { a: 1, b: 1 }, name: 'x', expireAfterSeconds: 5 }, 67],
    [{ key: { c: 1 }, name: 'x', collation: { locale: 'fr' } }, 67],
    [{ key: { c: 1 }, name: 'x', frob: 1 }, 197],
    [{ key: { c: 1 }, name: 'x', partialFilterExpression: { c: { $ne: 1 } } }, 67],
    [{ key: { c: 1 }, name: 'x', sparse: true, partialFilterExpression: { a: 1 } }, 67],
  ])('asked for as %j beside { a: 1 } is refused with %i', async (index, code) => {
    const things = server.db.collection('conflicts')
    await things.createIndex({ a: 1 })
    expect(await refusal(server.db.command({ createIndexes: 'conflicts', indexes: [index] }))).toMatchObject({
      code,
    })
    expect(await things.indexes()).toHaveLength(2)
  })

  test('asked for again is there already; dropped by name, key or all together it is gone', async () => {
    const things = server.collection()
    const create = () =>
      server.db.command({ createIndexes: things.collectionName, indexes: [{ key: { a: 1 }, name: 'a_1' }] })
    expect(await create()).toMatchObject({
      numIndexesBefore: 1,
      numIndexesAfter: 2,
      createdCollectionAutomatically: true,
    })
    expect(await create()).toMatchObject({
      numIndexesBefore: 2,
      numIndexesAfter: 2,
      note: 'all indexes already exist',
    })
    await things.createIndexes([{ key: { b: 1 } }, { key: { c: -1 } }, { key: { d: 1 } }])
    await things.dropIndex('a_1')
    await server.db.command({ dropIndexes: things.collectionName, index: { c: -1 } })
    expect((await things.indexes()).map(one => one.name)).toEqual(['_id_', 'b_1', 'd_1'])
    await things.dropIndexes()
    expect(await things.indexes()).toEqual([{ v: 2, key: { _id: 1 }, name: '_id_' }])
  })

  test('too long a value to index is refused, not cut', async () => {
    const things = server.collection()
    await things.createIndex({ text: 1 })
    expect(await refusal(things.insertOne({ text: 'x'.repeat(5000) }))).toMatchObject({ code: 17280 })
    expect(await things.countDocuments()).toBe(0)
  })
})

test('mongoose syncIndexes makes what a schema says, and nothing the second time', async () => {
  const connection = await mongoose.createConnection(server.server.uri, { dbName: 'sync' }).asPromise()
  const schema = new Schema({ a: String, b: Number, at: Date, tags: [String] }, { autoIndex: false })
  schema.index({ a: 1, b: -1 }, { unique: true })
  schema.index({ at: 1 }, { expireAfterSeconds: 3600 })
  schema.index({ tags: 1 }, { sparse: true })
  schema.index({ b: 1 }, { partialFilterExpression: { b: { $gt: 5 } } })
  const Model = connection.model('Synced', schema)
  await Model.createCollection()
  await Model.collection.createIndex({ stranger: 1 })
  expect(await Model.syncIndexes()).toEqual(['stranger_1'])
  expect(await Model.diffIndexes()).toEqual({ toDrop: [], toCreate: [] })
  expect((await Model.listIndexes()).map(index => index['name'])).toEqual([
    '_id_',
    'a_1_b_-1',
    'at_1',
    'tags_1',
    'b_1',
  ])
  await connection.close()
})

describe('a TTL index', () => {
  const gone = async (count: () => Promise<number>, expected: number) => {
    for (let tries = 0; tries < 50 && (await count()) !== expected; tries++)
      await new Promise(resolve => setTimeout(resolve, 50))
    expect(await count()).toBe(expected)
  }

  test.each([1, -1] as const)(
    'in direction %i removes what has expired and nothing else',
    async direction => {
      const things = server.collection()
      const ago = (seconds: number) => new Date(Date.now() - seconds * 1000)
      const old = Array.from({ length: 1200 }, () => ({ at: ago(120) }))
      await things.insertMany([
        ...old,
        { at: ago(30) },
        { at: new Date(Date.now() + 1e6) },
        { at: 'then' },
        { at: 5 },
        {},
        { at: [ago(10), ago(90)] },
      ])
      await things.createIndex({ at: direction }, { expireAfterSeconds: 60 })
      await gone(() => things.countDocuments(), 5)
      expect(await valid(things.collectionName)).toMatchObject({ valid: true, nrecords: 5 })
    },
  )

  test('with a partial filter spares what the filter does not cover', async () => {
    const things = server.collection()
    await things.createIndex({ at: 1 }, { expireAfterSeconds: 0, partialFilterExpression: { done: true } })
    await things.insertMany([
      { at: new Date(0), done: true },
      { at: new Date(0), done: false },
    ])
    await gone(() => things.countDocuments(), 1)
  })
})
