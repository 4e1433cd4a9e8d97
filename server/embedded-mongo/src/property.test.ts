import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Collection } from 'mongodb'
import { runPipeline } from './query/aggregate'
import { type Document, numberOf } from './query/bson'
import { compareBySort } from './query/compare'
import { encodeField } from './query/keys'
import { compileFilter } from './query/match'
import { valuesAt } from './query/path'
import { compileProjection } from './query/project'
import { document, documents, simpleFilter } from './testing/arbitraries'
import { aligned, operation, query, type Operation, type Query } from './testing/operations'
import { oracleMatches } from './testing/oracle'
import { bytesOf, Reference } from './testing/reference'
import { startServer, type TestServer } from './testing/server'
import type { AnyUpdate } from './testing/updates'
import { seedFor } from './testing/values'

const RUNS = Number(process.env.RUNS ?? 60)
const AS_STORED = { promoteValues: false, promoteLongs: false, promoteBuffers: false, bsonRegExp: true }

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

type Outcome = { value?: unknown; code?: number }

async function outcome(work: () => unknown): Promise<Outcome> {
  try {
    return { value: await work() }
  } catch (error) {
    const code = numberOf((error as { code?: unknown }).code)
    if (code === undefined) throw error
    return { code }
  }
}

const stored = (collection: Collection, filter: Document = {}) =>
  collection.find(filter as never, { ...AS_STORED, hint: { $natural: 1 } }).toArray() as Promise<Document[]>

async function step(collection: Collection, model: Reference, asked: Operation): Promise<void> {
  switch (asked.kind) {
    case 'insert':
      return insert(collection, model, asked)
    case 'updateOne':
      return updateOne(collection, model, asked)
    case 'updateMany':
      return updateMany(collection, model, asked)
    case 'upsert':
      return upsert(collection, model, asked)
    case 'findAndUpdate':
      return findAndUpdate(collection, model, asked)
    case 'findAndDelete':
      return findAndDelete(collection, model, asked)
    case 'deleteMany': {
      const gone = model.matching(asked.filter)
      const { deletedCount } = await collection.deleteMany(asked.filter as never)
      expect(deletedCount).toBe(gone.length)
      return model.remove(gone)
    }
    case 'merge':
    case 'out':
      return writeResults(collection, model, asked)
    case 'createIndex':
      return createIndex(collection, model, asked)
    case 'dropIndex': {
      const [index] = model.indexes.splice(asked.at % Math.max(1, model.indexes.length), 1)
      if (index) await collection.dropIndex(index.name)
    }
  }
}

type Of<Kind extends Operation['kind']> = Operation & { kind: Kind }

async function insert(
  collection: Collection,
  model: Reference,
  { documents, ordered }: Of<'insert'>,
): Promise<void> {
  const codes: [number, number | undefined][] = []
  for (const [at, one] of documents.entries()) {
    const { code } = await outcome(() => model.insert(one))
    if (code !== undefined) codes.push([at, code])
    if (code !== undefined && ordered) break
  }
  const seen = await collection.insertMany(documents as never, { ordered }).then(
    () => [],
    (error: { writeErrors?: { index: number; code: number }[] }) =>
      [error.writeErrors ?? []].flat().map(({ index, code }) => [index, code]),
  )
  expect(seen).toEqual(codes)
}

type Statement = { id: unknown; filter: Document; update: AnyUpdate }
const ofOne = ({ id, filter }: Statement): Document => ({ ...filter, _id: id })
const isReplacement = (update: AnyUpdate): update is Document =>
  !Array.isArray(update) && !Object.keys(update)[0]?.startsWith('$')

