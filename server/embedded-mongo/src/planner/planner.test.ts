import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Collection, Document, FindOptions } from 'mongodb'
import { startServer, type TestServer } from '../testing/server'

let server: TestServer
let messages: Collection
beforeAll(async () => {
  server = await startServer()
  messages = server.db.collection('messages')
  await messages.createIndexes([
    { key: { roomId: 1, seq: 1 } },
    { key: { roomId: 1, revs: 1 } },
    { key: { authorId: 1, at: -1, seq: 1 } },
    { key: { email: 1 }, sparse: true },
    { key: { state: 1 }, partialFilterExpression: { open: true, level: { $gte: 3 } } },
    { key: { words: 1, seq: 1 } },
  ])
  const rooms = ['a', 'b', 'c', 'd']
  await messages.insertMany(
    Array.from({ length: 4000 }, (_, n) => {
      const seq = Math.floor(n / 4)
      const sparse = n % 100 === 0 ? { email: `${n}` } : {}
      return {
        _id: n as never,
        roomId: rooms[n % 4],
        seq,
        revs: [seq, 2000 + seq],
        authorId: n % 10,
        at: new Date(n % 50),
        open: n % 2 === 0,
        level: n % 5,
        state: n % 7,
        words: [`w${n % 9}`, `v${n % 4}`],
        ...sparse,
      }
    }),
  )
})
afterAll(() => server.stop())

async function explained(filter: object, options: FindOptions = {}) {
  const { queryPlanner, executionStats } = await messages.find(filter, options).explain('executionStats')
  const stages: Document[] = []
  for (let stage = queryPlanner.winningPlan; stage; stage = stage.inputStage) stages.push(stage)
  const index = stages.find(stage => stage['indexName'])?.['indexName'] as string | undefined
  return { stages: stages.map(stage => stage['stage']), index, ...executionStats }
}

test('a page before a point is served whole by the index, at most 51 documents looked at', async () => {
  const page = await explained({ roomId: 'a', seq: { $lt: 700 } }, { sort: { seq: -1 }, limit: 50 })
  expect(page).toMatchObject({ stages: ['LIMIT', 'FETCH', 'IXSCAN'], index: 'roomId_1_seq_1', nReturned: 50 })
  expect(page.totalDocsExamined).toBeLessThanOrEqual(51)
  expect(page.totalKeysExamined).toBeLessThanOrEqual(51)
})

