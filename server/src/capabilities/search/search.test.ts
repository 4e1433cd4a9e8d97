import { blocks } from '@community-chat/shared/capabilities/blocks/contract'
import { hiding } from '@community-chat/shared/capabilities/hiding/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { search, type Hit } from '@community-chat/shared/capabilities/search/contract'
import type { Input } from '@community-chat/shared/protocol/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { callHttp, somePeople, type TestPerson } from '../../testing/person'
import { Messages } from '../messages/model'
import * as indexing from './indexing'
import { Findable, Reached } from './model'
import { personal } from '../messages/service'
import { sweep } from './sweep'

const { routes } = search
type Asked = Input<typeof routes.find>
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const log = () => app.kernel.contextFor({ authorized: true }).log
const say = (person: TestPerson, roomId: string, text: string, more: object = {}) =>
  person.call(messages.routes.send, { roomId, content: { text }, ...more })
const textOf = ({ message }: Hit) => (message.content as { text: string }).text
/** Every hit of a search, page by page. */
async function allHits(person: TestPerson, asked: Asked): Promise<Hit[]> {
  const hits: Hit[] = []
  for (let cursor: string | undefined; ;) {
    const page = await person.call(routes.find, { ...asked, ...(cursor ? { cursor } : {}) })
    hits.push(...page.items)
    if (page.next === null) return hits
    cursor = page.next
  }
}
const found = async (person: TestPerson, asked: Asked | string) =>
  (await allHits(person, typeof asked === 'string' ? { query: asked } : asked)).map(textOf).toSorted()

async function aRoom(settings?: object) {
  const { alice, bob, stranger } = await somePeople(app)
  const room = await alice.call(rooms.routes.create, { name: 'room', memberIds: [bob.id], settings })
  return { alice, bob, stranger, room }
}

test('what was acknowledged is found at once, on HTTP and the socket, in Chinese and English, inside words too', async () => {
  const { alice, bob, room } = await aRoom()
  await say(alice, room.id, '周末去吃火锅吧')
  await say(alice, room.id, 'We go camping at the Lake')
  expect(await found(bob, '火锅')).toEqual(['周末去吃火锅吧'])
  expect(await found(bob, '锅')).toEqual(['周末去吃火锅吧'])
  expect(await found(bob, 'LAKE amp')).toEqual(['We go camping at the Lake'])
  const { items } = await bob.ask(routes.find, { query: 'lake' })
  expect(items).toMatchObject([
    {
      snippet: { text: 'We go camping at the Lake', ranges: [{ at: 21, length: 4 }] },
      message: { roomId: room.id },
    },
  ])
})

test('what is said in a thread is found, with its kind and sender as filters, within times', async () => {
  const { alice, bob, room } = await aRoom()
  const root = await say(alice, room.id, 'apples today')
  await say(bob, room.id, 'apples in a thread', { threadId: root.id })
  const place = { type: 'location' as const, latitude: 1, longitude: 2, name: 'Apples market', address: '' }
  await alice.call(messages.routes.send, { roomId: room.id, content: place })
  const count = async (asked: Partial<Asked>) =>
    (await allHits(alice, { query: 'apples', roomId: room.id, ...asked })).length
  expect(await count({})).toBe(3)
  expect(await count({ senderId: bob.id })).toBe(1)
  expect(await count({ type: 'location' })).toBe(1)
  expect(await count({ type: 'text' })).toBe(2)
  expect(await count({ query: '', senderId: bob.id })).toBe(1)
  expect(await count({ query: '', type: 'location' })).toBe(1)
  const at = root.createdAt
  await Messages.updateOne({ _id: root.id }, { $set: { createdAt: new Date(0) } }, { timestamps: false })
  await Findable.updateOne({ _id: root.id }, { $set: { at: new Date(0) } })
  expect([await count({ from: at }), await count({ to: at })]).toEqual([2, 1])
})

