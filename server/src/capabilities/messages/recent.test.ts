/** What is kept of rooms is what the store has, whatever was asked before and whatever has changed since. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import mongoose from 'mongoose'
import { newId } from '../../kernel/id'
import { chance } from '../../law/chance'
import { openTestApp, type TestApp } from '../../testing/app'
import { type MessageDoc, Messages } from './model'
import { changedAbove, newestLately, saidLately } from './recent'

const given = process.env.RECENT_SEED
const seed = given === undefined ? Math.floor(Math.random() * 1e9) : Number(given)
let app: TestApp
/** Reads of messages, and the documents that they answered. */
let [reads, documents] = [0, 0]
beforeAll(async () => {
  app = await openTestApp()
  mongoose.connection.getClient().on('commandSucceeded', ({ commandName, reply }) => {
    const cursor = (reply as { cursor?: { ns: string; firstBatch?: unknown[]; nextBatch?: unknown[] } })
      .cursor
    if (!cursor?.ns.endsWith('.messages')) return
    if (commandName === 'find') reads++
    documents += (cursor.firstBatch ?? cursor.nextBatch ?? []).length
  })
})
afterAll(() => app.close())

/** A room of nobody's, in which messages are written and changed past the server. */
function aRoom() {
  const roomId = newId()
  let head = 0
  return {
    roomId,
    head: () => head,
    async say(count: number, isAside = () => false) {
      const docs = Array.from({ length: count }, () => {
        const rev = ++head
        const at = { seq: rev, rev, revs: [rev], createdAt: new Date() }
        const said = { type: 'text', content: { type: 'text', text: `text ${rev}` }, facets: {} }
        return {
          _id: newId(),
          roomId,
          senderId: 'someone',
          clientId: newId(),
          ...at,
          ...said,
          aside: isAside(),
        }
      })
      await Messages.collection.insertMany(docs as never)
    },
    async change(seq: number) {
      const rev = ++head
      await Messages.collection.updateOne({ roomId, seq }, { $set: { rev }, $push: { revs: rev } } as never)
    },
  }
}
const places = (docs: MessageDoc[] | null) => docs?.map(({ _id, seq, rev }) => [_id, seq, rev])
const stored = async (filter: object, order: Record<string, 1 | -1>, limit: number) =>
  places(await Messages.find(filter).sort(order).limit(limit).lean())

test(`what is kept is what is stored, at every step (RECENT_SEED=${seed})`, async () => {
  const dice = chance(seed)
  const room = aRoom()
  const { roomId } = room
  let known = 0
  let told = 0
  for (let step = 0; step < 300; step++) {
    const act = dice.below(10)
    if (act < 4) await room.say(1 + dice.below(act === 0 ? 60 : 4), () => dice.next() < 0.2)
    else if (act < 7 && room.head() > 0) await room.change(1 + dice.below(room.head()))
    const above = Math.max(0, room.head() - dice.below(act === 7 ? 500 : 80))
    const limit = 1 + dice.below(200)
    const changed = await changedAbove(roomId, above, limit)
    expect(places(changed)).toEqual(await stored({ roomId, rev: { $gt: above } }, { rev: 1 }, limit + 1))
    if (changed.length <= limit) known = Math.max(known, changed.at(-1)?.rev ?? 0)

    const from = Math.max(0, known - dice.below(300))
    const said = await saidLately(roomId, from, known, 200)
    if (said) told++
    const within = { roomId, seq: { $gt: from, $lte: known } }
    if (said && known === room.head()) expect(places(said)).toEqual(await stored(within, { seq: -1 }, 200))
    const newest = newestLately(roomId, from + 1, 5, known)
    if (newest) told++
    const standing = { roomId, aside: false, seq: { $gt: from } }
    if (newest && known === room.head())
      expect(places(newest)).toEqual(await stored(standing, { seq: -1 }, 5))
  }
  expect(told).toBeGreaterThan(100)
})

test('many devices that were away for differently long are answered by few reads of few documents', async () => {
  const room = aRoom()
  await room.say(600)
  await changedAbove(room.roomId, 450, 200)
  await room.say(10)
  ;[reads, documents] = [0, 0]
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, n) => changedAbove(room.roomId, 460 + n, 200)),
  )
  for (const [n, docs] of answers.entries()) expect(docs).toHaveLength(150 - n)
  expect(reads).toBeLessThanOrEqual(4)
  expect(documents).toBeLessThanOrEqual(40)
  const said = await Promise.all(Array.from({ length: 100 }, (_, n) => saidLately(room.roomId, n, 610, 200)))
  const newest = Array.from({ length: 200 }, (_, n) => 610 - n)
  for (const rows of said) expect(rows?.map(({ seq }) => seq)).toEqual(newest)
  expect(documents).toBeLessThanOrEqual(400)
  // What lies further back is still asked of the store.
  expect((await changedAbove(room.roomId, 100, 200)).map(({ rev }) => rev)).toEqual(
    newest
      .map(seq => seq - 310)
      .reverse()
      .concat(301),
  )
})
