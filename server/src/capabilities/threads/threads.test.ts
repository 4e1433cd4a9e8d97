import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { thread, threads, threadSeats } from '@community-chat/shared/capabilities/threads/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { sweep } from '../../kernel/jobs'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, callHttp, connect, type TestPerson } from '../../testing/person'
import { pause } from '../../testing/raw'
import { aMessage } from '../messages/factory'
import { Messages } from '../messages/model'
import { aThread, reply } from './factory'
import { ThreadSeats } from './model'
import * as service from './service'

const { routes } = threads
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const summaryOf = async (person: TestPerson, messageId: string) =>
  thread.of(await person.call(messages.routes.get, { messageId }))
const inbox = (person: TestPerson) => person.call(routes.list, {})
const ctx = () => app.kernel.contextFor({ authorized: true })

/** Waits for what follows a reply: places in the thread and its count. */
async function until(fits: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; !(await fits()); tries++) {
    if (tries > 100) throw new Error('it never became so')
    await pause(30)
  }
}
const counted = (person: TestPerson, rootId: string, count: number) =>
  until(async () => ((await summaryOf(person, rootId))?.count ?? 0) === count)

test('what is said in a thread stands beside the room: its pages, its last message and its unread pass it by', async () => {
  const { alice, bob, room, message: root } = await aMessage(app)
  await alice.call(conversations.routes.markRead, { roomId: room.id, seq: root.seq })
  const aside = await reply(bob, root, 'beside')
  const both = await reply(bob, root, 'for all', { alsoToRoom: true })
  expect([aside.threadId, aside.alsoToRoom, both.alsoToRoom]).toEqual([root.id, undefined, true])
  const page = await alice.call(messages.routes.history, { roomId: room.id })
  const seen = page.items.map(one => one.id)
  expect([seen.includes(aside.id), seen.includes(both.id), seen.includes(root.id)]).toEqual([
    false,
    true,
    true,
  ])
  const { items } = await alice.call(conversations.routes.list, {})
  const row = items.find(one => one.room.id === room.id)!
  expect([row.unread, row.lastMessage?.id]).toEqual([1, both.id])
  const last = await reply(bob, root, 'beside again')
  const again = (await alice.call(conversations.routes.list, {})).items.find(one => one.room.id === room.id)!
  expect([again.unread, again.lastMessage?.id, again.at >= last.seq]).toEqual([1, both.id, true])
})

test('a thread is read in pages by seq, and its root is the first of it', async () => {
  const { alice, bob, room, message: root } = await aMessage(app)
  const said = [root.id]
  for (let i = 0; i < 7; i++) said.push((await reply(i % 2 ? alice : bob, root, `${i}`)).id)
  const ask = { roomId: room.id, threadId: root.id, limit: 3 }
  const newest = await bob.call(messages.routes.history, ask)
  expect([newest.items.map(one => one.id), newest.hasBefore, newest.hasAfter]).toEqual([
    said.slice(5),
    true,
    false,
  ])
  const before = newest.items[0]!.seq
  const older = await bob.call(messages.routes.history, { ...ask, before })
  expect([older.items.map(one => one.id), older.hasBefore]).toEqual([said.slice(2, 5), true])
  const oldest = await bob.call(messages.routes.history, { ...ask, before: older.items[0]!.seq })
  expect([oldest.items.map(one => one.id), oldest.hasBefore]).toEqual([said.slice(0, 2), false])
  const after = await bob.call(messages.routes.history, { ...ask, after: 0 })
  expect([after.items.map(one => one.id), after.hasBefore, after.hasAfter]).toEqual([
    said.slice(0, 3),
    false,
    true,
  ])
  const around = await bob.call(messages.routes.history, { ...ask, around: root.seq })
  expect([around.items[0]!.id, around.hasBefore, around.hasAfter]).toEqual([root.id, false, true])
})

