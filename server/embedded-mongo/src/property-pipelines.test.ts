import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { oraclePipeline } from './testing/oracle-pipelines'
import { oracleUpdate, type Plain } from './testing/oracle-updates'
import { type PlainStage, pipelineOver, rows } from './testing/pipelines'
import { startServer, type TestServer } from './testing/server'
import { seedFor } from './testing/values'

const RUNS = Number(process.env.RUNS ?? 60)

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

test('pipelines agree with a reading that shares no code with them', async () => {
  const seed = seedFor('pipelines')
  const collection = server.db.collection('rows')
  await collection.createIndex({ n: 1 })
  const property = fc.asyncProperty(
    rows,
    fc.array(pipelineOver('rows'), { minLength: 6, maxLength: 10, size: 'max' }),
    async (all, pipelines) => {
      await collection.deleteMany({})
      await collection.insertMany(all as never)
      for (const pipeline of pipelines) {
        const found = await collection.aggregate(pipeline).toArray()
        expect(found).toEqual(oraclePipeline(all, pipeline, all))
      }
    },
  )
  await fc.assert(property, { seed, numRuns: RUNS * 3 })
}, 600_000)

test('results written by $out and $merge are those that would have been sent', async () => {
  const seed = seedFor('written')
  const collection = server.db.collection('source')
  const target = server.db.collection('target')
  await target.createIndex({ n: 1 })
  const over = pipelineOver('source').map(stages => [...stages, { $unset: '_id' }])
  const property = fc.asyncProperty(rows, over, async (all, pipeline: PlainStage[]) => {
    await collection.deleteMany({})
    await collection.insertMany(all as never)
    const expected = await collection.aggregate(pipeline).toArray()
    const inOrder = { projection: { _id: 0 }, hint: { $natural: 1 } } as const
    await collection.aggregate([...pipeline, { $out: 'target' }]).toArray()
    expect(await target.find({}, inOrder).toArray()).toEqual(expected)
    await collection.aggregate([...pipeline, { $merge: 'target' }]).toArray()
    expect(await target.countDocuments()).toBe(expected.length * 2)
    expect(await server.db.command({ validate: 'target' })).toMatchObject({ valid: true, errors: [] })
  })
  await fc.assert(property, { seed, numRuns: RUNS })
}, 600_000)

const name = fc.constantFrom('a', 'b', 'c')
const number = fc.integer({ min: -5, max: 9 })
const list = fc.array(number, { maxLength: 4 })
const plain = fc.dictionary(name, fc.oneof(number, list, fc.constant(null)), { noNullPrototype: true })
const update = fc.oneof(
  fc
    .tuple(name, fc.constantFrom('a', 'b', 'c', 'd'))
    .filter(([from, to]) => from !== to)
    .map(([from, to]) => ({ $rename: { [from]: to } })),
  fc
    .dictionary(name, fc.dictionary(fc.constantFrom('and', 'or', 'xor'), number, { minKeys: 1 }), {
      minKeys: 1,
    })
    .map(fields => ({ $bit: fields })),
  fc.dictionary(name, list, { minKeys: 1 }).map(fields => ({ $pullAll: fields })),
  fc.dictionary(name, fc.constantFrom(1, -1), { minKeys: 1 }).map(fields => ({ $pop: fields })),
)

test('updates of whole fields agree with a reading that shares no code with them', async () => {
  const seed = seedFor('updates')
  const collection = server.db.collection('updated')
  const property = fc.asyncProperty(plain as fc.Arbitrary<Plain>, update, async (before, asked) => {
    await collection.deleteMany({})
    await collection.insertOne({ _id: 1, ...before } as never)
    const expected = oracleUpdate(before, asked)
    const updating = collection.updateOne({}, asked as never)
    if (expected) await updating
    else await expect(updating).rejects.toMatchObject({ code: expect.any(Number) })
    expect(await collection.findOne()).toEqual({ _id: 1, ...(expected ?? before) })
  })
  await fc.assert(property, { seed, numRuns: RUNS * 10 })
}, 600_000)
