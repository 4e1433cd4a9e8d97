import { blocks } from '@community-chat/shared/capabilities/blocks/contract'
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { expiry, vanishes } from '@community-chat/shared/capabilities/expiry/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { connect, somePeople, type TestPerson } from '../../testing/person'
import { pause } from '../../testing/raw'
import { Messages } from '../messages/model'
import { flush, look, sweep } from './timers'

const { routes, pushes } = messages
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())
const system = () => app.kernel.contextFor({ authorized: true })

/** A direct room of alice and bob. */
async function twoPeople() {
  const { alice, bob, stranger } = await somePeople(app)
  const room = await alice.call(rooms.routes.openDirect, { userId: bob.id })
  return { alice, bob, stranger, room, roomId: room.id }
}
const say = (person: TestPerson, roomId: string, expiresAfter?: number, text = 'for your eyes') =>
  person.call(routes.send, { roomId, content: { text }, ...(expiresAfter ? { expiresAfter } : {}) })
const readBy = async (person: TestPerson, roomId: string, seq: number) => {
  await person.call(conversations.routes.markRead, { roomId, seq })
  await flush(system())
}
const stateOf = async (person: TestPerson, messageId: string) =>
  expiry.of(await person.call(routes.get, { messageId }))
/** Makes a message's time be over. */
const makeDue = (messageId: string) =>
  Messages.updateOne(
    { _id: messageId },
    { $set: { 'facets.expiry.endsAt': new Date(Date.now() - 10).toISOString() } },
  )

test('the time of a message begins when the other one has read it, not when its sender has', async () => {
  const { alice, bob, roomId } = await twoPeople()
  const message = await say(alice, roomId, 60)
  expect(vanishes(message)).toBe(true)
  await readBy(alice, roomId, message.seq)
  expect(expiry.of(message)).toEqual({ seconds: 60, endsAt: null })
  expect(await stateOf(alice, message.id)).toEqual({ seconds: 60, endsAt: null })
  const heard = alice.next(pushes.updated)
  const before = Date.now()
  await readBy(bob, roomId, message.seq)
  const begun = expiry.of((await heard).message)!
  const lasts = Date.parse(begun.endsAt!) - before
  expect(lasts).toBeGreaterThan(59_000)
  expect(lasts).toBeLessThan(70_000)
  await readBy(bob, roomId, message.seq + 1)
  expect(await stateOf(bob, message.id)).toEqual(begun)
})

test('who answers has read; reading what stands before it begins nothing', async () => {
  const { alice, bob, roomId } = await twoPeople()
  const first = await say(alice, roomId)
  const message = await say(alice, roomId, 60)
  await readBy(bob, roomId, first.seq)
  expect((await stateOf(bob, message.id))?.endsAt).toBeNull()
  await say(bob, roomId, undefined, 'answer')
  await flush(system())
  expect((await stateOf(bob, message.id))?.endsAt).not.toBeNull()
})

test('when its time is over nothing of it is left, on any device or in the store', async () => {
  const { alice, bob, roomId } = await twoPeople()
  const device = await connect(app, bob.session)
  const message = await say(alice, roomId, 60, 'burn this')
  await alice.call(routes.edit, { messageId: message.id, content: { text: 'burn this too' } })
  await readBy(bob, roomId, message.seq)
  await makeDue(message.id)
  const heard = [alice, bob, device].map(one => one.next(pushes.deleted))
  await look(system())
  for (const one of await Promise.all(heard))
    expect(one.message).toMatchObject({ id: message.id, content: null, facets: {}, gone: { why: 'expired' } })
  const stored = await Messages.collection.findOne({ _id: message.id as never })
  expect(JSON.stringify(stored)).not.toContain('burn')
  const { items } = await bob.call(routes.history, { roomId })
  expect(items.map(one => one.id)).not.toContain(message.id)
  const { rooms: changed } = await bob.call(conversations.routes.sync, { rooms: { [roomId]: message.rev } })
  expect(changed[0]!.messages.map(one => one.gone?.why)).toEqual(['expired'])
  await look(system())
})

