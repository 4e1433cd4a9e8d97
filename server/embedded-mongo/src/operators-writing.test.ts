import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Long, ObjectId, type Collection, type Db } from 'mongodb'
import { AS_STORED, spell } from './testing/models'
import { startServer, type TestServer } from './testing/server'

let server: TestServer
let db: Db
beforeAll(async () => {
  server = await startServer()
  db = server.client.db('writing')
})
afterAll(() => server.stop())

let made = 0
async function pair(
  source: object[],
  target: object[],
): Promise<{ from: Collection; to: Collection; into: string }> {
  const [from, to] = [db.collection(`from${++made}`), db.collection(`to${made}`)]
  if (source.length > 0) await from.insertMany(source as never)
  if (target.length > 0) await to.insertMany(target as never)
  return { from, to, into: to.collectionName }
}

async function held(collection: Collection): Promise<string[]> {
  return (await collection.find({}, AS_STORED).sort({ _id: 1 }).toArray()).map(spell)
}

const isValid = async (collection: Collection) =>
  expect(await db.command({ validate: collection.collectionName })).toMatchObject({ valid: true, errors: [] })

describe('$merge', () => {
  const BEFORE = [
    { _id: 1, k: 'a', n: 1, old: true },
    { _id: 2, k: 'b', n: 2 },
  ]
  const RESULTS = [
    { _id: 1, z: 0, n: 10 },
    { _id: 3, z: 0, n: Long.fromNumber(30) },
  ]

  test.each<[string, object, object[]]>([
    [
      'merges and inserts',
      {},
      [{ _id: 1, k: 'a', n: 10, old: true, z: 0 }, BEFORE[1]!, { _id: 3, n: Long.fromNumber(30), z: 0 }],
    ],
    ['replaces', { whenMatched: 'replace' }, [{ _id: 1, z: 0, n: 10 }, BEFORE[1]!, RESULTS[1]!]],
    [
      'keeps what there is',
      { whenMatched: 'keepExisting' },
      [BEFORE[0]!, BEFORE[1]!, { _id: 3, n: Long.fromNumber(30), z: 0 }],
    ],
    [
      'discards what is new',
      { whenNotMatched: 'discard' },
      [{ _id: 1, k: 'a', n: 10, old: true, z: 0 }, BEFORE[1]!],
    ],
    [
      'runs a pipeline on what there is',
      { whenMatched: [{ $set: { n: { $add: ['$n', '$$new.n'] } } }] },
      [{ _id: 1, k: 'a', n: 11, old: true }, BEFORE[1]!, RESULTS[1]!],
    ],
    [
      'runs it with variables',
      {
        let: { add: { $multiply: ['$n', 2] } },
        whenMatched: [{ $set: { n: { $add: ['$n', '$$add'] } } }],
        whenNotMatched: 'discard',
      },
      [{ _id: 1, k: 'a', n: 21, old: true }, BEFORE[1]!],
    ],
  ])('%s', async (_, options, after) => {
    const { from, to, into } = await pair(RESULTS, BEFORE)
    await to.createIndex({ n: 1 })
    expect(await from.aggregate([{ $sort: { _id: 1 } }, { $merge: { into, ...options } }]).toArray()).toEqual(
      [],
    )
    expect(await held(to)).toEqual(after.map(spell))
    expect(await to.countDocuments({ n: { $gte: 10 } })).toBe(
      after.filter(one => Number((one as { n: unknown }).n) >= 10).length,
    )
    await isValid(to)
  })

  test('makes the collection and its documents, with an _id where there is none', async () => {
    const { from, to, into } = await pair([{ _id: 1, n: 5 }], [])
    await from.aggregate([{ $project: { _id: 0 } }, { $merge: into }]).toArray()
    expect(await to.find().toArray()).toEqual([{ _id: expect.any(ObjectId), n: 5 }])
    await from.aggregate([{ $project: { _id: 0 } }, { $merge: into }]).toArray()
    expect(await to.estimatedDocumentCount()).toBe(2)
  })

  test('joins on a unique key and leaves the _id', async () => {
    const { from, to, into } = await pair([{ _id: 9, k: 'b', n: 7 }], BEFORE)
    await to.createIndex({ k: 1 }, { unique: true })
    const stages = [{ $unset: '_id' }, { $merge: { into, on: 'k' } }]
    await from.aggregate(stages).toArray()
    expect(await held(to)).toEqual([BEFORE[0]!, { _id: 2, k: 'b', n: 7 }].map(spell))
  })

  test('reaches another database, and the collection it reads', async () => {
    const { from } = await pair(BEFORE, [])
    const other = server.client.db('elsewhere').collection('things')
    await from.aggregate([{ $merge: { into: { db: 'elsewhere', coll: 'things' } } }]).toArray()
    expect(await held(other)).toEqual(BEFORE.map(spell))
    await from.aggregate([{ $set: { n: { $add: ['$n', 1] } } }, { $merge: from.collectionName }]).toArray()
    expect((await from.find().sort({ _id: 1 }).toArray()).map(({ n }) => n)).toEqual([2, 3])
  })

  test.each<[string, object[], object, number, string]>([
    ['a match that shall fail', RESULTS, { whenMatched: 'fail' }, 11000, 'DuplicateKey'],
    [
      'no match where one must be',
      RESULTS,
      { whenNotMatched: 'fail' },
      13113,
      'MergeStageNoMatchingDocument',
    ],
    ['another _id for a match', [{ _id: 9, k: 'a' }], { on: 'k' }, 66, 'ImmutableField'],
    [
      'another _id in a replacement',
      [{ _id: 9, k: 'a' }],
      { on: 'k', whenMatched: 'replace' },
      66,
      'ImmutableField',
    ],
    ['a key that is absent', [{ _id: 9 }], { on: 'k' }, 51132, 'Location51132'],
    ['a key that is null', [{ _id: 9, k: null }], { on: 'k' }, 51132, 'Location51132'],
    ['a key that is a list', [{ _id: 9, k: ['a'] }], { on: 'k' }, 51185, 'Location51185'],
    ['a key that is not unique', [{ _id: 9, n: 1 }], { on: 'n' }, 51183, 'Location51183'],
    [
      'a key that is only part of a unique one',
      [{ _id: 9, k: 'a' }],
      { on: ['k', 'n'] },
      51183,
      'Location51183',
    ],
    [
      'a second document for a unique key',
      [
        { _id: 7, k: 'new' },
        { _id: 9, k: 'a' },
      ],
      {},
      11000,
      'DuplicateKey',
    ],
  ])('is refused as a whole for %s', async (_, source, options, code, codeName) => {
    const { from, to, into } = await pair(source, BEFORE)
    await to.createIndex({ k: 1 }, { unique: true })
    await to.createIndex({ n: 1 })
    const merging = from.aggregate([{ $sort: { _id: 1 } }, { $merge: { into, ...options } }]).toArray()
    await expect(merging).rejects.toMatchObject({ code, codeName })
    expect(await held(to)).toEqual(BEFORE.map(spell))
    expect(await to.estimatedDocumentCount()).toBe(2)
    await isValid(to)
  })

  test('of many at once loses no increment', async () => {
    const { from, to, into } = await pair([{ _id: 1, n: 1 }], [])
    const whenMatched = [{ $set: { n: { $add: ['$n', '$$new.n'] } } }]
    await Promise.all(
      Array.from({ length: 40 }, () => from.aggregate([{ $merge: { into, whenMatched } }]).toArray()),
    )
    expect(await held(to)).toEqual([spell({ _id: 1, n: 40 })])
  })
})

