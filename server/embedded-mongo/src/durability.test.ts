import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { MongoClient, type Collection } from 'mongodb'
import { startEmbeddedMongo } from '@community-chat/embedded-mongo'
import {
  afterwards,
  cleanUp,
  end,
  spawnServer,
  startServer,
  temporaryFolder,
  type TestServer,
} from './testing/server'

afterEach(cleanUp)

const JOURNALED = { writeConcern: { w: 'majority', j: true } } as const

describe('writers side by side', () => {
  let server: TestServer
  beforeAll(async () => void (server = await startServer()))
  afterAll(() => server.stop())

  test('100 parallel increments all count', async () => {
    const things = server.collection()
    await things.insertOne({ name: 'counter', n: 0 })
    const before = await Promise.all(
      Array.from({ length: 100 }, () => things.findOneAndUpdate({ name: 'counter' }, { $inc: { n: 1 } })),
    )
    expect(new Set(before.map(one => one?.['n'])).size).toBe(100)
    expect(await things.findOne({}, { projection: { _id: 0 } })).toEqual({ name: 'counter', n: 100 })
  })

  test('of 100 racing inserts of one unique key exactly one wins, and the others change nothing', async () => {
    const things = server.collection()
    await things.createIndex({ email: 1 }, { unique: true })
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, (_, n) => things.insertOne({ email: 'ann@example.org', n })),
    )
    const refused = results.flatMap(one => (one.status === 'rejected' ? [one.reason] : []))
    expect(refused).toHaveLength(99)
    expect(new Set(refused.map(error => error.code))).toEqual(new Set([11000]))
    expect(await things.countDocuments()).toBe(1)
    expect(await server.db.command({ validate: things.collectionName })).toMatchObject({
      valid: true,
      nrecords: 1,
    })
  })

  test('100 racing upserts of one key make one document', async () => {
    const things = server.collection()
    await Promise.all(
      Array.from({ length: 100 }, () => things.updateOne({ key: 1 }, { $inc: { n: 1 } }, { upsert: true })),
    )
    expect(await things.find({}, { projection: { _id: 0 } }).toArray()).toEqual([{ key: 1, n: 100 }])
  })

  test('a reader sees every write acknowledged before it asked', async () => {
    const things = server.collection()
    await things.createIndex({ n: 1 })
    for (let n = 0; n < 200; n++) {
      await things.insertOne({ n }, n % 2 ? JOURNALED : {})
      expect(await things.countDocuments({ n: { $gte: 0 } })).toBe(n + 1)
    }
  })

  test('indexes built while others write miss nothing', async () => {
    const things = server.collection()
    let stopped = false
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let n = 0; n < 5000 && !stopped; n++) await things.insertOne({ writer, n, tags: [n % 5, writer] })
    })
    for (const field of ['n', 'writer', 'tags']) await things.createIndex({ [field]: 1 })
    for (let round = 0; round < 20; round++) {
      const [all, indexed] = [
        await things.estimatedDocumentCount(),
        await things.countDocuments({ n: { $gte: 0 } }),
      ]
      expect(indexed).toBeGreaterThanOrEqual(all)
    }
    stopped = true
    await Promise.all(writers)
    expect(await server.db.command({ validate: things.collectionName })).toMatchObject({
      valid: true,
      errors: [],
    })
  })
})