test('threads hang on what a person said in the same room, is there and is not in a thread; else they are refused', async () => {
  const { alice, bob, room, root, first } = await aThread(app)
  const other = await aMessage(app)
  const { items } = await bob.call(messages.routes.history, { roomId: room.id })
  const note = items.find(one => one.type === 'system')!
  const gone = await alice.call(messages.routes.send, { roomId: room.id, content: { text: 'gone' } })
  await alice.call(messages.routes.remove, { messageId: gone.id })
  for (const threadId of ['no-such-message', other.message.id, note.id, gone.id, first.id]) {
    const input = { roomId: room.id, threadId, content: { text: 'reply' } }
    const refusal = { code: 'invalid_input', data: { issues: [{ path: 'threadId' }] } }
    await expect(bob.call(messages.routes.send, input)).rejects.toMatchObject({ ...refusal, status: 400 })
    await expect(bob.ask(messages.routes.send, input)).rejects.toMatchObject(refusal)
    await expect(bob.call(routes.follow, { rootId: threadId })).rejects.toMatchObject({
      code: ['no-such-message', other.message.id].includes(threadId) ? 'not_found' : 'no_thread',
    })
  }
  for (const threadId of ['no-such-message', other.message.id, first.id])
    await expect(bob.call(messages.routes.history, { roomId: room.id, threadId })).rejects.toMatchObject({
      data: { issues: [{ path: 'threadId' }] },
    })
  expect((await reply(bob, root)).threadId).toBe(root.id)
})

test('who does not see the root sees nothing of its thread and says nothing in it', async () => {
  const { alice, bob, stranger } = await aMessage(app)
  const room = await alice.call(rooms.routes.create, {
    name: 'quiet',
    memberIds: [bob.id],
    settings: { history: 'joined' },
  })
  const root = await alice.call(messages.routes.send, { roomId: room.id, content: { text: 'root' } })
  await reply(bob, root)
  await alice.call(rooms.routes.addMember, { roomId: room.id, userId: stranger.id })
  await expect(reply(stranger, root)).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(
    stranger.call(messages.routes.history, { roomId: room.id, threadId: root.id }),
  ).rejects.toMatchObject({ code: 'invalid_input' })
  const place = { rootId: root.id }
  await expect(stranger.call(routes.follow, place)).rejects.toMatchObject({ code: 'not_found', status: 404 })
  await expect(stranger.call(routes.read, { ...place, seq: 9 })).rejects.toMatchObject({ code: 'not_found' })
  await expect(callHttp(app, routes.follow, place)).rejects.toMatchObject({ status: 401 })
  await expect(callHttp(app, routes.list, {})).rejects.toMatchObject({ status: 401 })
})

test('the root tells how many answered, who last, and when; a reply that goes is counted no more', async () => {
  const { alice, bob, root, first } = await aThread(app)
  const heard = bob.next(messages.pushes.updated, ({ message }) => thread.of(message)?.count === 2)
  const second = await reply(alice, root, 'second')
  const change = await heard
  expect(change.cause).toEqual({ facet: 'thread' })
  expect(thread.of(change.message)).toEqual({
    count: 2,
    repliers: [alice.id, bob.id],
    lastAt: second.createdAt,
    lastSeq: second.seq,
  })
  await alice.call(messages.routes.remove, { messageId: second.id })
  await counted(bob, root.id, 1)
  expect(await summaryOf(bob, root.id)).toMatchObject({ repliers: [bob.id], lastSeq: first.seq })
  await bob.call(messages.routes.remove, { messageId: first.id })
  await counted(bob, root.id, 0)
  expect((await inbox(alice)).items).toEqual([])
})

test('fifty replies at once are counted exactly, and every device says the same', async () => {
  const { alice, bob, message: root } = await aMessage(app)
  const said = await Promise.all(
    Array.from({ length: 50 }, (_, n) => reply([alice, bob][n % 2]!, root, `${n}`)),
  )
  await counted(alice, root.id, 50)
  const message = await alice.call(messages.routes.get, { messageId: root.id })
  expect(thread.of(message)!.lastSeq).toBe(Math.max(...said.map(one => one.seq)))
  await until(
    async () => (await Messages.countDocuments({ roomId: root.roomId, 'todo.0': { $exists: true } })) === 0,
  )
  for (const { frames } of [alice, bob]) {
    const last = frames.filter(frame => frame.data?.message?.id === root.id).at(-1)
    expect(last!.data.message).toEqual(message)
  }
})

test('who answers and whose message it is follow the thread; others do not', async () => {
  const { alice, bob, room, root, first } = await aThread(app)
  const carol = await aPerson(app, 'carol')
  await alice.call(rooms.routes.addMember, { roomId: room.id, userId: carol.id })
  await until(async () => (await inbox(alice)).items.length === 1)
  const [mine] = (await inbox(alice)).items
  expect(mine).toMatchObject({ root: { id: root.id }, last: { id: first.id }, unread: 1 })
  expect(mine!.seat).toEqual({ roomId: room.id, readSeq: root.seq, level: 'all', following: true })
  const his = await inbox(bob)
  expect([his.items[0]!.unread, his.items[0]!.seat.readSeq, his.calling]).toEqual([0, first.seq, 0])
  expect(await inbox(carol)).toEqual({ items: [], next: null, calling: 0 })
})

