import { blocks } from '@community-chat/shared/capabilities/blocks/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { typing } from '@community-chat/shared/capabilities/typing/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import mongoose from 'mongoose'
import { openTestApp, type TestApp } from '../../testing/app'
import { callHttp, connect, type TestPerson } from '../../testing/person'
import { pause } from '../../testing/raw'
import { aRoom } from '../rooms/factory'
import { Rooms } from '../rooms/model'

const { routes, pushes } = typing
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const heard = (who: TestPerson) =>
  who.frames
    .filter(one => one.type.startsWith('typing_'))
    .map(one => `${one.type} ${one.roomId} ${one.data.userId}`)

test('typing and stopping reach everyone in the room, and nothing is stored', async () => {
  const { alice, bob, room } = await aRoom(app)
  const db = mongoose.connection.db!
  const before = (await db.listCollections().toArray()).map(one => one.name).sort()
  const started = bob.next(pushes.started)
  await alice.ask(routes.set, { roomId: room.id, isTyping: true })
  expect(await started).toEqual({ userId: alice.id })
  const stopped = bob.next(pushes.stopped)
  await alice.ask(routes.set, { roomId: room.id, isTyping: false })
  expect(await stopped).toEqual({ userId: alice.id })
  expect(heard(bob)).toEqual([
    `typing_started ${room.id} ${alice.id}`,
    `typing_stopped ${room.id} ${alice.id}`,
  ])
  expect((await db.listCollections().toArray()).map(one => one.name).sort()).toEqual(before)
})

test('telling it too often is no fault and changes nothing, over the socket and HTTP', async () => {
  const { alice, bob, room } = await aRoom(app)
  for (let i = 0; i < 5; i++) {
    await alice.ask(routes.set, { roomId: room.id, isTyping: true })
    await alice.call(routes.set, { roomId: room.id, isTyping: true })
  }
  await pause(50)
  // The socket is one device, what comes without one another.
  expect(heard(bob)).toHaveLength(2)
})

test('a message of the person stops it, on all their devices', async () => {
  const { alice, bob, room } = await aRoom(app)
  const second = await connect(app, alice.session)
  await alice.ask(routes.set, { roomId: room.id, isTyping: true })
  const stopped = bob.next(pushes.stopped)
  await second.ask(messages.routes.send, { roomId: room.id, content: { text: 'here it is' } })
  expect(await stopped).toEqual({ userId: alice.id })
})

test.each([
  ['a lost socket', ({ bob }: { bob: TestPerson }) => bob.socket.terminate()],
  [
    'leaving the room',
    ({ bob, roomId }: { bob: TestPerson; roomId: string }) => bob.call(rooms.routes.leave, { roomId }),
  ],
])('%s stops it', async (_, go) => {
  const { alice, bob, room } = await aRoom(app)
  await bob.ask(routes.set, { roomId: room.id, isTyping: true })
  const stopped = alice.next(pushes.stopped)
  await go({ bob, roomId: room.id })
  expect(await stopped).toEqual({ userId: bob.id })
})

test.each([
  [100, 1],
  [101, 0],
])('in a room of %i members %i hear of it', async (memberCount, times) => {
  const { alice, bob, room } = await aRoom(app)
  await Rooms.updateOne({ _id: room.id }, { memberCount })
  await alice.ask(routes.set, { roomId: room.id, isTyping: true })
  await pause(50)
  expect(heard(bob)).toHaveLength(times)
})

test('a stranger may not type in a room, and hears nothing of it', async () => {
  const { alice, stranger, room } = await aRoom(app)
  await expect(stranger.ask(routes.set, { roomId: room.id, isTyping: true })).rejects.toMatchObject({
    code: 'not_found',
  })
  await expect(callHttp(app, routes.set, { roomId: room.id, isTyping: true })).rejects.toMatchObject({
    code: 'unauthenticated',
  })
  await alice.ask(routes.set, { roomId: room.id, isTyping: true })
  await pause(50)
  expect([heard(alice), heard(stranger)]).toEqual([[`typing_started ${room.id} ${alice.id}`], []])
})

test('between two of whom one blocked the other nobody hears of it, and nobody is told why', async () => {
  const { alice, bob } = await aRoom(app)
  const room = await alice.call(rooms.routes.openDirect, { userId: bob.id })
  await alice.call(blocks.routes.block, { userId: bob.id })
  for (const one of [alice, bob]) await one.ask(routes.set, { roomId: room.id, isTyping: true })
  await pause(50)
  expect([heard(alice), heard(bob)]).toEqual([[], []])
})