describe('one folder', () => {
  test('is served by one server at a time, and the refusal names the folder', async () => {
    const { dir, remove } = temporaryFolder()
    afterwards(remove)
    const first = await startEmbeddedMongo({ dir })
    afterwards(first.close)
    await expect(startEmbeddedMongo({ dir, port: 0 })).rejects.toThrow(`${dir} is in use by another server`)
    await first.close()
    const second = await startEmbeddedMongo({ dir })
    await second.close()
  })

  test('is free once its server was killed, though nobody has asked how it ended', async () => {
    const { dir, remove } = temporaryFolder()
    afterwards(remove)
    const cli = new URL('../dist/cli.js', import.meta.url).pathname
    // The shell becomes a program that never asks for its children: a killed one stays as a zombie.
    const script = '"$0" "$1" --dir "$2" & exec sleep 60'
    const parent = spawn('sh', ['-c', script, process.execPath, cli, dir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    afterwards(() => end(parent, 'SIGKILL'))
    await once(createInterface({ input: parent.stdout }), 'line')
    const { pid } = JSON.parse(readFileSync(join(dir, 'server.lock'), 'utf8')) as { pid: number }
    process.kill(pid, 'SIGKILL')
    await until(() => /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')))
    const server = await startEmbeddedMongo({ dir })
    await server.close()
  })

  test('keeps documents, indexes and counts over an orderly restart', async () => {
    const { dir, remove } = temporaryFolder()
    afterwards(remove)
    for (let round = 1; round <= 3; round++) {
      const server = await startEmbeddedMongo({ dir })
      afterwards(server.close)
      const client = await new MongoClient(server.uri).connect()
      afterwards(() => client.close())
      const things = client.db('test').collection('things')
      await things.createIndex({ tags: 1 }, { sparse: true })
      await things.insertOne({ round, tags: ['a', round] })
      expect(await things.estimatedDocumentCount()).toBe(round)
      const { winningPlan } = (await things.find({ tags: 'a' }).explain()).queryPlanner
      expect(winningPlan.inputStage).toMatchObject({ indexName: 'tags_1', isMultiKey: true })
      await client.close()
      await server.close()
    }
  })

  test('with a path too long for a socket is served all the same', async () => {
    const { dir, remove } = temporaryFolder()
    afterwards(remove)
    const server = await startEmbeddedMongo({ dir: `${dir}/${'long-'.repeat(30)}name` })
    afterwards(server.close)
    const client = await new MongoClient(server.uri).connect()
    afterwards(() => client.close())
    expect(await client.db('test').command({ ping: 1 })).toMatchObject({ ok: 1 })
    await client.close()
    await server.close()
  })
})

test.each([1, 2, 3, 4, 5])('kill -9 under eight writers loses nothing acknowledged (run %i)', async run => {
  const { dir, remove } = temporaryFolder()
  afterwards(remove)
  const doomed = await spawnServer(dir)
  afterwards(() => end(doomed.child, 'SIGKILL'))
  const client = await new MongoClient(doomed.uri, { serverSelectionTimeoutMS: 500 }).connect()
  afterwards(() => client.close())
  const things = client.db('test').collection('things')
  await things.createIndex({ writer: 1, n: -1 })
  await things.createIndex({ tags: 1, key: 1 }, { unique: true })
  const acknowledged = Array.from({ length: 8 }, () => 0)
  const increments = { acked: 0 }
  await things.insertOne({ counter: true, sum: 0, tags: [-1], key: 'counter' })
  const writers = acknowledged.map((_, writer) => write(things, writer, acknowledged, increments))
  const total = () => acknowledged.reduce((sum, n) => sum + n)
  while (total() < 60 * run) await new Promise(resolve => setTimeout(resolve, 1))
  await end(doomed.child, 'SIGKILL')
  await Promise.all(writers)
  await client.close()

  const revived = await spawnServer(dir)
  afterwards(() => end(revived.child, 'SIGTERM'))
  const again = await new MongoClient(revived.uri).connect()
  afterwards(() => again.close())
  const kept = again.db('test').collection('things')
  for (const [writer, n] of acknowledged.entries()) {
    const found = await kept.countDocuments({ writer })
    expect(found).toBeGreaterThanOrEqual(n)
    expect(found).toBeLessThanOrEqual(n + 1)
  }
  const counter = await kept.findOne({ counter: true })
  expect(counter?.['sum']).toBeGreaterThanOrEqual(increments.acked)
  expect(counter?.['sum']).toBeLessThanOrEqual(increments.acked + 8)
  expect(await again.db('test').command({ validate: 'things' })).toMatchObject({ valid: true, errors: [] })
  await again.close()
  await end(revived.child, 'SIGTERM')
})

async function write(
  things: Collection,
  writer: number,
  acknowledged: number[],
  increments: { acked: number },
) {
  const concern = writer % 2 ? JOURNALED : {}
  try {
    for (let n = 0; ; n++) {
      await things.insertOne({ writer, n, tags: [writer, writer + 100], key: `${writer} ${n}` }, concern)
      acknowledged[writer]!++
      await things.updateOne({ counter: true }, { $inc: { sum: 1 } }, concern)
      increments.acked++
      if (n % 7 === 3) await things.updateOne({ writer, n }, { $set: { tags: [writer, -5 - writer] } })
    }
  } catch (error) {
    // A number is the server's own refusal; a word such as EPIPE is the line that died with it.
    if (typeof (error as { code?: unknown }).code === 'number') throw error
  }
}

const SOURCE = Array.from({ length: 20 }, (_, _id) => ({ _id, k: `key ${_id}` }))

test.each([1, 2, 3])(
  'kill -9 among $out and $merge leaves whole results, none acknowledged is lost (run %i)',
  async run => {
    const { dir, remove } = temporaryFolder()
    afterwards(remove)
    const doomed = await spawnServer(dir)
    afterwards(() => end(doomed.child, 'SIGKILL'))
    const client = await new MongoClient(doomed.uri, { serverSelectionTimeoutMS: 500 }).connect()
    afterwards(() => client.close())
    const source = client.db('test').collection<{ _id: number; k: string }>('source')
    await source.insertMany(SOURCE)
    const targets = [{ $out: 'out' }, { $merge: { into: 'merged', on: 'k' } }]
    for (const name of ['out', 'merged'])
      await client.db('test').collection(name).createIndex({ k: 1 }, { unique: true })
    const acknowledged = targets.map(() => 0)
    const writers = targets.map((target, at) => writeRounds(source, target, at, acknowledged))
    while (Math.min(...acknowledged) < 15 * run) await new Promise(resolve => setTimeout(resolve, 1))
    await end(doomed.child, 'SIGKILL')
    await Promise.all(writers)
    await client.close()

    const revived = await spawnServer(dir)
    afterwards(() => end(revived.child, 'SIGTERM'))
    const again = await new MongoClient(revived.uri).connect()
    afterwards(() => again.close())
    for (const [at, name] of ['out', 'merged'].entries()) {
      const kept = await again.db('test').collection(name).find().sort({ k: 1 }).toArray()
      expect(kept).toHaveLength(SOURCE.length)
      const [round, ...others] = [...new Set(kept.map(one => one['round'] as number))]
      expect(others).toEqual([])
      expect([acknowledged[at], acknowledged[at]! + 1]).toContain(round)
      expect(await again.db('test').command({ validate: name })).toMatchObject({ valid: true, errors: [] })
    }
    await again.close()
    await end(revived.child, 'SIGTERM')
  },
)

async function writeRounds(
  source: Collection<{ _id: number; k: string }>,
  target: object,
  at: number,
  acknowledged: number[],
): Promise<void> {
  try {
    for (let round = 1; ; round++) {
      const stages = [{ $set: { round } }, target]
      await source.aggregate(stages, at % 2 ? JOURNALED : {}).toArray()
      acknowledged[at] = round
    }
  } catch (error) {
    if (typeof (error as { code?: unknown }).code === 'number') throw error
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(resolve => setTimeout(resolve, 10))
}

test('a full volume refuses writes, loses nothing, and takes them again when there is room', async () => {
  const { dir, remove } = temporaryFolder()
  afterwards(remove)
  const { uri, child } = await spawnServer(join(dir, 'mongo'), '--port', '0')
  afterwards(() => end(child, 'SIGKILL'))
  const client = await new MongoClient(uri).connect()
  afterwards(() => client.close())
  const things = client.db('test').collection<{ _id: number; text: string }>('things')
  const insert = (_id: number) => things.insertOne({ _id, text: 'x'.repeat(2000) }, JOURNALED)
  await insert(0)
  // Full for this one process: its files may grow no further, until they may again.
  const mayGrowTo = (bytes: number | 'unlimited') =>
    execFileSync('prlimit', ['--pid', String(child.pid), `--fsize=${bytes}:unlimited`])
  mayGrowTo(statSync(join(dir, 'mongo/data.mdb')).size)
  const outcomes = await Promise.allSettled(Array.from({ length: 40 }, (_, n) => insert(n + 1)))
  const later = []
  for (let n = 41; n < 60; n++) later.push(await insert(n).catch((error: Error) => error))
  const refusals = later.filter(one => one instanceof Error)
  expect(refusals.length).toBeGreaterThan(0)
  for (const one of refusals) expect(one).toMatchObject({ code: 14031, codeName: 'OutOfDiskSpace' })
  mayGrowTo('unlimited')
  await insert(60)
  const kept = (await things.find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id)
  const acked = [
    ...outcomes.flatMap(({ status }, n) => (status === 'fulfilled' ? [n + 1] : [])),
    ...later.flatMap((one, n) => (one instanceof Error ? [] : [n + 41])),
  ]
  expect(kept).toEqual([0, ...acked, 60])
})
