import { expect, test, afterAll, beforeAll } from '@jest/globals'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { mostPins, pin, pins } from '@community-chat/shared/capabilities/pins/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, callHttp, type TestPerson } from '../../testing/person'
import { aMessage } from '../messages/factory'
import { Pins } from './model'
import * as service from './service'
import { sweep } from './telling'

const { routes } = pins
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const say = (person: TestPerson, roomId: string, text: string) =>
  person.call(messages.routes.send, { roomId, content: { text } })
const pinnedIn = async (person: TestPerson, roomId: string) =>
  (await person.call(routes.list, { roomId })).items.map(one => one.id)

test('a pin is on the message for everyone, with who and when, and the room is told in a note', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  const changed = bob.next(messages.pushes.updated)
  const noted = bob.next(messages.pushes.created, one => {
    const content = one.message.content as { event?: string }
    return content.event === 'message_pinned'
  })
  const answer = await alice.ask(routes.add, { messageId: message.id })
  expect(pin.of(answer)).toEqual({ by: alice.id, at: expect.any(String) })
  const change = await changed
  expect([change.cause, pin.of(change.message)]).toEqual([{ facet: 'pin', by: alice.id }, pin.of(answer)])
  expect((await noted).message.content).toEqual({
    event: 'message_pinned',
    actorId: alice.id,
    subjectIds: [],
    data: { messageId: message.id, seq: message.seq },
  })
  expect(await pinnedIn(bob, room.id)).toEqual([message.id])
})

test('pinning twice is one pin and one note; the note does not count as unread', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  await bob.call(conversations.routes.markRead, { roomId: room.id, seq: message.seq })
  const first = await alice.call(routes.add, { messageId: message.id })
  const again = await Promise.all([1, 2, 3].map(() => alice.call(routes.add, { messageId: message.id })))
  for (const one of again) expect(pin.of(one)).toEqual(pin.of(first))
  const { items } = await bob.call(messages.routes.history, { roomId: room.id })
  expect(items.filter(one => (one.content as { event?: string })?.event === 'message_pinned')).toHaveLength(1)
  const list = (await bob.call(conversations.routes.list, {})).items
  expect(list.find(one => one.room.id === room.id)).toMatchObject({ unread: 0 })
})

test('a pin is taken off by whoever may pin, for everyone', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  await alice.call(rooms.routes.setRole, { roomId: room.id, userId: bob.id, role: 'moderator' })
  await alice.call(routes.add, { messageId: message.id })
  const heard = alice.next(messages.pushes.updated, one => pin.of(one.message) === null)
  const answer = await bob.ask(routes.remove, { messageId: message.id })
  expect(pin.of(answer)).toBeNull()
  expect((await heard).cause).toEqual({ facet: 'pin', by: bob.id })
  expect(pin.of(await bob.call(routes.remove, { messageId: message.id }))).toBeNull()
  expect(await pinnedIn(alice, room.id)).toEqual([])
  expect(await Pins.countDocuments({ roomId: room.id })).toBe(0)
  expect(pin.of(await bob.call(routes.add, { messageId: message.id }))).toMatchObject({ by: bob.id })
})

test('a member, a stranger, someone removed and someone signed out pin nothing', async () => {
  const { alice, bob, stranger, room, message } = await aMessage(app)
  const input = { messageId: message.id }
  for (const route of [routes.add, routes.remove]) {
    await expect(bob.call(route, input)).rejects.toMatchObject({ code: 'forbidden', status: 403 })
    await expect(stranger.call(route, input)).rejects.toMatchObject({ code: 'not_found', status: 404 })
    await expect(callHttp(app, route, input)).rejects.toMatchObject({ status: 401 })
  }
  await expect(stranger.call(routes.list, { roomId: room.id })).rejects.toMatchObject({ code: 'not_found' })
  await alice.call(rooms.routes.setRole, { roomId: room.id, userId: bob.id, role: 'moderator' })
  await alice.call(rooms.routes.removeMember, { roomId: room.id, userId: bob.id })
  await expect(bob.call(routes.add, input)).rejects.toMatchObject({ code: 'not_found' })
  expect(await pinnedIn(alice, room.id)).toEqual([])
})

test('between two people both pin, and the note stands there too', async () => {
  const { alice, bob } = await aMessage(app)
  const direct = await alice.call(rooms.routes.openDirect, { userId: bob.id })
  const said = await say(alice, direct.id, 'our place')
  expect(pin.of(await bob.call(routes.add, { messageId: said.id }))).toMatchObject({ by: bob.id })
  const { items } = await alice.call(messages.routes.history, { roomId: direct.id })
  expect(items.at(-1)!.content).toMatchObject({ event: 'message_pinned', actorId: bob.id })
  await alice.call(routes.remove, { messageId: said.id })
  expect(await pinnedIn(bob, direct.id)).toEqual([])
})