async function updateOne(collection: Collection, model: Reference, asked: Statement): Promise<void> {
  const filter = ofOne(asked)
  const [before] = model.matching(filter)
  const expected = await outcome(() => before && model.changed(before, asked.update, filter))
  const actual = await outcome(() =>
    isReplacement(asked.update)
      ? collection.replaceOne(filter as never, asked.update)
      : collection.updateOne(filter as never, asked.update),
  )
  expect(actual.code).toBe(expected.code)
  if (expected.code !== undefined) return
  const after = expected.value as Document | undefined
  expect(actual.value).toMatchObject({
    matchedCount: before ? 1 : 0,
    modifiedCount: before && bytesOf(before) !== bytesOf(after!) ? 1 : 0,
  })
  if (before) model.put(before, after!)
}

async function upsert(collection: Collection, model: Reference, asked: Statement): Promise<void> {
  const filter = ofOne(asked)
  const [before] = model.matching(filter)
  if (before || isReplacement(asked.update)) return updateOne(collection, model, asked)
  const expected = await outcome(() => model.upsert(filter, asked.update))
  const actual = await outcome(() => collection.updateOne(filter as never, asked.update, { upsert: true }))
  expect(actual.code).toBe(expected.code)
}

// Which documents an update that fails halfway has changed is not promised: each must be as before or as after.
async function updateMany(
  collection: Collection,
  model: Reference,
  { filter, update }: Statement,
): Promise<void> {
  if (isReplacement(update) || Object.keys(filter).length === 0) return
  const trials = await Promise.all(
    model
      .matching(filter)
      .map(async before => ({ before, ...(await outcome(() => model.changed(before, update, filter))) })),
  )
  const actual = await outcome(() => collection.updateMany(filter as never, update))
  const now = new Map((await stored(collection)).map(one => [bytesOf({ _id: one._id }), one]))
  if (actual.code === undefined) expect(actual.value).toMatchObject({ matchedCount: trials.length })
  else expect(actual.code === 11000 || trials.some(trial => trial.code === actual.code)).toBe(true)
  for (const { before, value } of trials) {
    const after = now.get(bytesOf({ _id: before._id }))!
    const wanted = [value as Document | undefined, actual.code === undefined && value ? undefined : before]
    // A document that clashed with its old neighbours may fit once they have changed too.
    if (value) expect(wanted.filter(one => one !== undefined).map(bytesOf)).toContain(bytesOf(after))
    model.put(before, after)
  }
  expect([...now.values()].map(bytesOf)).toEqual(model.documents.map(bytesOf))
}

const withTie = (sort: Record<string, 1 | -1>) => ({ ...sort, _id: sort._id ?? 1 }) as Record<string, 1 | -1>

async function findAndUpdate(
  collection: Collection,
  model: Reference,
  asked: Of<'findAndUpdate'>,
): Promise<void> {
  if (isReplacement(asked.update)) return
  const sort = withTie(asked.sort)
  const picked = await outcome(() => model.sorted(model.matching(asked.filter), sort)[0])
  const before = picked.value as Document | undefined
  const expected =
    picked.code === undefined
      ? await outcome(() => before && model.changed(before, asked.update, asked.filter))
      : picked
  const returnDocument = asked.after ? 'after' : 'before'
  const actual = await outcome(() =>
    collection.findOneAndUpdate(asked.filter as never, asked.update, { sort, returnDocument, ...AS_STORED }),
  )
  expect(actual.code).toBe(expected.code)
  if (expected.code !== undefined) return
  const shown = (asked.after ? expected.value : before) as Document | undefined
  expect(actual.value && bytesOf(actual.value as Document)).toBe(shown ? bytesOf(shown) : null)
  if (before) model.put(before, expected.value as Document)
}

async function findAndDelete(
  collection: Collection,
  model: Reference,
  asked: Of<'findAndDelete'>,
): Promise<void> {
  const sort = withTie(asked.sort)
  const expected = await outcome(() => model.sorted(model.matching(asked.filter), sort)[0])
  const actual = await outcome(() =>
    collection.findOneAndDelete(asked.filter as never, { sort, ...AS_STORED }),
  )
  expect(actual.code).toBe(expected.code)
  if (!expected.value) return
  expect(bytesOf(actual.value as Document)).toBe(bytesOf(expected.value as Document))
  model.remove([expected.value as Document])
}

