import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { callHttp, type TestPerson } from '../../testing/person'
import { aRoom } from './factory'
import { personal } from './personal'

const { routes, pushes } = rooms
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const notesIn = async (person: TestPerson, roomId: string) =>
  (await person.call(messages.routes.history, { roomId })).items.flatMap(({ content }) =>
    content && 'event' in content && content.event === 'announcement_changed' ? content : [],
  )

test('an administrator announces, everyone hears it at once, and a note says who it was', async () => {
  const { alice, bob, room } = await aRoom(app)
  await alice.call(routes.setRole, { roomId: room.id, userId: bob.id, role: 'administrator' })
  const heard = alice.next(pushes.updated)
  const announcement = 'Meet at eight.\nBring water.'
  const changed = await bob.call(routes.update, { roomId: room.id, version: room.version, announcement })
  expect(changed.announcement).toEqual({ text: announcement, by: bob.id, at: expect.any(String) })
  expect((await heard).room.announcement).toEqual(changed.announcement)
  expect(await notesIn(alice, room.id)).toEqual([
    { event: 'announcement_changed', actorId: bob.id, subjectIds: [], data: { gone: false } },
  ])
  const list = (await alice.call(conversations.routes.list, {})).items
  expect(list.find(one => one.room.id === room.id)!.unread).toBe(0)
})

test('nothing takes it down, and what leaves it as it is makes no note', async () => {
  const { alice, room } = await aRoom(app)
  const set = (version: number, fields: object) =>
    alice.call(routes.update, { roomId: room.id, version, ...fields })
  await set(1, { announcement: 'here' })
  await set(2, { topic: 'elsewhere' })
  await set(3, { announcement: 'here' })
  expect((await set(4, { announcement: '  ' })).announcement).toBeNull()
  expect((await notesIn(alice, room.id)).map(one => one.data)).toEqual([{ gone: false }, { gone: true }])
})

test('a member, a moderator, a stranger and the people of a direct room announce nothing', async () => {
  const { alice, bob, stranger, room } = await aRoom(app)
  const input = { roomId: room.id, version: 1, announcement: 'me' }
  await expect(bob.call(routes.update, input)).rejects.toMatchObject({ code: 'forbidden', status: 403 })
  await alice.call(routes.setRole, { roomId: room.id, userId: bob.id, role: 'moderator' })
  await expect(bob.call(routes.update, input)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(stranger.call(routes.update, input)).rejects.toMatchObject({ code: 'not_found', status: 404 })
  await expect(callHttp(app, routes.update, input)).rejects.toMatchObject({ status: 401 })
  const direct = await alice.call(routes.openDirect, { userId: bob.id })
  const there = { roomId: direct.id, version: direct.version, announcement: 'me' }
  await expect(alice.call(routes.update, there)).rejects.toMatchObject({ code: 'forbidden' })
  expect((await alice.call(routes.get, { roomId: room.id })).announcement).toBeNull()
})

test('who is erased is no longer named by what they announced', async () => {
  const { alice, bob, room } = await aRoom(app)
  await alice.call(routes.setRole, { roomId: room.id, userId: bob.id, role: 'administrator' })
  await bob.call(routes.update, { roomId: room.id, version: room.version, announcement: 'still true' })
  await personal.erase(app.kernel.contextFor({ authorized: true }), bob.id)
  expect((await alice.call(routes.get, { roomId: room.id })).announcement).toMatchObject({
    text: 'still true',
    by: null,
  })
})
