import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { openDatabase, type Database } from '../database'
import { encode, type Document } from '../query/bson'
import { mongoFault } from '../query/fault'
import { temporaryFolder } from '../testing/server'
import { ownerPrefix } from './key-bytes'
import { insertRecord } from './records'
import { hasGarbage } from './garbage'

let folder: ReturnType<typeof temporaryFolder>
let database: Database
beforeEach(() => {
  folder = temporaryFolder()
  database = openDatabase({ dir: folder.dir })
})
afterEach(async () => {
  await database.close()
  folder.remove()
})

const put = (document: Document) => {
  const { storage } = database.service
  const collection = storage.catalogue.obtain('test.things')
  insertRecord(storage, collection, document, encode(document))
}
const things = () => database.service.storage.catalogue.find('test.things')!
const stored = () =>
  database.service.storage.environment.records.getKeysCount({ start: ownerPrefix(things().id) })

test('a write that breaks halfway is undone whole and spoils none of those grouped with it', async () => {
  const { writer } = database.service
  const outcomes = await Promise.allSettled([
    writer.write(() => put({ _id: 1 })),
    writer.write(() => {
      put({ _id: 2 })
      throw new Error('broken')
    }),
    writer.write(
      () => {
        put({ _id: 3 })
        throw mongoFault(2, 'BadValue', 'a schema change refused at its end')
      },
      { atomic: true },
    ),
    writer.write(() => put({ _id: 4 }), { durable: true }),
  ])
  expect(outcomes.map(one => one.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
  expect([things().count, things().committedCount, stored()]).toEqual([2, 2, 2])
  await database.close()
  database = openDatabase({ dir: folder.dir })
  expect([things().count, stored()]).toEqual([2, 2])
  await database.service.writer.write(() => put({ _id: 5 }))
  expect(stored()).toBe(3)
})

test('a collection dropped and made again by a write that is refused is counted as before', async () => {
  const { writer, storage } = database.service
  const outcomes = await Promise.allSettled([
    writer.write(() => put({ _id: 1 })),
    writer.write(
      () => {
        storage.catalogue.drop(things())
        for (const _id of [2, 3, 4]) put({ _id })
        throw mongoFault(2, 'BadValue', 'refused at its end')
      },
      { atomic: true, exclusive: true },
    ),
    writer.write(() => put({ _id: 5 })),
  ])
  expect(outcomes.map(one => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect([things().count, things().committedCount, stored()]).toEqual([2, 2, 2])
})

test('many writes that arrive together share few transactions', async () => {
  const { writer, storage } = database.service
  const last = () => (storage.environment.root.getStats() as { lastTxnId: number }).lastTxnId
  await writer.write(() => put({ _id: 0 }))
  const before = last()
  await Promise.all(Array.from({ length: 500 }, (_, n) => writer.write(() => put({ _id: n + 1 }))))
  expect(last() - before).toBeLessThan(5)
  expect(stored()).toBe(501)
})

test('what is dropped is erased in the background', async () => {
  const { writer, storage } = database.service
  await Promise.all(Array.from({ length: 5000 }, (_, n) => writer.write(() => put({ _id: n }))))
  await writer.write(() => storage.catalogue.drop(things()), { exclusive: true })
  expect(hasGarbage(storage.environment)).toBe(true)
  const deadline = Date.now() + 10_000
  while (hasGarbage(storage.environment) && Date.now() < deadline)
    await new Promise(resolve => setTimeout(resolve, 50))
  const { records, entries } = storage.environment
  expect([hasGarbage(storage.environment), records.getKeysCount(), entries.getKeysCount()]).toEqual([
    false,
    0,
    0,
  ])
})
