/** Short proofs beside the law: acked means stored, two nodes share one counter, and one person's nodes agree. */
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { reactions } from '@community-chat/shared/capabilities/reactions/contract'
import { messages, type Change } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { setTimeout } from 'node:timers/promises'
import { connect as open, type TestPerson } from '../testing/person'
import { type Cluster, openCluster } from './cluster'
import { judge } from './laws'
import { settle, until } from './settle'
import type { Person } from './phone'
import { byHand, closeWorld, openWorld, signUp } from './world'

let cluster: Cluster
beforeAll(async () => void (cluster = await openCluster()), 30_000)
afterAll(() => cluster.stop())

/** A socket of someone at one node. */
function socketOf(node: number, { id, token }: Person): Promise<TestPerson> {
  const { port } = cluster.nodes[node]!
  const app = { url: `http://127.0.0.1:${port}`, socketUrl: `ws://127.0.0.1:${port}/ws` }
  return open(app as never, { accessToken: token, user: { id } } as never)
}

async function aRoom() {
  const alice = await signUp(cluster, 'alice')
  const bob = await signUp(cluster, 'bob')
  const room = await byHand(cluster, 0, alice, rooms.routes.create, { name: 'room', memberIds: [bob.id] })
  return { alice, bob, roomId: room.id }
}

const archiveOf = (roomId: string) =>
  cluster.db.collection('messages').find({ roomId }).sort({ seq: 1 }).toArray()

test.each([1, 2, 3, 4, 5])('what was acked before a kill -9 is there after it (run %i)', async run => {
  const { alice, roomId } = await aRoom()
  const socket = await socketOf(run % 2, alice)
  const acked: { id: string; seq: number }[] = []
  let asked = 0
  const writers = Array.from({ length: 8 }, async () => {
    for (;;) {
      const text = `said ${++asked}`
      acked.push(await socket.ask(messages.routes.send, { roomId, content: { text } }))
    }
  })
  void Promise.allSettled(writers)
  await until(() => acked.length > 40 + run * 30, 10_000)
  await cluster.kill(run % 2)
  const stored = new Map((await archiveOf(roomId)).map(doc => [String(doc._id), doc.seq as number]))
  expect(acked.length).toBeGreaterThan(40)
  for (const { id, seq } of acked) expect(stored.get(id)).toBe(seq)
  const shown = await byHand(cluster, run % 2, alice, messages.routes.history, { roomId, limit: 100 })
  expect(shown.items.at(-1)!.seq).toBeGreaterThanOrEqual(Math.max(...acked.map(({ seq }) => seq)))
})

test('two nodes and twenty connections race to one room: one order, dense, and no chain has a gap', async () => {
  const { alice, bob, roomId } = await aRoom()
  const people = await Promise.all(
    Array.from({ length: 20 }, (_, n) => socketOf(n % 2, n % 4 < 2 ? alice : bob)),
  )
  // A node that has pushed nothing of a room yet tells only how far it is: the chain begins at the first push.
  await byHand(cluster, 0, alice, messages.routes.send, { roomId, content: { text: 'first' } })
  const hasHeard = ({ frames }: TestPerson) => frames.some(frame => frame.roomId === roomId)
  expect(await until(() => people.every(hasHeard), 5_000)).toBe(true)
  const begin = (await archiveOf(roomId)).length
  const each = 8 // together fewer than a node hands on one by one
  const sent = await Promise.all(
    people.map(async (person, n) => {
      const own = []
      for (let k = 0; k < each; k++)
        own.push(await person.ask(messages.routes.send, { roomId, content: { text: `${n} ${k}` } }))
      return own
    }),
  )
  const archive = await archiveOf(roomId)
  expect(archive.flatMap(doc => doc.revs as number[])).toEqual(archive.map((_, n) => n + 1))
  expect(archive.length).toBeGreaterThanOrEqual(20 * each)
  for (const own of sent)
    expect(own.map(({ seq }) => seq)).toEqual(own.map(({ seq }) => seq).sort((a, b) => a - b))
  const head = archive.length
  for (const { frames } of people) {
    const reaches = () => {
      const steps = new Map<number, number>()
      for (const frame of frames) {
        const change = frame.data as Change | undefined
        if (frame.roomId === roomId && change?.message) steps.set(change.message.rev, change.prev)
      }
      let at = head
      while (steps.has(at)) at = steps.get(at)!
      return at <= begin
    }
    expect(await until(reaches, 4_000)).toBe(true)
  }
  await Promise.all(people.map(person => person.disconnect()))
})

