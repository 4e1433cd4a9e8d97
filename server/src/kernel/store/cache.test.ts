import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { openCache } from './cache'
import { gathering } from './loader'

/** A cache trusts itself only while this node has its lease. */
let app: TestApp
beforeAll(async () => void (app = await openTestApp()))
afterAll(() => app.close())

function aStore() {
  const rows = new Map([
    ['a', 1],
    ['b', 2],
  ])
  const reads: string[][] = []
  let gate: Promise<void> | undefined
  const load = async (keys: string[]) => {
    reads.push(keys)
    const found = new Map(keys.flatMap(key => (rows.has(key) ? [[key, rows.get(key)!] as const] : [])))
    await gate
    return found
  }
  /** Holds every read that begins from now on until it is let go. */
  const hold = () => {
    let letGo = () => {}
    gate = new Promise(resolve => (letGo = () => resolve(void (gate = undefined))))
    return letGo
  }
  return { rows, reads, load, hold }
}

test('a row is read once and then remembered; one that is not there is asked for again', async () => {
  const { reads, load } = aStore()
  const cache = openCache('test-once', 10, load)
  expect([await cache.get('a'), await cache.get('a')]).toEqual([1, 1])
  expect([await cache.get('c'), await cache.get('c')]).toEqual([undefined, undefined])
  expect(reads).toEqual([['a'], ['c'], ['c']])
})

test('what is asked in one turn is one read', async () => {
  const { reads, load } = aStore()
  const cache = openCache('test-turn', 10, load)
  expect(await Promise.all(['a', 'b', 'a'].map(key => cache.get(key)))).toEqual([1, 2, 1])
  expect(reads).toEqual([['a', 'b']])
})

test('after a write nobody gets the old row, not even from a read that was under way', async () => {
  const { rows, load, hold } = aStore()
  const cache = openCache('test-stale', 10, load)
  const letGo = hold()
  const underWay = cache.get('a')
  await new Promise(resolve => setImmediate(resolve))
  rows.set('a', 10)
  cache.drop('a')
  const after = cache.get('a')
  letGo()
  expect(await after).toBe(10)
  await underWay
  expect(await cache.get('a')).toBe(10)
})

test('it keeps no more than it may', async () => {
  const { reads, load } = aStore()
  const cache = openCache('test-most', 1, load)
  for (const key of ['a', 'b', 'a']) await cache.get(key)
  expect(reads).toHaveLength(3)
})

test('what a read throws reaches everyone who waited for it, and the next is tried anew', async () => {
  let isBroken = true
  const get = gathering(async keys => {
    if (isBroken) throw new Error('away')
    return new Map(keys.map(key => [key, key]))
  })
  expect(await Promise.allSettled([get('a'), get('b')])).toMatchObject([
    { status: 'rejected' },
    { status: 'rejected' },
  ])
  isBroken = false
  expect(await get('a')).toBe('a')
})
