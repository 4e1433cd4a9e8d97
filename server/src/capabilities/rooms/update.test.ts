import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { aRoom } from './factory'

const { routes, pushes } = rooms
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

test('a change raises the version and reaches everyone, without what is the reader’s own', async () => {
  const { alice, bob, room } = await aRoom(app)
  const heard = bob.next(pushes.updated)
  const changed = await alice.call(routes.update, {
    roomId: room.id,
    version: 1,
    name: 'renamed',
    topic: 'about',
  })
  expect(changed).toMatchObject({ name: 'renamed', topic: 'about', version: 2, role: 'owner' })
  const { role: _role, standing: _standing, peer: _peer, ...shared } = changed
  expect((await heard).room).toEqual(shared)
  expect(await bob.call(routes.get, { roomId: room.id })).toMatchObject({ ...shared, role: 'member' })
})

test('a change of an old version is refused and changes nothing', async () => {
  const { alice, room } = await aRoom(app)
  await alice.call(routes.update, { roomId: room.id, version: 1, name: 'first' })
  const late = alice.call(routes.update, { roomId: room.id, version: 1, name: 'second', topic: 'late' })
  await expect(late).rejects.toMatchObject({ code: 'stale_version', status: 409 })
  expect(await alice.call(routes.get, { roomId: room.id })).toMatchObject({
    name: 'first',
    topic: '',
    version: 2,
  })
})

test('of ten changes of one version at once exactly one is made', async () => {
  const { alice, room } = await aRoom(app)
  const all = await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      alice
        .call(routes.update, { roomId: room.id, version: 1, name: `name ${i}` })
        .catch(error => error.code),
    ),
  )
  expect(all.filter(one => one === 'stale_version')).toHaveLength(9)
  const [made] = all.filter(one => one !== 'stale_version')
  expect(await alice.call(routes.get, { roomId: room.id })).toEqual(made)
})

test('what is left out stays as it is', async () => {
  const { alice, room } = await aRoom(app, {
    topic: 'kept',
    maxMembers: 9,
    settings: { history: 'joined', invites: 'moderators' },
  })
  const changed = await alice.call(routes.update, { roomId: room.id, version: 1, visibility: 'public' })
  expect(changed).toEqual({ ...room, visibility: 'public', version: 2, updatedAt: changed.updatedAt })
})

test('members and moderators may not change the room; an administrator may', async () => {
  const { alice, bob, room } = await aRoom(app)
  const change = { roomId: room.id, version: 1, name: 'mine now' }
  await expect(bob.call(routes.update, change)).rejects.toMatchObject({ code: 'forbidden', status: 403 })
  await alice.call(routes.setRole, { roomId: room.id, userId: bob.id, role: 'moderator' })
  await expect(bob.call(routes.update, change)).rejects.toMatchObject({ code: 'forbidden', status: 403 })
  await alice.call(routes.setRole, { roomId: room.id, userId: bob.id, role: 'administrator' })
  expect((await bob.call(routes.update, change)).name).toBe('mine now')
})

test('made private, a room is gone from discovery and shut to strangers at once', async () => {
  const { alice, stranger, room } = await aRoom(app, { type: 'public_room' })
  await alice.call(routes.update, { roomId: room.id, version: 1, visibility: 'private' })
  await expect(stranger.call(routes.join, { roomId: room.id })).rejects.toMatchObject({ code: 'not_found' })
  expect((await stranger.call(routes.list, { limit: 100 })).items.map(one => one.id)).not.toContain(room.id)
})

test('a new name is noted in the room; the same name and a new topic are not', async () => {
  const { alice, room } = await aRoom(app)
  await alice.call(routes.update, { roomId: room.id, version: 1, name: 'room', topic: 'new' })
  await alice.call(routes.update, { roomId: room.id, version: 2, name: 'other' })
  const { items } = await alice.call(messages.routes.history, { roomId: room.id })
  const events = items.flatMap(one => (one.content && 'event' in one.content ? one.content : []))
  expect(events.slice(1)).toMatchObject([
    { event: 'room_renamed', actorId: alice.id, data: { from: 'room', to: 'other' } },
  ])
})

test('coming and going does not make a version stale', async () => {
  const { alice, stranger, room } = await aRoom(app, { type: 'public_room' })
  await stranger.call(routes.join, { roomId: room.id })
  expect((await alice.call(routes.update, { roomId: room.id, version: 1, name: 'fine' })).version).toBe(2)
})

test('settings that a device does not send keep their value', async () => {
  const { alice, room } = await aRoom(app, { settings: { history: 'joined', invites: 'moderators' } })
  const changed = await alice.call(routes.update, {
    roomId: room.id,
    version: 1,
    settings: { invites: 'members' },
  })
  expect(changed.settings).toEqual({ ...room.settings, invites: 'members' })
})