describe('$out', () => {
  test('puts the results in the place of what was there, and keeps the indexes', async () => {
    const { from, to, into } = await pair(
      [
        { _id: 1, n: 5 },
        { _id: 2, n: Long.fromNumber(6) },
      ],
      [{ _id: 7, n: 1 }],
    )
    await to.createIndex({ n: -1 }, { unique: true })
    expect(await from.aggregate([{ $match: { n: { $gt: 0 } } }, { $out: into }]).toArray()).toEqual([])
    expect(await held(to)).toEqual(
      [
        { _id: 1, n: 5 },
        { _id: 2, n: Long.fromNumber(6) },
      ].map(spell),
    )
    expect((await to.indexes()).map(({ name }) => name)).toEqual(['_id_', 'n_-1'])
    expect(await to.estimatedDocumentCount()).toBe(2)
    await expect(to.insertOne({ n: 5 })).rejects.toMatchObject({ code: 11000 })
    await isValid(to)
  })

  test('makes a collection, also an empty one, in this database or another', async () => {
    const { from, to, into } = await pair([{ _id: 1 }], [])
    await from.aggregate([{ $match: { none: 1 } }, { $out: into }]).toArray()
    expect(await db.listCollections({ name: into }).toArray()).toHaveLength(1)
    expect(await held(to)).toEqual([])
    await from.aggregate([{ $out: { db: 'elsewhere', coll: into } }]).toArray()
    expect(await server.client.db('elsewhere').collection(into).countDocuments()).toBe(1)
  })

  test('into the collection it reads', async () => {
    const { from } = await pair(
      [
        { _id: 1, n: 1 },
        { _id: 2, n: 2 },
      ],
      [],
    )
    await from.aggregate([{ $match: { n: 2 } }, { $set: { n: 3 } }, { $out: from.collectionName }]).toArray()
    expect(await held(from)).toEqual([spell({ _id: 2, n: 3 })])
    await isValid(from)
  })

  test.each<[string, object[], number]>([
    [
      'a unique key',
      [
        { _id: 1, k: 1 },
        { _id: 2, k: 1 },
      ],
      11000,
    ],
    [
      'an _id',
      [
        { _id: 1, k: 1, o: 1 },
        { _id: 2, k: 2, o: 1 },
      ],
      11000,
    ],
  ])('that breaks %s changes nothing', async (_, source, code) => {
    const { from, to, into } = await pair(source, [{ _id: 7, k: 7 }])
    await to.createIndex({ k: 1 }, { unique: true })
    const stages = [{ $set: { _id: { $ifNull: ['$o', '$_id'] } } }, { $out: into }]
    await expect(from.aggregate(stages).toArray()).rejects.toMatchObject({ code })
    expect(await held(to)).toEqual([spell({ _id: 7, k: 7 })])
    expect((await to.indexes()).map(({ name }) => name)).toEqual(['_id_', 'k_1'])
    await isValid(to)
  })

  test('is seen by readers whole or not at all', async () => {
    const { from, to, into } = await pair([], [])
    const write = async (round: number) => {
      await from.deleteMany({})
      await from.insertMany(Array.from({ length: 50 }, () => ({ round })))
      await from.aggregate([{ $out: into }]).toArray()
    }
    await write(0)
    let done = false
    const reader = (async () => {
      while (!done) {
        const found = await to.find().toArray()
        expect([found.length, new Set(found.map(({ round }) => round)).size]).toEqual([50, 1])
      }
    })()
    for (let round = 1; round <= 10; round++) await write(round)
    done = true
    await reader
  })
})
