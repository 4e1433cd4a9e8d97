import { blocks } from '@community-chat/shared/capabilities/blocks/contract'
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import {
  receipts,
  receiptSettings,
  receiptsUpTo,
  settingsId,
} from '@community-chat/shared/capabilities/receipts/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, callHttp, connect, type TestPerson } from '../../testing/person'
import { pause } from '../../testing/raw'
import { aMessage } from '../messages/factory'
import { Rooms } from '../rooms/model'
import { aRoom } from '../rooms/factory'

const { routes, pushes } = receipts
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const read = (person: TestPerson, roomId: string, seq: number) =>
  person.call(conversations.routes.markRead, { roomId, seq })
const say = (person: TestPerson, roomId: string) =>
  person.call(messages.routes.send, { roomId, content: { text: 'said' } })
const heardBy = ({ frames }: TestPerson) =>
  frames.filter(frame => frame.type === pushes.updated.type).map(frame => frame.data)
const readersOf = async (person: TestPerson, messageId: string) => {
  const page = await person.call(routes.readers, { messageId })
  const unread = await person.call(routes.readers, { messageId, of: 'unread' })
  expect([page.items.length, unread.items.length]).toEqual([page.read, page.unread])
  return { read: page.items.map(one => one.id), unread: unread.items.map(one => one.id) }
}

test('the author is told when the other has read, and not when it only arrived', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  const positionOf = async () =>
    (await alice.call(routes.positions, { roomId: room.id })).positions[bob.id] ?? 0
  expect(await positionOf()).toBeLessThan(message.seq)
  expect(await readersOf(alice, message.id)).toEqual({ read: [], unread: [bob.id] })
  await pause(500)
  expect(heardBy(alice)).toEqual([])
  const told = alice.next(pushes.updated)
  await read(bob, room.id, message.seq)
  expect(await told).toEqual({ roomId: room.id, positions: { [bob.id]: message.seq } })
  expect(await positionOf()).toBe(message.seq)
  expect(await readersOf(alice, message.id)).toEqual({ read: [bob.id], unread: [] })
  expect(heardBy(bob).flatMap(({ positions }) => Object.keys(positions))).not.toContain(bob.id)
})

test('who answers has read, which the answer itself tells', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  const answer = await say(bob, room.id)
  expect((await alice.call(routes.positions, { roomId: room.id })).positions).toEqual({
    [bob.id]: answer.seq,
  })
  expect((await readersOf(alice, message.id)).read).toEqual([bob.id])
  await pause(700)
  expect(heardBy(alice)).toEqual([])
})

test('what moves within two seconds is one push', async () => {
  const { alice, bob, room } = await aRoom(app)
  const carol = await aPerson(app, 'carol')
  await alice.call(rooms.routes.addMember, { roomId: room.id, userId: carol.id })
  const said: number[] = []
  for (let i = 0; i < 6; i++) said.push((await say(alice, room.id)).seq)
  const last = said.at(-1)!
  const first = alice.next(pushes.updated, ({ positions }) => positions[bob.id] === said[0])
  await read(bob, room.id, said[0]!)
  await first
  const before = heardBy(alice).length
  const next = alice.next(pushes.updated, ({ positions }) => positions[carol.id] === last)
  await Promise.all(said.slice(1).flatMap(seq => [read(bob, room.id, seq), read(carol, room.id, seq)]))
  expect(await next).toEqual({ roomId: room.id, positions: { [bob.id]: last, [carol.id]: last } })
  expect(heardBy(alice)).toHaveLength(before + 1)
})

test('who does not tell is not told, on all of their devices, and both come back', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  const device = await connect(app, bob.session)
  const told = device.next(conversations.pushes.own)
  const row = await bob.call(routes.set, { send: false })
  expect(receiptSettings.read(row)).toEqual({ send: false })
  expect(await told).toMatchObject({ name: 'receipts', rows: [{ id: settingsId, data: { send: false } }] })
  await read(bob, room.id, message.seq)
  const answer = await say(bob, room.id)
  await read(alice, room.id, answer.seq)
  await pause(700)
  expect([heardBy(alice), heardBy(bob)]).toEqual([[], []])
  expect(await alice.call(routes.positions, { roomId: room.id })).toEqual({ positions: {}, since: {} })
  expect(await bob.call(routes.positions, { roomId: room.id })).toEqual({ positions: {}, since: {} })
  expect(await readersOf(alice, message.id)).toEqual({ read: [], unread: [] })
  expect(await readersOf(bob, answer.id)).toEqual({ read: [], unread: [] })
  await bob.call(routes.set, { send: true })
  expect((await readersOf(alice, message.id)).read).toEqual([bob.id])
  expect((await readersOf(bob, answer.id)).read).toEqual([alice.id])
})

