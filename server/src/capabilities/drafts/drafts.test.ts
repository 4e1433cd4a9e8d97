import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { draftRows, drafts } from '@community-chat/shared/capabilities/drafts/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { callHttp, connect, type TestPerson } from '../../testing/person'
import { aMessage } from '../messages/factory'
import { aRoom } from '../rooms/factory'
import { Drafts } from './model'
import { personal } from './service'

const { routes } = drafts
const { pushes } = conversations
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const synced = async (person: TestPerson, since?: string) =>
  (await person.call(conversations.routes.sync, { rooms: {}, ...(since ? { since } : {}) })).own.drafts

test('what I begin on one device goes on on the other, by push and by sync, and nobody else learns of it', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  const { since } = await bob.call(conversations.routes.list, {})
  const device = await connect(app, bob.session)
  const told = device.next(pushes.own)
  const row = await bob.call(routes.save, { roomId: room.id, text: ' well, ', replyTo: message.id })
  expect(await told).toEqual({ name: 'drafts', rows: [row] })
  expect(draftRows.read(row)).toEqual({
    roomId: room.id,
    text: ' well, ',
    replyTo: message.id,
    at: row.changedAt,
  })
  expect(await synced(device, since)).toEqual({ rows: [row], full: false })
  expect((await synced(alice))!.rows).toEqual([])
  expect(alice.frames.filter(({ type }) => type === 'own_updated')).toEqual([])
})

test('the later writing stands, with a higher version; what it does not name is gone from it', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  const mentions = [{ userId: alice.id, at: 0, length: 6 }]
  const first = { roomId: room.id, text: '@alice', mentions, replyTo: message.id }
  const one = await bob.call(routes.save, first)
  expect(draftRows.read(one)).toMatchObject(first)
  const two = await bob.ask(routes.save, { roomId: room.id, text: 'no, wait' })
  expect(two.version).toBe(one.version + 1)
  expect(draftRows.read(two)).toEqual({ roomId: room.id, text: 'no, wait', at: two.changedAt })
})

test('a room and a thread of it have drafts of their own', async () => {
  const { bob, room, message } = await aMessage(app)
  const inRoom = await bob.call(routes.save, { roomId: room.id, text: 'to all' })
  const inThread = await bob.call(routes.save, { roomId: room.id, threadId: message.id, text: 'to some' })
  expect([inRoom.id, inThread.id]).toEqual([room.id, message.id])
  expect(draftRows.read(inThread)).toMatchObject({ roomId: room.id, threadId: message.id, text: 'to some' })
  await bob.call(routes.save, { roomId: room.id, threadId: message.id, text: '' })
  expect((await synced(bob))!.rows.map(({ id }) => id)).toEqual([room.id])
})

test('an empty text clears it everywhere and leaves nothing behind; what never was leaves no trace', async () => {
  const { bob, room } = await aRoom(app)
  const device = await connect(app, bob.session)
  const nothing = await bob.call(routes.save, { roomId: room.id, text: '' })
  expect(nothing).toMatchObject({ id: room.id, version: 0, gone: true, data: null })
  expect(await Drafts.countDocuments({ userId: bob.id })).toBe(0)
  const { version } = await bob.call(routes.save, { roomId: room.id, text: 'a secret' })
  const told = device.next(pushes.own)
  const gone = await bob.call(routes.save, { roomId: room.id, text: '' })
  expect(gone).toMatchObject({ version: version + 1, gone: true, data: null })
  expect((await told).rows).toEqual([gone])
  expect(JSON.stringify(await Drafts.find({ userId: bob.id }).lean())).not.toContain('secret')
})

test('a stranger, someone removed and someone signed out begin nothing there', async () => {
  const { alice, bob, stranger, room } = await aRoom(app)
  const draft = { roomId: room.id, text: 'let me in' }
  await alice.call(rooms.routes.removeMember, { roomId: room.id, userId: bob.id })
  for (const person of [stranger, bob])
    await expect(person.call(routes.save, draft)).rejects.toMatchObject({ code: 'not_found', status: 404 })
  await expect(callHttp(app, routes.save, draft)).rejects.toMatchObject({ status: 401 })
  const open = await aRoom(app, { type: 'public_room' })
  const outside = open.stranger.call(routes.save, { roomId: open.room.id, text: 'hi' })
  await expect(outside).rejects.toMatchObject({ code: 'forbidden', status: 403 })
  expect(await Drafts.countDocuments({ roomId: { $in: [room.id, open.room.id] } })).toBe(0)
})