test('a near end needs no look: it has a timer', async () => {
  const { alice, bob, roomId } = await twoPeople()
  const message = await say(alice, roomId, 5)
  await readBy(bob, roomId, message.seq)
  await pause(2000)
  expect((await bob.call(routes.get, { messageId: message.id })).gone).toBeUndefined()
  const gone = bob.next(pushes.deleted)
  expect((await gone).message.gone?.why).toBe('expired')
}, 15_000)

test('what a crash left unstarted is started by the sweep, where someone who was there has read it', async () => {
  const { alice, bob, stranger } = await somePeople(app)
  const room = await alice.call(rooms.routes.create, { name: 'two', memberIds: [bob.id] })
  const message = await say(alice, room.id, 60)
  await alice.call(rooms.routes.addMember, { roomId: room.id, userId: stranger.id })
  await sweep(system())
  expect((await stateOf(alice, message.id))?.endsAt).toBeNull()
  await bob.call(conversations.routes.markRead, { roomId: room.id, seq: message.seq })
  await sweep(system())
  expect((await stateOf(alice, message.id))?.endsAt).not.toBeNull()
})

test('what is taken away before its time ends as what it was', async () => {
  const { alice, bob, roomId } = await twoPeople()
  const message = await say(alice, roomId, 60)
  await readBy(bob, roomId, message.seq)
  await makeDue(message.id)
  await Promise.all([alice.call(routes.remove, { messageId: message.id }), look(system()), look(system())])
  const { gone } = await bob.call(routes.get, { messageId: message.id })
  expect(['deleted', 'expired']).toContain(gone?.why)
  await look(system())
  expect((await bob.call(routes.get, { messageId: message.id })).gone).toEqual(gone)
})

test('either of two people sets how long everything lives, and that alone; the room says so', async () => {
  const { alice, bob, room, roomId } = await twoPeople()
  const noted = alice.next(pushes.created)
  const set = await bob.call(rooms.routes.update, {
    roomId,
    version: room.version,
    settings: { expiresAfter: 300 },
  })
  expect(set.settings.expiresAfter).toBe(300)
  expect((await noted).message.content).toEqual({
    event: 'expiry_changed',
    actorId: bob.id,
    subjectIds: [],
    data: { seconds: 300 },
  })
  expect(expiry.of(await say(alice, roomId))?.seconds).toBe(300)
  expect(expiry.of(await say(alice, roomId, 30))?.seconds).toBe(30)
  for (const change of [
    { name: 'ours' },
    { settings: { expiresAfter: 0, invites: 'members' as const } },
    { topic: 'x', settings: { expiresAfter: 0 } },
  ])
    await expect(
      alice.call(rooms.routes.update, { roomId, version: set.version, ...change }),
    ).rejects.toMatchObject({
      code: 'forbidden',
    })
  await bob.call(blocks.routes.block, { userId: alice.id })
  await expect(
    alice.call(rooms.routes.update, { roomId, version: set.version, settings: { expiresAfter: 0 } }),
  ).rejects.toMatchObject({ status: 403 })
})

test('a stranger and a member without the right set nothing', async () => {
  const { alice, bob, stranger } = await somePeople(app)
  const room = await alice.call(rooms.routes.create, { name: 'group', memberIds: [bob.id] })
  const change = { roomId: room.id, version: 1, settings: { expiresAfter: 300 } }
  await expect(bob.call(rooms.routes.update, change)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(stranger.call(rooms.routes.update, change)).rejects.toMatchObject({ code: 'not_found' })
  await alice.call(rooms.routes.update, change)
  expect(vanishes(await say(bob, room.id))).toBe(true)
})

test('a time that is too short or too long is refused by name', async () => {
  const { alice, roomId } = await twoPeople()
  for (const seconds of [1, 604_801])
    await expect(say(alice, roomId, seconds)).rejects.toMatchObject({
      code: 'invalid_input',
      data: { issues: [expect.objectContaining({ path: 'expiresAfter' })] },
    })
})