async function writeResults(
  collection: Collection,
  model: Reference,
  asked: Of<'merge'> | Of<'out'>,
): Promise<void> {
  const change = [{ $sort: { _id: 1 } }, { $set: { a: { $literal: asked.value } } }]
  const copies = runPipeline(model.matching(asked.filter), change, { lookup: () => [] })
  const into = collection.collectionName
  const expected = await outcome(() =>
    asked.kind === 'out' ? model.replaceAll(copies) : model.merge(copies, asked.whenMatched),
  )
  const last = asked.kind === 'out' ? { $out: into } : { $merge: { into, whenMatched: asked.whenMatched } }
  const stages = [{ $match: asked.filter }, ...change, last]
  const actual = await outcome(() => collection.aggregate(stages as never).toArray())
  expect(actual.code).toBe(expected.code)
}

async function createIndex(
  collection: Collection,
  model: Reference,
  { request }: Of<'createIndex'>,
): Promise<void> {
  const signature = JSON.stringify(request)
  if (model.indexes.some(index => JSON.stringify(index.request) === signature)) return
  const { key, ...options } = request
  const name = signature.replaceAll('$', '')
  const expected = await outcome(() => model.addIndex(name, request))
  const actual = await outcome(() => collection.createIndex(key, { name, ...(options as object) }))
  expect(actual.code).toBe(expected.code)
}

async function check(collection: Collection, model: Reference, asked: Query): Promise<void> {
  const hints: (object | string | undefined)[] = [undefined, { $natural: 1 }]
  for (const { name, request } of model.indexes)
    if (!request.sparse && !request.partialFilterExpression) hints.push(name)
  for (const hint of hints) await ask(collection, asked, model, hint)
  const matched = model.matching(asked.filter)
  expect(await collection.countDocuments(asked.filter as never)).toBe(matched.length)
  if (asked.batchSize === 1) await checkShapes(collection, matched, asked)
}

async function ask(
  collection: Collection,
  asked: Query,
  model: Reference,
  hint: object | string | undefined,
): Promise<void> {
  const { filter, skip, limit, batchSize } = asked
  const sort = Object.keys(asked.sort).length > 0 ? asked.sort : undefined
  const matched = model.matching(filter)
  const ordered = await outcome(() => (sort ? model.sorted(matched, sort) : matched))
  const options = { ...AS_STORED, sort, skip, limit, batchSize, hint: hint as never }
  const found = await outcome(() => collection.find(filter as never, options).toArray())
  // An index that gives the order never meets the arrays that cannot be compared.
  if (ordered.code !== undefined) return expect([ordered.code, undefined]).toContain(found.code)
  expect(found.code).toBeUndefined()
  const window = (ordered.value as Document[]).slice(skip, limit > 0 ? skip + limit : undefined)
  expectSame(found.value as Document[], window, matched, sort, limit === 0 && skip === 0)
}

function expectSame(
  found: Document[],
  window: Document[],
  matched: Document[],
  sort: Document | undefined,
  isWhole: boolean,
): void {
  expect(found).toHaveLength(window.length)
  const all = new Set(matched.map(bytesOf))
  expect(new Set(found.map(bytesOf)).size).toBe(found.length)
  for (const one of found) expect(all.has(bytesOf(one))).toBe(true)
  if (isWhole) expect(found.map(bytesOf).sort()).toEqual(window.map(bytesOf).sort())
  if (sort) for (const [at, one] of found.entries()) expect(compareBySort(sort)(one, window[at]!)).toBe(0)
}