test('notes, what is gone, what vanishes and what stands only in a thread are not pinned', async () => {
  const { alice, room, message } = await aMessage(app)
  const { items } = await alice.call(messages.routes.history, { roomId: room.id })
  const content = { text: 'x' }
  const send = (fields: object) => alice.call(messages.routes.send, { roomId: room.id, content, ...fields })
  const aside = await send({ threadId: message.id })
  const fleeting = await send({ expiresAfter: 3600 })
  const gone = await send({})
  await alice.call(messages.routes.remove, { messageId: gone.id })
  const note = items.find(one => one.type === 'system')!
  for (const { id: messageId } of [aside, fleeting, gone, note])
    await expect(alice.call(routes.add, { messageId })).rejects.toMatchObject({
      code: 'not_pinnable',
      status: 409,
    })
})

test('what is taken away loses its pin, and its place is free', async () => {
  const { alice, room, message } = await aMessage(app)
  await alice.call(routes.add, { messageId: message.id })
  await alice.call(messages.routes.remove, { messageId: message.id })
  expect(await pinnedIn(alice, room.id)).toEqual([])
  expect(await Pins.countDocuments({ roomId: room.id })).toBe(0)
})

test('of sixty pinned at once exactly fifty are, last pinned first', async () => {
  const { alice, room } = await aMessage(app)
  const said = await Promise.all(Array.from({ length: mostPins + 10 }, (_, i) => say(alice, room.id, `${i}`)))
  const tried = await Promise.allSettled(said.map(({ id }) => alice.call(routes.add, { messageId: id })))
  const refused = tried.filter(one => one.status === 'rejected')
  for (const one of refused) expect(one.reason).toMatchObject({ code: 'too_many_pins', status: 409 })
  expect(refused).toHaveLength(10)
  const { items, next } = await alice.call(routes.list, { roomId: room.id, limit: 100 })
  expect([items.length, next]).toEqual([mostPins, null])
  const times = items.map(one => pin.of(one)!.at)
  expect(times).toEqual(times.toSorted().toReversed())
  expect(new Set((await Pins.find({ roomId: room.id })).map(one => one.slot)).size).toBe(mostPins)
  await alice.call(routes.remove, { messageId: items[7]!.id })
  const left = said.find(({ id }) => items.every(one => one.id !== id))!
  expect(pin.of(await alice.call(routes.add, { messageId: left.id }))).not.toBeNull()
})

test('a newcomer who may not read what was said before sees none of its pins', async () => {
  const { alice, bob } = await aMessage(app)
  const settings = { history: 'joined' as const, invites: 'members' as const }
  const room = await alice.call(rooms.routes.create, { name: 'late', memberIds: [bob.id], settings })
  const early = await say(alice, room.id, 'early')
  await alice.call(routes.add, { messageId: early.id })
  const carol = await aPerson(app, 'carol')
  await alice.call(rooms.routes.addMember, { roomId: room.id, userId: carol.id })
  const late = await say(alice, room.id, 'late')
  await alice.call(routes.add, { messageId: late.id })
  expect(await pinnedIn(carol, room.id)).toEqual([late.id])
  expect(await pinnedIn(bob, room.id)).toEqual([late.id, early.id])
})

test('what a crash left untold is told by the sweep, with its note', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  const at = new Date(Date.now() - 60_000)
  const row = { roomId: room.id, seq: message.seq, slot: 0, by: alice.id, at, on: true, changedAt: at }
  await Pins.create({ _id: message.id, ...row, applied: false, turn: 'turn' })
  const ctx = app.kernel.contextFor({ authorized: true })
  for (const _ of [1, 2]) await sweep(ctx)
  const get = () => bob.call(messages.routes.get, { messageId: message.id })
  expect(pin.of(await get())).toEqual({ by: alice.id, at: at.toISOString() })
  const { items } = await bob.call(messages.routes.history, { roomId: room.id })
  expect(items.filter(one => (one.content as { event?: string })?.event === 'message_pinned')).toHaveLength(1)
  await Pins.updateOne({ _id: message.id }, { $set: { on: false, applied: false, changedAt: at } })
  await sweep(ctx)
  expect([pin.of(await get()), await Pins.countDocuments({ _id: message.id })]).toEqual([null, 0])
})

test('who is erased pinned nothing; what they pinned stays pinned', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  await alice.call(routes.add, { messageId: message.id })
  expect(await service.personal.export(alice.id)).toMatchObject([{ _id: message.id, roomId: room.id }])
  await service.personal.erase(app.kernel.contextFor({ authorized: true }), alice.id)
  const [kept] = (await bob.call(routes.list, { roomId: room.id })).items
  expect(pin.of(kept!)).toMatchObject({ by: null })
  expect(await service.personal.export(alice.id)).toEqual([])
})
