import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type BlockDoc, Blocks } from '../../capabilities/blocks/model'
import mongoose from 'mongoose'
import { openTestApp, type TestApp } from '../../testing/app'
import { pause } from '../../testing/raw'
import { lookAt } from './look'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const write = async (ids: string[], at: Date) => {
  await Blocks.deleteMany({ _id: { $in: ids } })
  await Blocks.insertMany(
    ids.map(_id => ({ _id, userId: 'a', blockedId: _id, blockedAt: at, changedAt: at })),
  )
}
const names = (from: number, count: number) => Array.from({ length: count }, (_, i) => `row-${from + i}`)

test('every change is news once, however many there are at one moment', async () => {
  const look = lookAt<BlockDoc>(() => Blocks)
  const ids = names(10_000, 1203)
  await write(ids, new Date())
  expect((await look.news()).map(row => row._id).sort()).toEqual(ids)
  expect(await look.news()).toEqual([])
})

test('a row that changes again is news again; what became visible late still is; what I wrote is not', async () => {
  const look = lookAt<BlockDoc>(() => Blocks)
  await look.news()
  const now = Date.now()
  await write(['again'], new Date(now))
  expect((await look.news()).map(row => row._id)).toEqual(['again'])
  await write(['again'], new Date(now + 5))
  await write(['late'], new Date(now - 2_000))
  expect((await look.news()).map(row => row._id).sort()).toEqual(['again', 'late'])
  await write(['mine'], new Date(now + 9))
  look.seen((await Blocks.findById('mine').lean())!)
  expect(await look.news()).toEqual([])
})

test('what became visible very late is found by a look that goes further back', async () => {
  const look = lookAt<BlockDoc>(() => Blocks)
  await look.news()
  await write(['very late'], new Date(Date.now() - 10_000))
  expect(await look.news()).toEqual([])
  let found: BlockDoc[] = []
  for (let looks = 0; looks < 60 && found.length === 0; looks++) {
    await pause(250)
    found = await look.news()
  }
  expect(found.map(row => row._id)).toEqual(['very late'])
}, 20_000)

test('where nothing changes any more, what changed last is not read again for ever', async () => {
  const look = lookAt<BlockDoc>(() => Blocks)
  await write(names(20_000, 300), new Date())
  expect((await look.news()).map(row => row._id)).toEqual(expect.arrayContaining(names(20_000, 300)))
  let read = 0
  mongoose.connection.getClient().on('commandSucceeded', ({ reply }) => {
    const { ns, firstBatch } = (reply as { cursor?: { ns: string; firstBatch: unknown[] } }).cursor ?? {}
    if (ns?.endsWith('.blocks')) read += firstBatch?.length ?? 0
  })
  await pause(4_000)
  expect(await look.news()).toEqual([])
  read = 0
  expect(await look.news()).toEqual([])
  expect(read).toBe(0)
}, 20_000)

test('what changed long before the look began is no news', async () => {
  await write(['old'], new Date(Date.now() - 120_000))
  expect((await lookAt<BlockDoc>(() => Blocks).news()).map(row => row._id)).not.toContain('old')
})