async function checkShapes(
  collection: Collection,
  matched: Document[],
  { filter, projection }: Query,
): Promise<void> {
  const shape = compileProjection(projection, filter)
  const shaped = await collection.find(filter as never, { ...AS_STORED, projection }).toArray()
  expect(shaped.map(bytesOf).sort()).toEqual(matched.map(shape).map(bytesOf).sort())
  for (const path of ['a', 'a.x']) {
    const texts = (values: unknown[]) =>
      [...new Set(values.map(value => encodeField(value, 1).toString('hex')))].sort()
    const found = await collection.distinct(path, filter as never, AS_STORED)
    expect(texts(found as unknown[])).toEqual(
      texts(matched.flatMap(one => valuesAt(one, [...path.split('.')]))),
    )
    expect(found).toHaveLength(texts(found as unknown[]).length)
  }
  const stages = [
    { $match: filter },
    { $group: { _id: '$c', n: { $sum: 1 }, least: { $min: '$b' } } },
    { $sort: { _id: 1 } },
  ]
  const groups = (await collection.aggregate(stages as never, AS_STORED).toArray()) as Document[]
  const expected = runPipeline(matched, stages.slice(1), { lookup: () => [] })
  const key = ({ _id, n, least }: Document) =>
    [_id, n, least].map(value => encodeField(value, 1).toString('hex')).join()
  expect(groups.map(key)).toEqual(expected.map(key))
}

test('a collection answers as a plain list does, whatever its indexes', async () => {
  const seed = seedFor('property')
  let run = 0
  const property = fc.asyncProperty(
    documents,
    fc.array(aligned, { maxLength: 4, size: 'max' }),
    fc.array(operation, { maxLength: 25, size: 'max' }),
    fc.array(query, { minLength: 1, maxLength: 8, size: 'max' }),
    async (first, indexes, operations, questions) => {
      const collection = server.db.collection(`run${run++}`)
      const model = new Reference()
      await insert(collection, model, { kind: 'insert', documents: first, ordered: false })
      for (const { request } of indexes)
        await createIndex(collection, model, { kind: 'createIndex', request })
      const queries = [...questions, ...indexes.flatMap(index => index.queries)]
      for (const [at, one] of operations.entries()) {
        await step(collection, model, one)
        if (at % 5 === 4) await check(collection, model, queries[at % queries.length]!)
      }
      expect((await stored(collection)).map(bytesOf)).toEqual(model.documents.map(bytesOf))
      for (const one of queries) await check(collection, model, one)
      expect(await server.db.command({ validate: collection.collectionName })).toMatchObject({
        valid: true,
        errors: [],
      })
      await collection.drop()
    },
  )
  await fc.assert(property, { seed, numRuns: RUNS })
}, 600_000)

test('an index made for a question, forced, answers it as a plain list does', async () => {
  const seed = seedFor('forced')
  let run = 0
  const property = fc.asyncProperty(
    documents,
    fc.array(aligned, { minLength: 3, maxLength: 6, size: 'max' }),
    async (first, indexes) => {
      const collection = server.db.collection(`forced${run++}`)
      const model = new Reference()
      await insert(collection, model, { kind: 'insert', documents: first, ordered: false })
      for (const { request, queries } of indexes) {
        model.indexes = []
        await createIndex(collection, model, { kind: 'createIndex', request: { key: request.key } })
        for (const { name } of model.indexes) {
          for (const one of queries) await ask(collection, one, model, name)
          await collection.dropIndex(name)
        }
      }
      await collection.drop()
    },
  )
  await fc.assert(property, { seed, numRuns: RUNS * 2 })
}, 600_000)

test('the filters agree with a reading that shares no code with them', () => {
  const seed = seedFor('oracle')
  const property = fc.property(
    simpleFilter,
    fc.array(document, { minLength: 1, maxLength: 10 }),
    (filter, documents) => {
      const matches = compileFilter(filter)
      for (const one of documents) {
        const answer = matches(one)
        if (answer !== oracleMatches(filter, one))
          throw new Error(`${JSON.stringify(filter)} on ${JSON.stringify(one)}: ${answer}`)
      }
    },
  )
  fc.assert(property, { seed, numRuns: 5000 })
})
