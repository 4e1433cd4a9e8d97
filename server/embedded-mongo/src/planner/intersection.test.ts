import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Collection, Document, FindOptions } from 'mongodb'
import { startServer, type TestServer } from '../testing/server'

let server: TestServer
let words: Collection
const vocabulary = Array.from({ length: 12 }, (_, n) => `w${n}`)
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9))
let state = seed
const chance = (below: number) => {
  state = (Math.imul(state, 1103515245) + 12345) >>> 0
  return Math.floor((state / 2 ** 32) * below)
}

beforeAll(async () => {
  console.log(`seed ${seed}`)
  server = await startServer()
  words = server.collection()
  await words.createIndex({ tokens: 1, room: 1, at: -1 })
  await words.insertMany(
    Array.from({ length: 3000 }, (_, n) => ({
      _id: n as never,
      // The higher its number the rarer a word; none at all, and none but one, are among them.
      tokens: vocabulary.filter((_, i) => chance(2 + i * i) === 0),
      room: `r${chance(40)}`,
      at: new Date(chance(500)),
    })),
  )
})
afterAll(() => server.stop())

async function examined(filter: object, options: FindOptions = {}) {
  const { executionStats, queryPlanner } = await words.find(filter, options).explain('executionStats')
  return { ...executionStats, plan: JSON.stringify(queryPlanner.winningPlan) }
}

test('what must hold several values is found through the rarest of them, and only what holds all is read', async () => {
  const filter = { tokens: { $all: ['w0', 'w1', 'w11'] } }
  const found = await words.find(filter).toArray()
  const rare = await words.countDocuments({ tokens: 'w11' })
  const { totalKeysExamined, totalDocsExamined } = await examined(filter)
  expect([totalKeysExamined, totalDocsExamined]).toEqual([rare, found.length])
  expect(found.length).toBeLessThan(rare)
})

test('counting them reads no document', async () => {
  const filter = { tokens: { $all: ['w0', 'w2'] } }
  const { executionStats } = await server.db.command({
    explain: { count: words.collectionName, query: filter },
  })
  expect(executionStats).toMatchObject({ totalDocsExamined: 0 })
  expect(await words.countDocuments(filter)).toBe(executionStats.nReturned)
  expect(await words.countDocuments(filter)).toBe((await words.find(filter).toArray()).length)
})

test('a page of several rooms in the order of time reads no more than the page', async () => {
  const room = { $in: Array.from({ length: 30 }, (_, n) => `r${n}`) }
  const plan = await examined(
    { tokens: { $all: ['w1', 'w0'] }, room, at: { $lte: new Date(400) } },
    { sort: { at: -1 }, limit: 10 },
  )
  expect(plan.totalDocsExamined).toBe(10)
  expect(plan.plan).not.toContain('"SORT"')
})

test('any values, rooms, times and orders are answered as by reading everything', async () => {
  for (let round = 0; round < 150; round++) {
    const tokens = Array.from({ length: 1 + chance(4) }, () => vocabulary[chance(12)]!)
    const rooms = Array.from({ length: 1 + chance(20) }, () => `r${chance(45)}`)
    const filter: Document = { tokens: { $all: tokens } }
    if (chance(4)) filter['room'] = chance(3) ? { $in: rooms } : rooms[0]
    if (chance(2)) filter['at'] = { $lt: new Date(chance(500)), $gte: new Date(chance(200)) }
    const sort = chance(3) ? { at: chance(2) ? 1 : -1 } : undefined
    const options = { ...(sort ? { sort } : {}), batchSize: 7 } as FindOptions
    const byPlan = await words.find(filter, options).toArray()
    const plain = await words.find(filter, { ...options, hint: { $natural: 1 } }).toArray()
    const ids = (docs: Document[]) => docs.map(one => Number(one['_id'])).sort((a, b) => a - b)
    expect([round, ids(byPlan)]).toEqual([round, ids(plain)])
    if (sort) expect(byPlan.map(one => one['at'])).toEqual(plain.map(one => one['at']))
  }
})

test('values of elements that are documents are not taken for one another', async () => {
  const things = server.collection()
  await things.createIndex({ 'list.a': 1, 'list.b': 1 })
  await things.insertMany([
    {
      _id: 1 as never,
      list: [
        { a: 'x', b: 1 },
        { a: 'y', b: 2 },
      ],
    },
    { _id: 2 as never, list: [{ a: 'x', b: 1 }] },
    { _id: 3 as never, list: { a: ['x', 'y'], b: 1 } },
  ])
  const ids = async (filter: object) =>
    (await things.find(filter).toArray()).map(one => Number(one._id)).sort()
  expect(await ids({ 'list.a': { $all: ['x', 'y'] } })).toEqual([1, 3])
  expect(await ids({ 'list.a': { $all: ['x', 'y'] }, 'list.b': 1 })).toEqual([1, 3])
  expect(await ids({ 'list.a': { $all: [] } })).toEqual([])
  expect(await ids({ list: { $all: [{ $elemMatch: { a: 'y', b: 2 } }] } })).toEqual([1])
})
