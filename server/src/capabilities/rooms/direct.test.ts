import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, connect, somePeople, type TestPerson } from '../../testing/person'
import { Members, Rooms } from './model'

const { routes } = rooms
let app: TestApp
let people: { alice: TestPerson; bob: TestPerson; stranger: TestPerson }
beforeAll(async () => {
  app = await openTestApp()
  people = await somePeople(app)
})
afterAll(() => app.close())

test('a direct room is one per pair, from either side and however often it is opened', async () => {
  const { alice, bob } = people
  const opened = [
    await alice.call(routes.openDirect, { userId: bob.id }),
    await bob.call(routes.openDirect, { userId: alice.id }),
    await alice.ask(routes.openDirect, { userId: bob.id }),
  ]
  expect(new Set(opened.map(one => one.id)).size).toBe(1)
  expect(opened[0]).toMatchObject({
    type: 'direct_message',
    visibility: 'private',
    memberCount: 2,
    maxMembers: 2,
  })
  expect(opened[0]!.peer?.id).toBe(bob.id)
  expect(opened[1]!.peer?.id).toBe(alice.id)
})

test('opened from both sides at once, many times over, it is still one', async () => {
  const crowd = await Promise.all(Array.from({ length: 6 }, (_, i) => aPerson(app, `pair-${i}`)))
  const pairs = crowd.flatMap((one, i) => crowd.slice(i + 1).map(other => [one, other] as const))
  for (const [one, other] of pairs) {
    const opened = await Promise.all(
      [1, 2, 3].flatMap(() => [
        one.call(routes.openDirect, { userId: other.id }),
        other.ask(routes.openDirect, { userId: one.id }),
      ]),
    )
    expect(new Set(opened.map(room => room.id)).size).toBe(1)
    const roomId = opened[0]!.id
    expect(await Members.countDocuments({ roomId, left: false })).toBe(2)
    expect((await one.call(routes.get, { roomId })).memberCount).toBe(2)
  }
  expect(
    await Rooms.countDocuments({ pair: { $exists: true }, creatorId: { $in: crowd.map(one => one.id) } }),
  ).toBe(pairs.length)
})

test('both find it in their list, and hear what is said there', async () => {
  const { alice, stranger } = people
  const came = stranger.next(conversations.pushes.changed)
  const room = await alice.call(routes.openDirect, { userId: stranger.id })
  expect((await came).conversation.room).toMatchObject({ id: room.id, peer: { id: alice.id } })
  const heard = stranger.next(messages.pushes.created)
  await alice.call(messages.routes.send, { roomId: room.id, content: { text: 'hi' } })
  expect((await heard).message.roomId).toBe(room.id)
})

test('nobody else may know of it, come into it, be brought in, or put anyone out; nobody leaves or renames it', async () => {
  const { alice, bob, stranger } = people
  const { id: roomId } = await alice.call(routes.openDirect, { userId: bob.id })
  await expect(stranger.call(routes.get, { roomId })).rejects.toMatchObject({ code: 'not_found' })
  await expect(stranger.call(routes.join, { roomId })).rejects.toMatchObject({ code: 'not_found' })
  const fixed = [
    alice.call(routes.addMember, { roomId, userId: stranger.id }),
    alice.call(routes.removeMember, { roomId, userId: bob.id }),
    alice.call(routes.setRole, { roomId, userId: bob.id, role: 'owner' }),
    alice.call(routes.leave, { roomId }),
  ]
  const refused = { code: 'direct_is_fixed', status: 409 }
  await Promise.all(fixed.map(one => expect(one).rejects.toMatchObject(refused)))
  const rename = alice.call(routes.update, { roomId, version: 1, name: 'ours' })
  await expect(rename).rejects.toMatchObject({ code: 'forbidden' })
})

test('with oneself it is a room of one, the same however often and at once it is opened', async () => {
  const { alice, stranger } = people
  const opened = await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      (i % 2 ? alice.call : alice.ask)(routes.openDirect, { userId: alice.id }),
    ),
  )
  expect(new Set(opened.map(room => room.id)).size).toBe(1)
  expect(opened[0]).toMatchObject({ type: 'direct_message', memberCount: 1, maxMembers: 1, peer: null })
  const roomId = opened[0]!.id
  expect(await Rooms.countDocuments({ pair: `${alice.id}:${alice.id}` })).toBe(1)
  const device = await connect(app, alice.session)
  const heard = device.next(messages.pushes.created)
  await alice.call(messages.routes.send, { roomId, content: { text: 'remember the milk' } })
  expect((await heard).message.roomId).toBe(roomId)
  const { items } = await alice.call(conversations.routes.list, {})
  expect(items.find(({ room }) => room.id === roomId)).toMatchObject({ unread: 0, room: { peer: null } })
  const refused = { code: 'direct_is_fixed', status: 409 }
  await expect(alice.call(routes.leave, { roomId })).rejects.toMatchObject(refused)
  const added = alice.call(routes.addMember, { roomId, userId: stranger.id })
  await expect(added).rejects.toMatchObject(refused)
  await expect(stranger.call(routes.get, { roomId })).rejects.toMatchObject({ code: 'not_found' })
  await expect(stranger.call(routes.join, { roomId })).rejects.toMatchObject({ code: 'not_found' })
})

test('a direct room with nobody is refused', async () => {
  const { alice } = people
  await expect(alice.call(routes.openDirect, { userId: 'nobody-has-this-id' })).rejects.toMatchObject({
    code: 'not_found',
  })
})

test('a direct room cannot be made as an ordinary room', async () => {
  const type = 'direct_message' as 'group_chat'
  await expect(people.alice.call(routes.create, { name: 'x', type })).rejects.toMatchObject({
    code: 'invalid_input',
  })
})