test('unread counts what others said above my place; reading moves it forward only, and my other devices follow', async () => {
  const { alice, bob, root, first } = await aThread(app)
  await until(async () => (await inbox(alice)).items.length === 1)
  const last = await reply(bob, root, 'second')
  expect((await inbox(alice)).items[0]!.unread).toBe(2)
  const device = await connect(app, alice.session)
  const told = device.next(
    conversations.pushes.own,
    ({ rows }) => (rows[0]!.data as any).readSeq === first.seq,
  )
  const row = await alice.call(routes.read, { rootId: root.id, seq: first.seq })
  expect(threadSeats.read(row)!.readSeq).toBe(first.seq)
  expect(await told).toMatchObject({ name: 'threads', rows: [{ id: root.id }] })
  expect((await inbox(alice)).items[0]!.unread).toBe(1)
  const back = await alice.call(routes.read, { rootId: root.id, seq: root.seq })
  expect(threadSeats.read(back)!.readSeq).toBe(first.seq)
  const far = await alice.call(routes.read, { rootId: root.id, seq: 1e9 })
  expect(threadSeats.read(far)!.readSeq).toBeGreaterThanOrEqual(last.seq)
  expect(threadSeats.read(far)!.readSeq).toBeLessThan(last.seq + 20)
  expect((await inbox(alice)).calling).toBe(0)
})

test('more than ninety-nine are told as a hundred', async () => {
  const { alice, bob, root } = await aThread(app)
  await Promise.all(Array.from({ length: 110 }, (_, n) => reply(bob, root, `${n}`)))
  await until(async () => (await inbox(alice)).items.length === 1)
  expect((await inbox(alice)).items[0]!.unread).toBe(100)
})

test('a level says what a thread calls for, and who follows no longer is not called', async () => {
  const { alice, bob, room, root } = await aThread(app)
  await until(async () => (await inbox(alice)).calling === 1)
  const rootId = root.id
  await alice.call(routes.setLevel, { rootId, level: 'none' })
  expect((await inbox(alice)).calling).toBe(0)
  await alice.call(routes.setLevel, { rootId, level: 'mentions' })
  expect((await inbox(alice)).calling).toBe(0)
  const content = { text: '@alice look', mentions: [{ userId: alice.id, at: 0, length: 6 }] }
  await bob.call(messages.routes.send, { roomId: room.id, threadId: rootId, content })
  expect((await inbox(alice)).calling).toBe(1)
  const row = await alice.call(routes.unfollow, { rootId })
  expect(threadSeats.read(row)!.following).toBe(false)
  expect(await inbox(alice)).toMatchObject({ items: [], calling: 0 })
  await alice.call(routes.follow, { rootId })
  expect((await inbox(alice)).items).toHaveLength(1)
  await bob.call(routes.unfollow, { rootId })
  await reply(bob, root, 'back again')
  await until(async () => (await inbox(bob)).items.length === 1)
})

test('one without a place neither reads, sets a level nor leaves', async () => {
  const { bob, message: root } = await aMessage(app)
  const refusal = { code: 'not_following', status: 409 }
  await expect(bob.call(routes.read, { rootId: root.id, seq: 1 })).rejects.toMatchObject(refusal)
  await expect(bob.call(routes.setLevel, { rootId: root.id, level: 'all' })).rejects.toMatchObject(refusal)
  await expect(bob.call(routes.unfollow, { rootId: root.id })).rejects.toMatchObject(refusal)
  await bob.call(routes.follow, { rootId: root.id })
  const again = await bob.call(routes.follow, { rootId: root.id })
  expect(again.version).toBe(1)
})

test('leaving a room hides its threads, and coming back shows them again', async () => {
  const { alice, bob, room, root } = await aThread(app)
  await until(async () => (await inbox(bob)).items.length === 1)
  await alice.call(rooms.routes.removeMember, { roomId: room.id, userId: bob.id })
  expect(await inbox(bob)).toEqual({ items: [], next: null, calling: 0 })
  await expect(reply(bob, root)).rejects.toMatchObject({ code: 'not_found' })
  for (const route of [routes.follow, routes.unfollow])
    await expect(bob.call(route, { rootId: root.id })).rejects.toMatchObject({ code: 'not_found' })
  await reply(alice, root, 'while he was away')
  await alice.call(rooms.routes.addMember, { roomId: room.id, userId: bob.id })
  const [back] = (await inbox(bob)).items
  expect([back!.root.id, back!.unread]).toEqual([root.id, 1])
})

