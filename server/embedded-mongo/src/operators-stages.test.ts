import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Double, Long, ObjectId } from 'mongodb'
import { AS_STORED, looseModels, spell } from './testing/models'
import { startServer, type TestServer } from './testing/server'

let server: TestServer
let models: Awaited<ReturnType<typeof looseModels>>
const modelWith = (documents: object[]) => models.modelWith(documents)
beforeAll(async () => {
  server = await startServer()
  models = await looseModels(server.server.uri, 'stages')
})
afterAll(async () => {
  await models.close()
  await server.stop()
})

const id = new ObjectId('0123456789abcdef01234567')
const SALES = [
  { k: 'a', n: 1, d: new Date('2024-01-31T23:30:00Z'), o: { x: id } },
  { k: 'b', n: 2.5, d: new Date('2024-02-01T00:30:00Z'), o: { x: 1 } },
  { k: 'a', n: Long.fromNumber(5), d: new Date('2024-02-29T12:00:00Z'), o: { x: 2 } },
]

test.each<[string, object[], object[]]>([
  [
    '$facet',
    [
      {
        $facet: {
          count: [{ $count: 'n' }],
          top: [{ $sort: { n: -1 } }, { $limit: 1 }, { $project: { n: 1 } }],
        },
      },
    ],
    [{ count: [{ n: 3 }], top: [{ _id: 2, n: Long.fromNumber(5) }] }],
  ],
  [
    '$bucket',
    [
      {
        $bucket: {
          groupBy: '$n',
          boundaries: [1, 2.5, 5],
          default: 'more',
          output: { ids: { $push: '$_id' } },
        },
      },
    ],
    [
      { _id: 1, ids: [0] },
      { _id: 2.5, ids: [1] },
      { _id: 'more', ids: [2] },
    ],
  ],
  [
    '$sortByCount',
    [{ $sortByCount: '$k' }],
    [
      { _id: 'a', count: 2 },
      { _id: 'b', count: 1 },
    ],
  ],
  ['$replaceRoot', [{ $match: { _id: 0 } }, { $replaceRoot: { newRoot: '$o' } }], [{ x: id }]],
  ['$replaceWith', [{ $match: { _id: 1 } }, { $replaceWith: { y: '$o.x' } }], [{ y: 1 }]],
  ['$unset', [{ $match: { _id: 0 } }, { $unset: ['n', 'd', 'o.x'] }], [{ _id: 0, k: 'a', o: {} }]],
  ['$sample', [{ $sample: { size: 9 } }, { $count: 'n' }], [{ n: 3 }]],
  [
    '$setWindowFields',
    [
      {
        $setWindowFields: {
          partitionBy: '$k',
          sortBy: { n: 1 },
          output: {
            soFar: { $sum: '$n', window: { documents: ['unbounded', 'current'] } },
            before: { $shift: { output: '$n', by: -1 } },
            rank: { $rank: {} },
            mean: { $avg: '$n' },
          },
        },
      },
      { $project: { soFar: 1, before: 1, rank: 1, mean: 1 } },
    ],
    [
      { _id: 0, soFar: 1, before: null, rank: Long.fromNumber(1), mean: new Double(3) },
      { _id: 2, soFar: Long.fromNumber(6), before: 1, rank: Long.fromNumber(2), mean: new Double(3) },
      { _id: 1, soFar: 2.5, before: null, rank: Long.fromNumber(1), mean: new Double(2.5) },
    ],
  ],
  [
    '$dateTrunc in a group',
    [
      {
        $group: {
          _id: { $dateTrunc: { date: '$d', unit: 'month', timezone: 'Asia/Shanghai' } },
          n: { $sum: 1 },
        },
      },
      { $sort: { _id: 1 } },
    ],
    [{ _id: new Date('2024-01-31T16:00:00Z'), n: 3 }],
  ],
])('aggregate: %s', async (_, pipeline, expected) => {
  const Things = await modelWith(SALES)
  const found = await Things.collection.aggregate(pipeline, AS_STORED).toArray()
  expect(found.map(spell)).toEqual(expected.map(spell))
  expect(await Things.aggregate(pipeline as never)).toHaveLength(expected.length)
})