test('a thread or an answer of another room is refused by its name, whether it exists or not', async () => {
  const { bob, room } = await aMessage(app)
  const elsewhere = await aMessage(app)
  for (const path of ['threadId', 'replyTo'])
    for (const messageId of [elsewhere.message.id, 'no-such-message'])
      await expect(
        bob.call(routes.save, { roomId: room.id, text: 'x', [path]: messageId }),
      ).rejects.toMatchObject({
        code: 'invalid_input',
        data: { issues: [{ path, message: 'There is no such message in this room.' }] },
      })
  const mine = await elsewhere.alice.call(rooms.routes.create, { name: 'another' })
  const answer = { roomId: mine.id, text: 'x', replyTo: elsewhere.message.id }
  await expect(elsewhere.alice.call(routes.save, answer)).rejects.toMatchObject({ code: 'invalid_input' })
})

test('a draft is as long as a message and no longer', async () => {
  const { bob, room } = await aRoom(app)
  const long = await bob.call(routes.save, { roomId: room.id, text: 'x'.repeat(10_000) })
  expect(draftRows.read(long)?.text).toHaveLength(10_000)
  await expect(bob.call(routes.save, { roomId: room.id, text: 'x'.repeat(10_001) })).rejects.toMatchObject({
    code: 'invalid_input',
    data: { issues: [{ path: 'text' }] },
  })
})

test('the thousand and first draft is refused; one that is there may change, and a cleared one makes room', async () => {
  const { alice, room } = await aRoom(app)
  await Drafts.insertMany(
    Array.from({ length: 999 }, (_, i) => ({
      _id: `${alice.id}:room-${i}`,
      userId: alice.id,
      version: 1,
      gone: false,
      roomId: `room-${i}`,
      text: 'begun',
    })),
  )
  const { id: otherId } = await alice.call(rooms.routes.create, { name: 'other' })
  await alice.call(routes.save, { roomId: room.id, text: 'the last' })
  const more = { roomId: otherId, text: 'one more' }
  await expect(alice.call(routes.save, more)).rejects.toMatchObject({
    code: 'too_many_drafts',
    status: 409,
  })
  await alice.call(routes.save, { roomId: room.id, text: 'the very last' })
  await alice.call(routes.save, { roomId: room.id, text: '' })
  await alice.call(routes.save, more)
})

test('a first writing from two devices at once is one draft', async () => {
  const { bob, room } = await aRoom(app)
  const rows = await Promise.all(
    Array.from({ length: 6 }, (_, i) => bob.call(routes.save, { roomId: room.id, text: `try ${i}` })),
  )
  expect(rows.map(({ version }) => version).toSorted()).toEqual([1, 2, 3, 4, 5, 6])
  expect((await synced(bob))!.rows).toEqual([rows.find(({ version }) => version === 6)])
})

test('who leaves a room leaves what they began there, in its threads too', async () => {
  const { bob, room, message } = await aMessage(app)
  await bob.call(routes.save, { roomId: room.id, text: 'a secret' })
  await bob.call(routes.save, { roomId: room.id, threadId: message.id, text: 'a secret' })
  await bob.call(rooms.routes.leave, { roomId: room.id })
  expect((await synced(bob))!.rows).toEqual([])
  expect(JSON.stringify(await Drafts.find({ userId: bob.id }).lean())).not.toContain('secret')
})

test('what is sent is not cleared by the server: the device that sends says so', async () => {
  const { bob, room } = await aRoom(app)
  await bob.call(routes.save, { roomId: room.id, text: 'another thought' })
  await bob.call(messages.routes.send, { roomId: room.id, content: { text: 'from my other device' } })
  expect(draftRows.read((await synced(bob))!.rows[0]!)?.text).toBe('another thought')
})

test('what I began is mine: exported, and erased', async () => {
  const { bob, room } = await aRoom(app)
  await bob.call(routes.save, { roomId: room.id, text: 'begun' })
  expect(await personal.export(bob.id)).toMatchObject([{ roomId: room.id, text: 'begun' }])
  await personal.erase(null as never, bob.id)
  expect(await Drafts.countDocuments({ userId: bob.id })).toBe(0)
})