test.each<[string, object, FindOptions, string | undefined, number]>([
  ['_id', { _id: 77 }, {}, '_id_', 1],
  ['_id $in', { _id: { $in: [1, 2, 3, 9999] } }, {}, '_id_', 3],
  ['equality and a closed range', { roomId: 'b', seq: { $gte: 10, $lt: 20 } }, {}, 'roomId_1_seq_1', 10],
  ['equality, sort forwards', { roomId: 'b' }, { sort: { seq: 1 }, limit: 5 }, 'roomId_1_seq_1', 5],
  ['equality through $and', { $and: [{ roomId: 'b' }, { seq: { $gt: 990 } }] }, {}, 'roomId_1_seq_1', 9],
  ['a range inside a multikey index', { roomId: 'b', revs: { $gte: 2995 } }, {}, 'roomId_1_revs_1', 5],
  [
    'several rooms merged into one order',
    { roomId: { $in: ['a', 'c', 'x'] } },
    { sort: { seq: -1 }, limit: 10 },
    'roomId_1_seq_1',
    10,
  ],
  [
    'several rooms, in the order of the index',
    { roomId: { $in: ['c', 'a'] } },
    { sort: { roomId: 1, seq: 1 }, limit: 10 },
    'roomId_1_seq_1',
    10,
  ],
  [
    'two fields equal, sort on the third',
    { authorId: 3, at: new Date(3) },
    { sort: { seq: -1 }, limit: 7 },
    'authorId_1_at_-1_seq_1',
    7,
  ],
  [
    'sort by a descending field',
    { authorId: 3 },
    { sort: { at: -1, seq: 1 }, limit: 7 },
    'authorId_1_at_-1_seq_1',
    7,
  ],
  [
    'the same read backwards',
    { authorId: 3 },
    { sort: { at: 1, seq: -1 }, limit: 7 },
    'authorId_1_at_-1_seq_1',
    7,
  ],
  ['sort alone with a limit', {}, { sort: { roomId: 1, seq: 1 }, limit: 3 }, 'roomId_1_seq_1', 3],
  ['an array element, sorted', { words: 'w5' }, { sort: { seq: 1 }, limit: 4 }, 'words_1_seq_1', 4],
  [
    'skip without reading what is skipped',
    { roomId: 'b' },
    { sort: { seq: 1 }, skip: 500, limit: 5 },
    'roomId_1_seq_1',
    5,
  ],
  ['a sparse index where the value must exist', { email: { $gte: '3900' } }, {}, 'email_1', 7],
  [
    'a partial index where the filter implies it',
    { state: 3, open: true, level: { $gt: 3 } },
    {},
    'state_1',
    114,
  ],
  ['no index where none fits', { nothing: 1 }, {}, undefined, 4000],
  ['no sparse index where the value may be missing', { email: null }, {}, undefined, 4000],
  ['no sparse index for a sort', {}, { sort: { email: 1 }, limit: 1 }, undefined, 4000],
  ['no partial index where the filter does not imply it', { state: 3, open: true }, {}, undefined, 4000],
  ['no index that sorts two ways at once', {}, { sort: { roomId: 1, seq: -1 }, limit: 1 }, undefined, 4000],
  ['the index a hint names', { roomId: 'a', seq: 5 }, { hint: 'roomId_1_revs_1' }, 'roomId_1_revs_1', 1000],
  ['the index a hint describes', { seq: 5 }, { hint: { roomId: 1, seq: 1 } }, 'roomId_1_seq_1', 4000],
  ['no index when a hint says so', { _id: 5 }, { hint: { $natural: 1 } }, undefined, 4000],
])('%s', async (_, filter, options, index, examined) => {
  const plan = await explained(filter, options)
  expect([plan.index, plan.totalDocsExamined]).toEqual([index, examined])
  const byPlan = await messages.find(filter, options).toArray()
  const { limit, skip, ...rest } = options
  const plain = await messages.find(filter, { ...rest, hint: { $natural: 1 } }).toArray()
  const order = (found: Document[]) =>
    options.sort
      ? found.map(one => Object.keys(options.sort!).map(key => one[key]))
      : found.map(one => one['_id']).sort()
  expect(order(byPlan)).toEqual(order(plain).slice(skip ?? 0, limit ? (skip ?? 0) + limit : undefined))
})

describe('an array', () => {
  test('may meet each bound with another element, and both are honoured', async () => {
    const things = server.collection()
    await things.createIndex({ n: 1 })
    await things.insertMany([
      { _id: 1 as never, n: [1, 20] },
      { _id: 2 as never, n: [6] },
      { _id: 3 as never, n: 7 },
    ])
    const ids = async (filter: object) => (await things.find(filter).toArray()).map(one => one._id).sort()
    expect(await ids({ n: { $gt: 5, $lt: 10 } })).toEqual([1, 2, 3])
    expect(await ids({ n: { $elemMatch: { $gt: 5, $lt: 10 } } })).toEqual([2])
  })

  test('is found once, and sorts by its least or greatest element', async () => {
    const things = server.collection()
    await things.createIndex({ n: 1 })
    await things.insertMany([
      { _id: 1 as never, n: [1, 9] },
      { _id: 2 as never, n: [5, 6] },
    ])
    const ids = async (filter: object, sort: 1 | -1) =>
      (await things.find(filter).sort({ n: sort }).toArray()).map(one => one._id)
    expect(await ids({}, 1)).toEqual([1, 2])
    expect(await ids({}, -1)).toEqual([1, 2])
    expect(await ids({ n: { $gt: 2 } }, 1)).toEqual([1, 2])
  })
})

test('counting by an index reads no documents', async () => {
  const explain = async (filter: object) =>
    (await server.db.command({ explain: { count: 'messages', query: filter } }))['executionStats']
  expect(await messages.countDocuments({ roomId: 'a', seq: { $gte: 100 } })).toBe(900)
  expect(await explain({ roomId: 'a', seq: { $gte: 100 } })).toMatchObject({
    nReturned: 900,
    totalKeysExamined: 900,
    totalDocsExamined: 0,
  })
})
