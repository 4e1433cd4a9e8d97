import { memoryStore } from '../testing/memory'
import { createStorage } from './storage'

test('what was written is read below its prefix only', async () => {
  const store = memoryStore()
  await createStorage(store, 'person/a').write({ 'room/1': { seq: 1 }, frame: 2 })
  await createStorage(store, 'person/ab').write({ frame: 3 })
  expect([...(await createStorage(store, 'person/a').load())]).toEqual([
    ['room/1', { seq: 1 }],
    ['frame', 2],
  ])
  expect([...(await createStorage(store, 'person/a').load('room/'))]).toEqual([['room/1', { seq: 1 }]])
})

test('what did not change is not written again', async () => {
  const store = memoryStore()
  const storage = createStorage(store, 'p')
  await storage.write({ a: 1, b: 2 })
  await storage.write({ a: 1, b: 3 })
  expect(store.writes).toBe(3)
})

test('what is too large, or cannot be read, counts as not there', async () => {
  const store = memoryStore()
  const storage = createStorage(store, 'p')
  await storage.write({ large: 'x'.repeat(1_000_000) })
  store.entries.set('p/broken', '{')
  expect([...(await storage.load())]).toEqual([])
})

test('clearing one person leaves the others', async () => {
  const store = memoryStore()
  await createStorage(store, 'a').write({ x: 1 })
  await createStorage(store, 'b').write({ x: 1 })
  await createStorage(store, 'a').clear()
  expect([...store.entries.keys()]).toEqual(['b/x'])
})
