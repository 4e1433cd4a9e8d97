/** From when on a device is told what changed: from when it last looked, by the store's clock. */
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { aRoom } from '../rooms/factory'
import { Members, Rooms } from '../rooms/model'
import { flush } from '../rooms/reading'

const { routes } = conversations
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

/** A room of Alice and Bob, which like all others last changed a while ago, and what Bob's device is told at first. */
async function anOldRoom() {
  const { alice, bob, room } = await aRoom(app)
  const changedAt = new Date(Date.now() - 40_000)
  await Rooms.updateMany({}, { $set: { changedAt } }, { timestamps: false })
  await Members.updateMany({}, { $set: { changedAt } })
  return { alice, bob, room, first: await bob.ask(routes.sync, { rooms: {} }) }
}

test('who has looked is not told again of what changed half a minute before that', async () => {
  const { bob, room, first } = await anOldRoom()
  expect(first.full).toBe(true)
  expect(first.conversations.map(one => one.room.id)).toContain(room.id)
  const { since } = first
  expect(await bob.ask(routes.sync, { rooms: {}, since })).toMatchObject({ full: false, conversations: [] })
})

test('what changed just before that is told twice: it may have been seen late', async () => {
  const { bob, room, first } = await anOldRoom()
  const changedAt = new Date(Date.parse(first.since) - 29_000)
  await Members.updateOne({ roomId: room.id, userId: bob.id }, { $set: { changedAt } })
  const again = await bob.ask(routes.sync, { rooms: {}, since: first.since })
  expect(again).toMatchObject({ full: false, conversations: [{ room: { id: room.id } }] })
})

test('where the store’s clock was set back, a device is told everything anew, and keeps the clock of now', async () => {
  const { bob, room, first } = await anOldRoom()
  const since = new Date(Date.parse(first.since) + 60_000).toISOString()
  const anew = await bob.ask(routes.sync, { rooms: {}, since })
  expect(anew.full).toBe(true)
  expect(anew.conversations.map(one => one.room.id)).toContain(room.id)
  expect(Date.parse(anew.since)).toBeLessThan(Date.parse(since))
})

test('a device’s time never runs back', async () => {
  const { bob, first } = await anOldRoom()
  const since = new Date(Date.parse(first.since) + 20_000).toISOString()
  expect((await bob.ask(routes.sync, { rooms: {}, since })).since).toBe(since)
})

test('what somebody said moves how far they have read, and is no change of their place', async () => {
  const { alice, room } = await anOldRoom()
  const seat = () => Members.findOne({ roomId: room.id, userId: alice.id }).lean()
  const before = await seat()
  const { seq } = await alice.ask(messages.routes.send, { roomId: room.id, content: { text: 'said' } })
  await flush()
  expect(await seat()).toEqual({ ...before, readSeq: seq })
})
