import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Decimal128, Double, Int32, Long, ObjectId } from 'mongodb'
import { AS_STORED, looseModels, spell, spelled } from './testing/models'
import { startServer, type TestServer } from './testing/server'

let server: TestServer
let models: Awaited<ReturnType<typeof looseModels>>
const modelWith = (documents: object[]) => models.modelWith(documents)
beforeAll(async () => {
  server = await startServer()
  models = await looseModels(server.server.uri, 'updating')
})
afterAll(async () => {
  await models.close()
  await server.stop()
})

const id = new ObjectId('0123456789abcdef01234567')
const date = new Date(1_700_000_000_000)

test.each<[string, object, object, object]>([
  ['$rename', { a: id, b: 2 }, { $rename: { a: 'c' } }, { b: 2, c: id }],
  ['$rename over a field', { a: 1, b: 2 }, { $rename: { a: 'b' } }, { b: 1 }],
  ['$rename, dotted', { a: { x: date } }, { $rename: { 'a.x': 'b.y' } }, { a: {}, b: { y: date } }],
  ['$bit and', { a: 13 }, { $bit: { a: { and: 10 } } }, { a: 8 }],
  ['$bit or of a Long', { a: Long.fromNumber(5) }, { $bit: { a: { or: 2 } } }, { a: Long.fromNumber(7) }],
  ['$bit xor of nothing', {}, { $bit: { a: { xor: 6 } } }, { a: 6 }],
  ['$pullAll', { a: [1, 'x', 2, 1] }, { $pullAll: { a: [1, 'x'] } }, { a: [2] }],
  ['$pop', { a: [1, 2] }, { $pop: { a: 1 } }, { a: [1] }],
  [
    '$inc of a Decimal128',
    { a: Decimal128.fromString('0.1') },
    { $inc: { a: Decimal128.fromString('0.2') } },
    { a: Decimal128.fromString('0.3') },
  ],
  [
    '$mul of a Decimal128',
    { a: Decimal128.fromString('1.10') },
    { $mul: { a: 3 } },
    { a: Decimal128.fromString('3.30') },
  ],
])('update: %s', async (_, before, update, after) => {
  const Things = await modelWith([before])
  expect(await Things.collection.updateOne({}, update as never)).toMatchObject({
    matchedCount: 1,
    modifiedCount: 1,
  })
  expect(await spelled(Things)).toEqual([spell({ _id: 0, ...after })])
})

