import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Double, Long } from 'mongodb'
import { AS_STORED, looseModels, spell } from './testing/models'
import { startServer, type TestServer } from './testing/server'

let server: TestServer
let models: Awaited<ReturnType<typeof looseModels>>
const modelWith = (documents: object[]) => models.modelWith(documents)
beforeAll(async () => {
  server = await startServer()
  models = await looseModels(server.server.uri, 'shaping')
})
afterAll(async () => {
  await models.close()
  await server.stop()
})

test.each<[string, object, object]>([
  ['inclusion', { n: 1 }, { _id: 0, n: 1 }],
  ['without _id', { n: 1, _id: 0 }, { n: 1 }],
  ['exclusion', { l: 0, o: 0 }, { _id: 0, n: 1 }],
  ['dotted', { 'o.p': 1 }, { _id: 0, o: { p: 1 } }],
  ['$slice', { l: { $slice: -1 }, n: 1 }, { _id: 0, n: 1, l: [{ p: 2 }] }],
  ['$elemMatch', { l: { $elemMatch: { p: 2 } } }, { _id: 0, l: [{ p: 2 }] }],
  ['positional', { 'l.$': 1 }, { _id: 0, l: [{ p: 2 }] }],
  ['an expression', { m: { $add: ['$n', 1] }, _id: 0 }, { m: 2 }],
])('projection: %s', async (_, projection, shown) => {
  const Things = await modelWith([{ n: 1, o: { p: 1, q: 2 }, l: [{ p: 1 }, { p: 2 }] }])
  expect(await Things.collection.findOne({ 'l.p': 2 } as never, { projection })).toEqual(shown)
})

const SALES = [
  { k: 'a', n: 1, t: ['x', 'y'], r: 0 },
  { k: 'a', n: 2.5, t: [], r: 1 },
  { k: 'b', n: Long.fromNumber(5), t: ['x'], r: 9 },
]

test.each<[string, object[], object[]]>([
  [
    '$match $sort $skip $limit',
    [{ $match: { k: 'a' } }, { $sort: { n: -1 } }, { $skip: 1 }, { $limit: 1 }, { $project: { n: 1 } }],
    [{ _id: 0, n: 1 }],
  ],
  [
    '$group',
    [
      { $group: { _id: '$k', sum: { $sum: '$n' }, avg: { $avg: '$n' }, count: { $sum: 1 } } },
      { $sort: { _id: 1 } },
    ],
    [
      { _id: 'a', sum: 3.5, avg: 1.75, count: 2 },
      { _id: 'b', sum: Long.fromNumber(5), avg: new Double(5), count: 1 },
    ],
  ],
  [
    '$group $min $max $first $last',
    [
      { $sort: { _id: 1 } },
      {
        $group: { _id: null, a: { $min: '$n' }, b: { $max: '$n' }, c: { $first: '$k' }, d: { $last: '$k' } },
      },
    ],
    [{ _id: null, a: 1, b: Long.fromNumber(5), c: 'a', d: 'b' }],
  ],
  [
    '$group $push $addToSet',
    [{ $sort: { _id: 1 } }, { $group: { _id: null, a: { $push: '$k' }, b: { $addToSet: '$k' } } }],
    [{ _id: null, a: ['a', 'a', 'b'], b: ['a', 'b'] }],
  ],
  [
    '$addFields',
    [{ $match: { _id: 0 } }, { $addFields: { m: { $multiply: ['$n', 3] }, t: '$$REMOVE' } }],
    [{ _id: 0, k: 'a', n: 1, r: 0, m: 3 }],
  ],
  [
    '$unwind',
    [{ $unwind: '$t' }, { $group: { _id: '$t', n: { $sum: 1 } } }, { $sort: { _id: 1 } }],
    [
      { _id: 'x', n: 2 },
      { _id: 'y', n: 1 },
    ],
  ],
  ['$count', [{ $match: { k: 'a' } }, { $count: 'n' }], [{ n: 2 }]],
  [
    '$project of expressions',
    [
      { $match: { _id: 1 } },
      {
        $project: {
          _id: 0,
          up: { $toUpper: '$k' },
          size: { $size: '$t' },
          big: { $cond: [{ $gt: ['$n', 2] }, 'yes', 'no'] },
        },
      },
    ],
    [{ up: 'A', size: 0, big: 'yes' }],
  ],
])('aggregate: %s', async (_, pipeline, expected) => {
  const Things = await modelWith(SALES)
  const found = await Things.collection.aggregate(pipeline, AS_STORED).toArray()
  expect(found.map(spell)).toEqual(expected.map(spell))
})

test('aggregate: $lookup, by fields and by pipeline', async () => {
  const Others = await modelWith([{ name: 'zero' }, { name: 'one' }])
  const Things = await modelWith(SALES)
  const from = Others.collection.collectionName
  const byField = await Things.aggregate([
    { $lookup: { from, localField: 'r', foreignField: '_id', as: 'o' } },
    { $sort: { _id: 1 } },
  ])
  expect(byField.map(one => one.o.map((other: { name: string }) => other.name))).toEqual([
    ['zero'],
    ['one'],
    [],
  ])
  const inner = [{ $match: { $expr: { $lt: ['$_id', '$$n'] } } }, { $project: { _id: 0 } }]
  const byPipeline = await Things.aggregate([
    { $match: { _id: 0 } },
    { $lookup: { from, let: { n: '$n' }, pipeline: inner, as: 'o' } },
  ])
  expect(byPipeline[0].o).toEqual([{ name: 'zero' }])
})

test('distinct and count', async () => {
  const Things = await modelWith(SALES)
  expect((await Things.distinct('t')).sort()).toEqual(['x', 'y'])
  expect(await Things.distinct('k', { n: { $lt: 2 } })).toEqual(['a'])
  expect(await Things.countDocuments({ k: 'a' })).toBe(2)
  expect(await Things.estimatedDocumentCount()).toBe(3)
})