test('nothing is found in rooms one is not in, was put out of, or before one came in', async () => {
  const { alice, bob, stranger, room } = await aRoom({ history: 'joined' })
  await say(alice, room.id, 'the early secret')
  await alice.call(rooms.routes.addMember, { roomId: room.id, userId: stranger.id })
  await say(alice, room.id, 'the late secret')
  expect(await found(stranger, 'secret')).toEqual(['the late secret'])
  expect(await found(stranger, { query: 'secret', roomId: room.id })).toEqual(['the late secret'])
  await alice.call(rooms.routes.removeMember, { roomId: room.id, userId: bob.id })
  expect(await found(bob, 'secret')).toEqual([])
  const outside = { query: 'secret', roomId: room.id }
  for (const call of [bob.call(routes.find, outside), bob.ask(routes.find, outside)])
    await expect(call).rejects.toMatchObject({ code: 'not_found' })
  await expect(callHttp(app, routes.find, { query: 'secret' })).rejects.toMatchObject({ status: 401 })
})

test('words that were edited away, and what is gone or from someone blocked, are not found', async () => {
  const { alice, bob, room } = await aRoom()
  const [edited, removed] = [
    await say(alice, room.id, 'red herring'),
    await say(alice, room.id, 'red carpet'),
  ]
  await say(bob, room.id, 'red flag')
  expect(await found(alice, 'red')).toEqual(['red carpet', 'red flag', 'red herring'])
  await alice.call(messages.routes.edit, { messageId: edited.id, content: { text: 'blue herring' } })
  await alice.call(messages.routes.remove, { messageId: removed.id })
  await alice.call(blocks.routes.block, { userId: bob.id })
  expect(await found(alice, 'red')).toEqual([])
  expect(await found(alice, 'blue')).toEqual(['blue herring'])
  expect(await found(bob, 'red')).toEqual(['red flag'])
  await indexing.settled(log())
  expect(await Findable.findById(removed.id)).toBeNull()
  expect((await Findable.findById(edited.id))!.tokens).not.toContain('red')
})

test('of two who wait for a room at once both wait until it is there', async () => {
  const { alice, room } = await aRoom()
  const { id } = await say(alice, room.id, 'awaited twice')
  const first = indexing.settled(log())
  await indexing.settled(log(), [room.id])
  expect(await Findable.findById(id)).not.toBeNull()
  await first
})

test('what one hid from oneself is found by the others alone', async () => {
  const { alice, bob, room } = await aRoom()
  const { id } = await say(alice, room.id, 'hide and seek')
  await bob.call(hiding.routes.hide, { messageId: id })
  expect(await found(bob, 'seek')).toEqual([])
  expect(await found(alice, 'seek')).toEqual(['hide and seek'])
})

test('even tokens that are out of date lead to nothing that the message does not say', async () => {
  const { alice, room } = await aRoom()
  const { id } = await say(alice, room.id, 'harmless')
  await found(alice, 'harmless')
  await Findable.updateOne({ _id: id }, { $set: { tokens: ['sec', 'ecr', 'cre', 'ret'] } })
  expect(await found(alice, 'secret')).toEqual([])
})

test('what a crash left behind, and what was said before there was a search, is found after the sweep', async () => {
  const { alice, room } = await aRoom()
  for (const text of ['antique one', 'antique two']) await say(alice, room.id, text)
  await indexing.settled(log())
  await Findable.deleteMany({ roomId: room.id })
  await Reached.deleteOne({ _id: room.id })
  indexing.forget()
  expect(await found(alice, 'antique')).toEqual([])
  await sweep(log())
  expect(await found(alice, 'antique')).toEqual(['antique one', 'antique two'])
  expect((await Reached.findById(room.id))!.rev).toBe((await Messages.find({ roomId: room.id })).length)
})

test('who is erased leaves no words behind', async () => {
  const { alice, bob, room } = await aRoom()
  await say(bob, room.id, 'forget me')
  expect(await found(alice, 'forget')).toEqual(['forget me'])
  const ctx = app.kernel.contextFor({ authorized: true })
  await personal.erase(ctx, bob.id)
  await indexing.settled(ctx.log)
  expect(await found(alice, 'forget')).toEqual([])
  expect(await Findable.countDocuments({ roomId: room.id, tokens: `@:${bob.id.slice(0, 8)}` })).toBe(0)
})