test('a thread whose root is gone can be read, and nothing more is said in it', async () => {
  const { alice, bob, room, root, first } = await aThread(app)
  await until(async () => (await inbox(bob)).items.length === 1)
  await alice.call(messages.routes.remove, { messageId: root.id })
  await expect(reply(bob, root)).rejects.toMatchObject({ code: 'invalid_input' })
  const page = await bob.call(messages.routes.history, { roomId: room.id, threadId: root.id })
  expect(page.items.map(one => [one.id, one.gone !== undefined])).toEqual([
    [root.id, true],
    [first.id, false],
  ])
  expect((await inbox(bob)).items).toMatchObject([
    { root: { gone: { why: 'deleted' } }, last: { id: first.id } },
  ])
})

test('a device that was away learns by sync what was said in threads, and its places in them', async () => {
  const { alice, bob, room, root } = await aThread(app)
  await until(async () => (await inbox(alice)).items.length === 1)
  const { since } = await alice.call(conversations.routes.sync, { rooms: {} })
  const { rev } = await alice.call(messages.routes.get, { messageId: root.id })
  const said = await reply(bob, root, 'meanwhile')
  await counted(alice, root.id, 2)
  await alice.call(routes.read, { rootId: root.id, seq: said.seq })
  const changes = await alice.call(conversations.routes.sync, { rooms: { [room.id]: rev }, since })
  expect(changes.rooms[0]!.messages.map(one => one.id)).toEqual([said.id, root.id])
  const row = changes.own.threads!.rows.find(one => one.id === root.id)!
  expect(threadSeats.read(row)!.readSeq).toBeGreaterThanOrEqual(said.seq)
})

test('what a crash left undone of a reply is done by the sweep', async () => {
  const { alice, bob, root, first } = await aThread(app)
  await counted(alice, root.id, 1)
  await ThreadSeats.deleteMany({ rootId: root.id })
  await Messages.updateOne({ _id: root.id }, { $set: { facets: {} } })
  await Messages.updateOne({ _id: first.id }, { $set: { todo: [service.todo.said] } })
  await sweep(ctx())
  expect(await summaryOf(bob, root.id)).toMatchObject({ count: 1 })
  expect((await inbox(alice)).items).toHaveLength(1)
  expect((await inbox(bob)).items).toHaveLength(1)
})

test('a thousand threads are the most to follow; answering in one more lets go of the oldest place', async () => {
  const { bob, root, room } = await aThread(app)
  const { message: other } = await aMessage(app)
  expect(other.roomId).not.toBe(room.id)
  await until(async () => (await inbox(bob)).items.length === 1)
  const place = { userId: bob.id, roomId: room.id, readSeq: 0, level: 'all', following: true, gone: false }
  await ThreadSeats.insertMany(
    Array.from({ length: 999 }, (_, n) => ({
      ...place,
      _id: `${bob.id}:old-${n}`,
      rootId: `old-${n}`,
      version: 1,
      changedAt: new Date(2020, 0, 1, 0, 0, n),
    })),
  )
  const next = await bob.call(messages.routes.send, { roomId: room.id, content: { text: 'mine' } })
  await expect(bob.call(routes.follow, { rootId: next.id })).rejects.toMatchObject({
    code: 'too_many_threads',
  })
  await reply(bob, next, 'in one more')
  await until(async () => (await inbox(bob)).items.length === 2)
  expect(await ThreadSeats.countDocuments({ userId: bob.id, gone: false })).toBe(1000)
  expect(await ThreadSeats.findById(`${bob.id}:old-0`).lean()).toMatchObject({ gone: true })
  expect(root.id).not.toBe(next.id)
})

test('who is erased has no place in any thread', async () => {
  const { alice, bob } = await aThread(app)
  await until(async () => (await inbox(alice)).items.length === 1)
  expect(await service.personal.export(bob.id)).toMatchObject([{ following: true }])
  await service.personal.erase(ctx(), bob.id)
  expect(await ThreadSeats.countDocuments({ userId: bob.id })).toBe(0)
})