test('aggregate: $unionWith, by name and through a pipeline that joins again', async () => {
  const Others = await modelWith([{ m: 1 }, { m: 2 }])
  const Things = await modelWith([{ n: 1 }])
  const coll = Others.collection.collectionName
  expect(await Things.aggregate([{ $unionWith: coll }])).toEqual([
    { _id: 0, n: 1 },
    { _id: 0, m: 1 },
    { _id: 1, m: 2 },
  ])
  const lookup = { from: coll, localField: 'm', foreignField: 'm', as: 'same' }
  const pipeline = [{ $match: { m: 2 } }, { $lookup: lookup }, { $set: { same: { $size: '$same' } } }]
  expect(await Things.aggregate([{ $unionWith: { coll, pipeline } }] as never)).toEqual([
    { _id: 0, n: 1 },
    { _id: 1, m: 2, same: 1 },
  ])
  const newest = [{ $match: { m: { $gt: 0 } } }, { $sort: { m: -1 } }, { $limit: 1 }]
  expect(await Things.aggregate([{ $unionWith: { coll, pipeline: newest } }] as never)).toEqual([
    { _id: 0, n: 1 },
    { _id: 1, m: 2 },
  ])
  expect(await Things.aggregate([{ $unionWith: 'none' }])).toEqual([{ _id: 0, n: 1 }])
})

test('aggregate: $$NOW is the time, in the first stage and in later ones', async () => {
  const Things = await modelWith([{ d: new Date(0) }, { d: new Date(Date.now() + 3_600_000) }])
  const past = { $match: { $expr: { $lt: ['$d', '$$NOW'] } } }
  const found = await Things.collection.aggregate([past, { $set: { now: '$$NOW' } }]).toArray()
  expect(found).toEqual([{ _id: 0, d: new Date(0), now: expect.any(Date) }])
})

test('aggregate: $sample takes from an index without taking twice', async () => {
  const Things = await modelWith(Array.from({ length: 40 }, (_, n) => ({ n: [n, n + 1] })))
  await Things.collection.createIndex({ n: 1 })
  const found = await Things.collection
    .aggregate([{ $match: { n: { $gte: 0 } } }, { $sample: { size: 30 } }])
    .toArray()
  expect(new Set(found.map(({ _id }) => _id)).size).toBe(30)
})

test.each<[object, number, string]>([
  [{ $bucketAuto: { groupBy: '$n', buckets: 2 } }, 40324, 'Location40324'],
  [{ $changeStream: {} }, 40573, 'Location40573'],
  [{ $facet: { a: [{ $facet: { b: [] } }] } }, 40600, 'Location40600'],
  [{ $setWindowFields: { sortBy: { n: 1 }, output: { r: { $derivative: {} } } } }, 238, 'NotImplemented'],
  [{ $setWindowFields: { output: { r: { $frob: 1 } } } }, 9, 'FailedToParse'],
  [{ $setWindowFields: { partitionBy: ['$k'], output: {} } }, 14, 'TypeMismatch'],
  [{ $merge: { into: 'x', whenMatched: [{ $limit: 1 }] } }, 72, 'InvalidOptions'],
  [{ $merge: { into: 'x', whenNotMatched: 'fail' } }, 13113, 'MergeStageNoMatchingDocument'],
  [{ $merge: { into: 'x', whenMatched: 'frob' } }, 2, 'BadValue'],
])('%j is refused with code and name', async (stage, code, codeName) => {
  const Things = await modelWith(SALES)
  await expect(Things.collection.aggregate([stage]).toArray()).rejects.toMatchObject({ code, codeName })
})