test.each<[Record<string, unknown>, string]>([
  [{}, 'query'],
  [{ query: '' }, 'query'],
  [{ query: '   ' }, 'query'],
  [{ query: '!!' }, 'query'],
  [{ query: 'x'.repeat(101) }, 'query'],
  [{ query: { $gt: '' } }, 'query'],
  [{ query: ['a'] }, 'query'],
  [{ query: 'hello', roomId: { $ne: '' } }, 'roomId'],
  [{ query: 'hello', senderId: '$where' }, 'senderId'],
  [{ query: 'hello', messageType: 'anything' }, 'messageType'],
  [{ query: 'hello', from: 'yesterday' }, 'from'],
  [{ query: 'hello', cursor: 'not-a-cursor' }, 'cursor'],
])('%j is refused at %s', async (asked, path) => {
  const { alice } = await aRoom()
  const refusal = { code: 'invalid_input', data: { issues: [{ path }] } }
  await expect(alice.ask(routes.find, asked as never)).rejects.toMatchObject(refusal)
})

test.each(['$gt', '.*', 'a|b', '^hello', "'; drop", '\\', '{"$ne":null}', '%00', '(((('])(
  '%j is only ever a text',
  async query => {
    const { alice, room } = await aRoom()
    await say(alice, room.id, 'hello world')
    const answer = await alice.ask(routes.find, { query }).then(
      ({ items }) => items,
      fault => fault.code,
    )
    expect([[], 'invalid_input']).toContainEqual(answer)
    await say(alice, room.id, `it says abc ${query} abc`)
    expect(await found(alice, `abc ${query}`)).toEqual([`it says abc ${query} abc`])
  },
)

test('pages have every hit once while new messages arrive and others go', async () => {
  const { alice, room } = await aRoom()
  const said = await Promise.all(
    Array.from({ length: 150 }, (_, i) => say(alice, room.id, `paged number ${i}`)),
  )
  const hits: Hit[] = []
  for (let cursor: string | undefined, page = 0; ; page++) {
    const answer = await alice.call(routes.find, { query: 'paged', limit: 20, ...(cursor ? { cursor } : {}) })
    hits.push(...answer.items)
    if (answer.next === null) break
    cursor = answer.next
    await say(alice, room.id, `paged later ${page}`)
    await alice.call(messages.routes.remove, { messageId: hits[page]!.message.id })
  }
  const ids = hits.map(({ message }) => message.id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(said.filter(({ id }) => !ids.includes(id))).toEqual([])
})

test('what was acknowledged is found while many others write: the pace of making findable is for nobody who waits', async () => {
  const { alice, bob, room } = await aRoom()
  let stop = false
  const writing = Array.from({ length: 40 }, async (_, i) => {
    while (!stop) await say(bob, room.id, `noise ${i}`)
  })
  try {
    for (let i = 0; i < 4; i++) {
      await say(alice, room.id, `needle ${i}`)
      expect(await found(alice, `needle ${i}`)).toEqual([`needle ${i}`])
    }
  } finally {
    stop = true
    await Promise.all(writing)
  }
})

test('the first thing said at or after a time is found by halving, and only by who may read', async () => {
  const { alice, bob, stranger, room } = await aRoom()
  const said = []
  for (let i = 0; i < 12; i++) said.push(await say(alice, room.id, `${i}`))
  const day = (n: number) => new Date(Date.UTC(2020, 0, n)).toISOString()
  await Messages.updateMany({ roomId: room.id }, { $set: { createdAt: new Date(0) } }, { timestamps: false })
  for (const [i, { id }] of said.entries())
    await Messages.updateOne(
      { _id: id },
      { $set: { createdAt: new Date(day(10 + 2 * i)) } },
      { timestamps: false },
    )
  await Messages.updateOne({ _id: said[5]!.id }, { $set: { aside: true } })
  const at = async (n: number) => (await bob.call(routes.seqAt, { roomId: room.id, time: day(n) })).seq
  const seqs = said.map(({ seq }) => seq)
  expect(await Promise.all([5, 10, 11, 12, 19, 20, 21, 32, 33].map(at))).toEqual([
    seqs[0],
    seqs[0],
    seqs[1],
    seqs[1],
    seqs[6],
    seqs[6],
    seqs[6],
    seqs[11],
    null,
  ])
  await expect(stranger.call(routes.seqAt, { roomId: room.id, time: day(1) })).rejects.toMatchObject({
    code: 'not_found',
  })
  await expect(alice.ask(routes.seqAt, { roomId: room.id, time: 'noon' })).rejects.toMatchObject({
    code: 'invalid_input',
  })
})