describe('an update by a pipeline', () => {
  test.each<[string, object, object[], object]>([
    ['$set', { a: 1, b: 2.5 }, [{ $set: { c: { $add: ['$a', 1] } } }], { a: 1, b: 2.5, c: 2 }],
    ['$addFields', { a: [{ b: 1 }] }, [{ $addFields: { 'a.c': date } }], { a: [{ b: 1, c: date }] }],
    ['$unset', { a: 1, b: id }, [{ $unset: ['a'] }], { b: id }],
    ['$project', { a: 1, b: Long.fromNumber(2) }, [{ $project: { b: 1 } }], { b: Long.fromNumber(2) }],
    ['$replaceRoot', { a: { b: 1 } }, [{ $replaceRoot: { newRoot: '$a' } }], { b: 1 }],
    ['$replaceWith', { a: 1 }, [{ $replaceWith: { z: '$a' } }], { z: 1 }],
    [
      'of several stages',
      { n: 1, list: [1, 2] },
      [{ $set: { total: { $sum: '$list' } } }, { $set: { big: { $gt: ['$total', 2] } } }, { $unset: 'list' }],
      { n: 1, total: 3, big: true },
    ],
  ])('%s', async (_, before, pipeline, after) => {
    const Things = await modelWith([before, before])
    const options = { updatePipeline: true } as const
    expect(await Things.updateMany({}, pipeline as never, options)).toMatchObject({ modifiedCount: 2 })
    expect(await spelled(Things)).toEqual([0, 1].map(_id => spell({ _id, ...after })))
  })

  test('changes nothing that comes out the same', async () => {
    const Things = await modelWith([{ a: 1 }, { a: 2 }])
    const answer = await Things.updateMany({}, [{ $set: { a: { $max: ['$a', 2] } } }] as never, {
      updatePipeline: true,
    })
    expect(answer).toMatchObject({ matchedCount: 2, modifiedCount: 1 })
  })

  test('sees one time for all documents', async () => {
    const Things = await modelWith(Array.from({ length: 50 }, () => ({})))
    await Things.collection.updateMany({}, [{ $set: { at: '$$NOW' } }])
    const times = await Things.collection.distinct('at')
    expect(times).toHaveLength(1)
    expect(Math.abs(Date.now() - Number(times[0]))).toBeLessThan(10_000)
  })

  test('upserts from what the filter fixes', async () => {
    const Things = await modelWith([])
    const update = [{ $set: { b: { $add: ['$a', 1] } } }]
    const answer = await Things.collection.updateOne({ _id: 'n', a: 4 } as never, update, { upsert: true })
    expect(answer).toMatchObject({ matchedCount: 0, upsertedCount: 1, upsertedId: 'n' })
    expect(await spelled(Things)).toEqual([spell({ _id: 'n', a: 4, b: 5 })])
  })

  test('through findOneAndUpdate gives back and upserts', async () => {
    const Things = await modelWith([{ a: 1 }])
    const options = { returnDocument: 'after', upsert: true, updatePipeline: true } as const
    const doubled = [{ $set: { a: { $multiply: ['$a', 2] } } }]
    expect(await Things.findOneAndUpdate({ _id: 0 } as never, doubled as never, options).lean()).toEqual({
      _id: 0,
      a: 2,
    })
    const made = await Things.findOneAndUpdate({ _id: 7, a: 5 } as never, doubled as never, options).lean()
    expect(made).toEqual({ _id: 7, a: 10 })
  })

  test('that copies an array beside it is refused where an index holds both', async () => {
    const Things = await modelWith([{ a: [1] }])
    await Things.collection.createIndex({ a: 1, b: 1 })
    await expect(Things.collection.updateOne({}, [{ $set: { b: '$a' } }])).rejects.toMatchObject({
      code: 171,
    })
    expect(await spelled(Things)).toEqual([spell({ _id: 0, a: [1] })])
  })

  test('keeps indexes and unique keys', async () => {
    const Things = await modelWith([{ k: 1 }, { k: 2 }])
    await Things.collection.createIndex({ k: 1 }, { unique: true })
    await expect(Things.collection.updateOne({ k: 1 }, [{ $set: { k: 2 } }])).rejects.toMatchObject({
      code: 11000,
    })
    await Things.collection.updateOne({ k: 1 }, [{ $set: { k: { $add: ['$k', 8] } } }])
    expect(await Things.collection.countDocuments({ k: 9 })).toBe(1)
    expect(
      await server.client.db('updating').command({ validate: Things.collection.collectionName }),
    ).toMatchObject({
      valid: true,
    })
  })
})

describe('a Decimal128', () => {
  // In ascending order, of all types of numbers.
  const numbers = [
    Decimal128.fromString('-1E6144'),
    Decimal128.fromString('-1.5'),
    Decimal128.fromString('0.1'),
    new Double(0.1),
    new Int32(1),
    Decimal128.fromString('1.000000000000000000000000000000001'),
    new Double(1e300),
    Decimal128.fromString('1E400'),
    Decimal128.fromString('9E6144'),
  ]

  test.each([[undefined], [{ v: 1 }]])(
    'stands among all numbers by its exact value (index %j)',
    async index => {
      const Things = await modelWith(numbers.map(v => ({ v })).toReversed())
      if (index) await Things.collection.createIndex(index as never)
      const found = await Things.collection.find({}, AS_STORED).sort({ v: 1 }).toArray()
      expect(found.map(one => spell({ v: one.v }))).toEqual(numbers.map(v => spell({ v })))
      expect(await Things.collection.countDocuments({ v: Decimal128.fromString('1.0') })).toBe(1)
      expect(await Things.collection.countDocuments({ v: { $gt: 1, $lt: 1e300 } })).toBe(1)
      expect(await Things.collection.countDocuments({ v: { $gt: 1e308 } })).toBe(2)
      expect(await Things.collection.countDocuments({ v: Decimal128.fromString('1E400') })).toBe(1)
      expect(await Things.collection.countDocuments({ v: { $lt: Decimal128.fromString('0.1') } })).toBe(2)
      expect(await Things.collection.countDocuments({ v: new Double(0.1) })).toBe(1)
    },
  )

  test('is one unique key with the number it equals', async () => {
    const Things = await modelWith([{ v: 1 }])
    await Things.collection.createIndex({ v: 1 }, { unique: true })
    await expect(
      Things.collection.insertOne({ _id: 5, v: Decimal128.fromString('1.00') } as never),
    ).rejects.toMatchObject({ code: 11000 })
    await Things.collection.insertOne({ _id: 6, v: Decimal128.fromString('1.0000000000000001') } as never)
  })
})