test('an edit and a deletion that fall into one write are both done, and hold up nobody', async () => {
  const { alice, roomId } = await aRoom()
  const { edit, remove, send } = messages.routes
  const { id } = await byHand(cluster, 0, alice, send, { roomId, content: { text: 'first' } })
  const change = (text: string) => byHand(cluster, 0, alice, edit, { messageId: id, content: { text } })
  await change('second')
  const begun = Date.now()
  const third = change('third')
  await until(() => Date.now() > begun + 60, 1_000) // in this order, and both within the 250 ms that are one write
  const removed = byHand(cluster, 0, alice, remove, { messageId: id })
  for (const message of await Promise.all([third, removed])) expect(message.id).toBe(id)
  expect(Date.now() - begun).toBeLessThan(3_000)
  const [stored] = (await archiveOf(roomId)).filter(doc => String(doc._id) === id)
  expect(stored).toMatchObject({ content: null, gone: { by: alice.id } })
  expect(stored).not.toHaveProperty('editedAt')
})

test('what is read at one node is read on the devices at the other', async () => {
  const { alice, bob, roomId } = await aRoom()
  const { seq } = await byHand(cluster, 0, bob, messages.routes.send, {
    roomId,
    content: { text: 'read me' },
  })
  const [here, there] = [await socketOf(0, alice), await socketOf(1, alice)]
  const told = there.next(
    conversations.pushes.read,
    state => state.roomId === roomId && state.readSeq === seq,
  )
  await here.ask(conversations.routes.markRead, { roomId, seq })
  expect((await told).unread).toBe(0)
  await Promise.all([here.disconnect(), there.disconnect()])
})

test('what I say is read, also where the node died before it wrote that', async () => {
  const { alice, bob, roomId } = await aRoom()
  await byHand(cluster, 1, bob, messages.routes.send, { roomId, content: { text: 'before' } })
  const own = await byHand(cluster, 0, alice, messages.routes.send, { roomId, content: { text: 'mine' } })
  await cluster.kill(0)
  const { items } = await byHand(cluster, 1, alice, conversations.routes.list, {})
  expect(items.find(({ room }) => room.id === roomId)).toMatchObject({ readSeq: own.seq, unread: 0 })
})

test('what I said and took away is read too, where the node died before it wrote that', async () => {
  const { alice, bob, roomId } = await aRoom()
  await byHand(cluster, 1, bob, messages.routes.send, { roomId, content: { text: 'before' } })
  const own = await byHand(cluster, 0, alice, messages.routes.send, { roomId, content: { text: 'mine' } })
  await cluster.kill(0)
  await byHand(cluster, 1, alice, messages.routes.remove, { messageId: own.id })
  const { items } = await byHand(cluster, 1, alice, conversations.routes.list, {})
  expect(items.find(({ room }) => room.id === roomId)).toMatchObject({ readSeq: own.seq, unread: 0 })
})

test('after a leave is acked by one node nothing reaches the one who left through the other', async () => {
  const { alice, bob, roomId } = await aRoom()
  const [listener, speaker] = [await socketOf(1, bob), await socketOf(1, alice)]
  let isDone = false
  const speaking = (async () => {
    while (!isDone) {
      await speaker.ask(messages.routes.send, { roomId, content: { text: 'on and on' } })
      await setTimeout(5) // below the 400 frames a second for which a socket is closed
    }
  })()
  await byHand(cluster, 0, bob, rooms.routes.leave, { roomId })
  const [newest] = await cluster.db
    .collection('messages')
    .find({ roomId })
    .sort({ rev: -1 })
    .limit(1)
    .toArray()
  await until(() => false, 1_500)
  isDone = true
  await speaking
  const values = listener.frames
    .filter(frame => frame.roomId === roomId && frame.data?.message)
    .map(frame => frame.data.message.rev as number)
  expect(Math.max(0, ...values)).toBeLessThanOrEqual(newest!.rev as number)
  expect((await archiveOf(roomId)).length).toBeGreaterThan(newest!.rev as number)
  await Promise.all([listener.disconnect(), speaker.disconnect()])
})

test('what is finished while a world is judged is no breach of the law', async () => {
  const world = await openWorld(cluster, 1)
  const [owner] = world.people as [Person]
  const roomId = world.places.hall
  const { id } = await byHand(cluster, 0, owner, messages.routes.send, { roomId, content: { text: 'said' } })
  expect(await settle(world)).toBe(true)
  let isJudged = false
  const meanwhile = async () => {
    for (const emoji of ['👍', '❤️', '😂', '🎉', '😮'])
      if (!isJudged) {
        await byHand(cluster, 0, owner, reactions.routes.add, { messageId: id, emoji })
        await setTimeout(60)
      }
  }
  const [findings] = await Promise.all([judge(world, 3).finally(() => (isJudged = true)), meanwhile()])
  expect(findings).toEqual([])
  await closeWorld(world)
})
