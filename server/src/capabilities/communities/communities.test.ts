import { communities } from '@community-chat/shared/capabilities/communities/contract'
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, type TestPerson } from '../../testing/person'

const { routes } = communities
const lobby = { roomId: 'lobby' }
let app: TestApp
let first: TestPerson
let second: TestPerson
beforeAll(async () => {
  app = await openTestApp()
  first = await aPerson(app, 'first')
  second = await aPerson(app, 'second')
})
afterAll(() => app.close())

test('a new server has one community, Welcome, and the first account owns it', async () => {
  const { items, next } = await second.call(routes.list, {})
  expect(next).toBeNull()
  expect(items).toEqual([expect.objectContaining({ id: 'welcome', name: 'Welcome', ownerId: first.id })])
  expect(await second.call(routes.get, { communityId: 'welcome' })).toEqual(items[0])
})

test('its public Lobby is in it; the first account owns that too, and whoever comes after is a member', async () => {
  const asFirst = await first.call(rooms.routes.get, lobby)
  expect(asFirst).toMatchObject({
    name: 'Lobby',
    type: 'public_room',
    visibility: 'public',
    communityId: 'welcome',
    role: 'owner',
  })
  expect((await second.call(rooms.routes.get, lobby)).role).toBe('member')
  const { items } = await second.call(conversations.routes.list, {})
  expect(items.map(one => one.room.id)).toEqual(['lobby'])
})

test('a newcomer hears the Lobby from their first moment, and the Lobby hears of them', async () => {
  const heard = first.next(rooms.pushes.joined)
  const third = await aPerson(app, 'third')
  expect(await heard).toMatchObject({ userId: third.id, participant: { role: 'member' } })
  const told = third.next(messages.pushes.created, one => one.message.type === 'text')
  await second.call(messages.routes.send, { ...lobby, content: { text: 'hello, third' } })
  expect((await told).message.content).toMatchObject({ text: 'hello, third' })
})

test('twenty who sign up at once are all in the Lobby, once each, and none owns it', async () => {
  const crowd = await Promise.all(Array.from({ length: 20 }, (_, i) => aPerson(app, `crowd-${i}`)))
  const { items } = await first.call(rooms.routes.members, { ...lobby, limit: 100 })
  const ids = items.map(one => one.userId)
  expect(new Set(ids).size).toBe(ids.length)
  for (const one of crowd) expect(ids).toContain(one.id)
  expect(items.filter(one => one.role === 'owner').map(one => one.userId)).toEqual([first.id])
  expect((await first.call(rooms.routes.get, lobby)).memberCount).toBe(items.length)
})

test('everyone who signs up belongs to Welcome, which is counted and has one room', async () => {
  const { memberCount, roomCount, role } = await second.call(routes.get, { communityId: 'welcome' })
  const { items } = await first.call(routes.members, { communityId: 'welcome', limit: 100 })
  expect([memberCount, roomCount, role]).toEqual([items.length, 1, 'member'])
  expect(items.filter(one => one.role === 'owner').map(one => one.userId)).toEqual([first.id])
})

test('an unknown community is not found', async () => {
  await expect(first.call(routes.get, { communityId: 'nowhere' })).rejects.toMatchObject({
    code: 'not_found',
    status: 404,
  })
})

test('who leaves the Lobby stays out of it', async () => {
  const leaver = await aPerson(app, 'leaver')
  await leaver.call(rooms.routes.leave, lobby)
  expect((await leaver.call(rooms.routes.get, lobby)).role).toBeNull()
})
