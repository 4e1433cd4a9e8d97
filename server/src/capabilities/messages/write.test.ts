/** Bulks that are refused: by resends of what is stored, and by numbers that another node took. */
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import mongoose from 'mongoose'
import { newId } from '../../kernel/id'
import { openTestApp, type TestApp } from '../../testing/app'
import { aMessage } from './factory'
import { type MessageDoc, Messages } from './model'
import type { Insert, RoomQueue, Run } from './queued'
import { writeBulk } from './write'

let app: TestApp
/** How many inserts of messages the store was asked for, and of how many documents in all. */
let [inserts, documents] = [0, 0]
beforeAll(async () => {
  app = await openTestApp()
  mongoose.connection.getClient().on('commandStarted', ({ commandName, command }) => {
    if (commandName !== 'insert' || command.insert !== 'messages') return
    inserts++
    documents += command.documents.length
  })
})
afterAll(() => app.close())

/** A room with so many texts, and their documents. */
async function aRoom(texts: number): Promise<MessageDoc[]> {
  const { alice, room } = await aMessage(app)
  for (let n = 1; n < texts; n++)
    await alice.ask(messages.routes.send, { roomId: room.id, content: { text: `text ${n}` } })
  return await Messages.find({ roomId: room.id, type: 'text' }).sort({ seq: 1 }).lean()
}

/** A run of sends; `answers` has what each of them came to, in the order in which they did. */
function aRun(roomId: string, docs: MessageDoc[]) {
  const answers: unknown[] = []
  const jobs = docs.map((doc): Insert => ({
    kind: 'insert',
    doc,
    since: Date.now(),
    done: answer => answers.push('existing' in answer ? answer.existing._id : answer),
    failed: error => answers.push(error),
  }))
  return { run: { queue: { roomId, jobs: [], busy: true }, jobs } satisfies Run, answers }
}
/** Counts from here. */
const begin = () => ([inserts, documents] = [0, 0])

/** Writes runs, and looks that each room is told that it is through, once. */
async function write(runs: { run: Run }[]): Promise<void> {
  const ended: RoomQueue[] = []
  const queues = new Set(runs.map(({ run }) => run.queue))
  await writeBulk(
    runs.map(({ run }) => run),
    queue => ended.push(queue),
  )
  expect(ended).toHaveLength(queues.size)
  expect(new Set(ended)).toEqual(queues)
}

const resent = (doc: MessageDoc): MessageDoc => ({ ...doc, _id: newId() })
const fresh = (doc: MessageDoc): MessageDoc => ({ ...doc, _id: newId(), clientId: newId() })

test('resends are answered with what is stored by a few writes, not by one each, and what is new is written once', async () => {
  const [here, there] = [await aRoom(30), await aRoom(30)]
  const news = [fresh(here[0]!), fresh(there[0]!)]
  const runs = [here, there].map((docs, n) =>
    aRun(docs[0]!.roomId, [...docs.slice(0, 15).map(resent), news[n]!, ...docs.slice(15).map(resent)]),
  )
  begin()
  await write(runs)
  expect(inserts).toBeLessThanOrEqual(5)
  for (const [n, docs] of [here, there].entries()) {
    const { answers } = runs[n]!
    expect(answers.filter(one => typeof one === 'string')).toEqual(docs.map(({ _id }) => _id))
    const [written] = answers.filter(one => typeof one === 'object')
    const { seq } = docs.at(-1)!
    expect(written).toMatchObject({ doc: { _id: news[n]!._id, seq: seq + 1, rev: seq + 1 }, prev: seq })
    expect(answers).toHaveLength(31)
  }
})

test('numbers that another node took in many rooms at once have the others written again by halves only', async () => {
  const rooms = await Promise.all(Array.from({ length: 10 }, () => aRoom(1)))
  const taken = rooms.map(([doc]) => ({
    ...fresh(doc!),
    seq: doc!.seq + 1,
    rev: doc!.rev + 1,
    revs: [doc!.rev + 1],
  }))
  await Messages.collection.insertMany(taken as never)
  const runs = rooms.map(([doc]) => aRun(doc!.roomId, [fresh(doc!), fresh(doc!)]))
  begin()
  await write(runs)
  expect(documents).toBeLessThanOrEqual(20 * 4)
  for (const [n, { answers }] of runs.entries()) {
    const first = taken[n]!.seq + 1
    expect(answers).toMatchObject([first, first + 1].map(seq => ({ doc: { seq, rev: seq }, prev: seq - 1 })))
  }
})

test('what landed unheard and was changed since is told in the place of its change, not in the one it was said in', async () => {
  const [said] = await aRoom(1)
  const { roomId, seq: last } = said!
  const unheard = fresh(said!)
  const [seq, rev] = [last + 1, last + 4]
  const changed = { ...unheard, seq, rev, revs: [seq, rev] }
  // What was said between the two is not to be skipped by anyone who stands at the value before the first.
  const between = [seq + 1, seq + 2].map(value => ({
    ...fresh(said!),
    seq: value,
    rev: value,
    revs: [value],
  }))
  await Messages.collection.insertMany([changed, ...between] as never)
  const { run, answers } = aRun(roomId, [unheard])
  await write([{ run }])
  expect(answers).toMatchObject([{ doc: { _id: unheard._id, seq, rev }, prev: rev - 1 }])
})

test('what is sent again while it waits to be stored is written once, and both are answered with it', async () => {
  const { alice, room } = await aMessage(app)
  const sending = { roomId: room.id, clientId: newId(), content: { text: 'impatient' } }
  begin()
  const answers = await Promise.all(Array.from({ length: 5 }, () => alice.ask(messages.routes.send, sending)))
  expect(documents).toBe(1)
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
})