test('between two of whom one blocked the other nothing is told', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  await bob.call(blocks.routes.block, { userId: alice.id })
  await read(bob, room.id, message.seq)
  await pause(700)
  expect(heardBy(alice)).toEqual([])
  for (const one of [alice, bob])
    expect((await one.call(routes.positions, { roomId: room.id })).positions).toEqual({})
  expect(await readersOf(alice, message.id)).toEqual({ read: [], unread: [] })
})

test('who came later has neither read nor missed what was said before', async () => {
  const { alice, stranger, room, message } = await aMessage(app)
  await alice.call(rooms.routes.addMember, { roomId: room.id, userId: stranger.id })
  await read(stranger, room.id, 1e6)
  const lists = await readersOf(alice, message.id)
  expect([...lists.read, ...lists.unread]).not.toContain(stranger.id)
  const { since } = await alice.call(routes.positions, { roomId: room.id })
  expect(Date.parse(since[stranger.id]!)).toBeGreaterThan(Date.parse(message.createdAt))
})

test('a room of more than 200 tells nobody', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  await Rooms.updateOne({ _id: room.id }, { $set: { memberCount: receiptsUpTo + 1 } })
  const refusal = { code: 'room_too_large', status: 409 }
  await expect(alice.call(routes.positions, { roomId: room.id })).rejects.toMatchObject(refusal)
  await expect(alice.call(routes.readers, { messageId: message.id })).rejects.toMatchObject(refusal)
  await read(bob, room.id, message.seq)
  await pause(700)
  expect(heardBy(alice)).toEqual([])
  await Rooms.updateOne({ _id: room.id }, { $set: { memberCount: receiptsUpTo } })
  expect((await readersOf(alice, message.id)).read).toEqual([bob.id])
})

test('only the author asks who read, and only of what may be read', async () => {
  const { alice, bob, stranger, room, message } = await aMessage(app)
  await expect(bob.call(routes.readers, { messageId: message.id })).rejects.toMatchObject({
    code: 'forbidden',
  })
  await expect(stranger.call(routes.readers, { messageId: message.id })).rejects.toMatchObject({
    code: 'not_found',
  })
  await expect(stranger.call(routes.positions, { roomId: room.id })).rejects.toMatchObject({
    code: 'not_found',
  })
  const aside = await alice.call(messages.routes.send, {
    roomId: room.id,
    content: { text: 'aside' },
    threadId: message.id,
  })
  await alice.call(messages.routes.remove, { messageId: message.id })
  for (const { id: messageId } of [message, aside])
    await expect(alice.call(routes.readers, { messageId })).rejects.toMatchObject({ code: 'no_receipts' })
  await expect(callHttp(app, routes.set, { send: false })).rejects.toMatchObject({ status: 401 })
  await expect(alice.call(routes.set, { send: 'no' } as never)).rejects.toMatchObject({
    data: { issues: [{ path: 'send' }] },
  })
})

test('who has gone is told nothing more', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  await alice.call(rooms.routes.removeMember, { roomId: room.id, userId: bob.id })
  const carol = await aPerson(app, 'carol')
  await alice.call(rooms.routes.addMember, { roomId: room.id, userId: carol.id })
  const { seq } = await say(alice, room.id)
  await read(carol, room.id, seq)
  await pause(700)
  expect(heardBy(bob)).toEqual([])
  expect(Object.keys((await alice.call(routes.positions, { roomId: room.id })).positions)).toEqual([carol.id])
  expect(await readersOf(alice, message.id)).toEqual({ read: [], unread: [] })
})
