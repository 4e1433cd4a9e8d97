import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { Room, rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, somePeople, type TestPerson } from '../../testing/person'
import { rawCall } from '../../testing/raw'
import { aRoom } from './factory'
import { Members, Rooms } from './model'
import { giveRoomsPrefixes } from './prefixed'

const { routes } = rooms
let app: TestApp
let alice: TestPerson
let bob: TestPerson
let stranger: TestPerson
beforeAll(async () => {
  app = await openTestApp()
  ;({ alice, bob, stranger } = await somePeople(app))
})
afterAll(() => app.close())

test('its maker owns a room, and it is what was asked for', async () => {
  const settings = { history: 'joined', invites: 'moderators' } as const
  const input = {
    name: ' 读书会 ',
    topic: 'one book a month',
    type: 'group_chat',
    maxMembers: 12,
    settings,
  } as const
  const room = await alice.call(routes.create, { ...input, memberIds: [bob.id, alice.id, bob.id] })
  expect(room).toMatchObject({
    ...input,
    name: '读书会',
    visibility: 'private',
    creatorId: alice.id,
    role: 'owner',
    memberCount: 2,
    version: 1,
    peer: null,
  })
  expect(await bob.call(routes.get, { roomId: room.id })).toEqual({
    ...room,
    role: 'member',
    standing: 'member',
  })
})

test('a room has every field of the contract and nothing else; its members are paged, not embedded', async () => {
  const { room } = await aRoom(app)
  expect(Object.keys(room).sort()).toEqual(Object.keys(Room._zod.def.shape).sort())
  const { items } = await alice.call(routes.members, {
    roomId: (await alice.call(routes.create, { name: 'x' })).id,
  })
  expect(items).toHaveLength(1)
  expect(Object.keys(items[0]!).sort()).toEqual(['invitedBy', 'joinedAt', 'role', 'roomId', 'user', 'userId'])
})

test.each([
  ['name', { name: '' }],
  ['name', { name: 'x'.repeat(61) }],
  ['name', { name: 'two\nlines' }],
  ['name', { name: undefined }],
  ['topic', { topic: 'x'.repeat(201) }],
  ['type', { type: 'castle' }],
  ['type', { type: 'live_stream' }],
  ['visibility', { visibility: 'secret' }],
  ['maxMembers', { maxMembers: 1 }],
  ['maxMembers', { maxMembers: 10_001 }],
  ['maxMembers', { maxMembers: 2.5 }],
  ['settings.history', { settings: { history: 'some' } }],
  ['settings.colour', { settings: { colour: 'red' } }],
  ['memberIds', { memberIds: Array(101).fill('x') }],
  ['memberIds.1', { memberIds: 'me' }],
  ['clientId', { clientId: 'too short' }],
  ['creatorId', { creatorId: 'someone' }],
  ['memberCount', { memberCount: 7 }],
])('making a room with a bad or foreign %s is refused (%#)', async (path, bad) => {
  const input: Record<string, unknown> = { name: 'fine', ...bad }
  if (path === 'memberIds.1') input.memberIds = [bob.id, 'nobody-has-this-id']
  const before = await Rooms.countDocuments()
  const answer = await rawCall(app, routes.create, input, alice.session.accessToken)
  expect(answer.status).toBe(400)
  expect(answer.body.error.data.issues[0].path).toBe(path)
  expect(await Rooms.countDocuments()).toBe(before)
})

test('a room in a community that does not exist is refused', async () => {
  await expect(alice.call(routes.create, { name: 'x', communityId: 'nowhere' })).rejects.toMatchObject({
    code: 'not_found',
  })
  expect(await alice.call(routes.create, { name: 'x', communityId: 'welcome' })).toMatchObject({
    communityId: 'welcome',
  })
})

test('made again with the same clientId, one after the other or all at once, it is one room with one note', async () => {
  const input = { name: 'once', clientId: 'a-client-id-of-my-own', memberIds: [bob.id] }
  const all = await Promise.all(
    [1, 2, 3].flatMap(() => [alice.call(routes.create, input), alice.ask(routes.create, input)]),
  )
  all.push(await alice.call(routes.create, { ...input, name: 'another name' }))
  expect(new Set(all.map(one => one.id)).size).toBe(1)
  expect(all.at(-1)!.name).toBe('once')
  expect(await Rooms.countDocuments({ name: 'once' })).toBe(1)
  const { items } = await bob.call(messages.routes.history, { roomId: all[0]!.id })
  expect(items.filter(one => one.type === 'system')).toHaveLength(1)
  const theirs = await bob.call(routes.create, { ...input, memberIds: [] })
  expect(theirs.id).not.toBe(all[0]!.id)
})

test('a private room is absent from discovery and does not exist for a stranger', async () => {
  const { room } = await aRoom(app, { name: 'hidden' })
  const { items } = await stranger.call(routes.list, { limit: 100 })
  expect(items.map(one => one.id)).not.toContain(room.id)
  await expect(stranger.call(routes.get, { roomId: room.id })).rejects.toMatchObject({
    code: 'not_found',
    status: 404,
  })
  await expect(stranger.call(routes.join, { roomId: room.id })).rejects.toMatchObject({
    code: 'not_found',
    status: 404,
  })
})

test('a public room is found by anyone, newest first, and anyone may join it', async () => {
  const older = await alice.call(routes.create, { name: 'older', type: 'public_room' })
  const newer = await alice.call(routes.create, { name: 'newer', type: 'public_room' })
  const { items } = await stranger.call(routes.list, { limit: 100 })
  const ids = items.map(one => one.id)
  expect(ids.indexOf(newer.id)).toBeLessThan(ids.indexOf(older.id))
  expect(items.every(one => one.visibility === 'public')).toBe(true)
  expect(await stranger.call(routes.join, { roomId: older.id })).toMatchObject({
    userId: stranger.id,
    role: 'member',
    invitedBy: null,
  })
  expect(await stranger.call(routes.get, { roomId: older.id })).toMatchObject({
    role: 'member',
    memberCount: 2,
  })
})

test('public rooms are found by the words of their name and topic, before and after these change', async () => {
  const { alice, bob } = await somePeople(app)
  const make = (name: string, topic: string, visibility?: 'private') =>
    alice.call(rooms.routes.create, { name, topic, type: 'public_room', visibility })
  const garden = await make('Urban gardeners', '阳台种菜')
  await make('Secret gardeners', '', 'private')
  const found = async (query: string) =>
    (await bob.call(rooms.routes.list, { query })).items.map(({ name }) => name)
  expect(await found('garden')).toEqual(['Urban gardeners'])
  expect(await found('种菜 urban')).toEqual(['Urban gardeners'])
  expect(await found('!!')).toEqual([])
  await alice.call(rooms.routes.update, { roomId: garden.id, version: garden.version, topic: 'Balconies' })
  expect(await found('种菜')).toEqual([])
  expect(await found('balconies gardeners')).toEqual(['Urban gardeners'])
  await Rooms.updateOne({ _id: garden.id }, { $unset: { prefixes: '' } })
  await giveRoomsPrefixes()
  expect(await found('balconies')).toEqual(['Urban gardeners'])
})

test('a community lists only its own rooms', async () => {
  const room = await alice.call(routes.create, {
    name: 'inside',
    type: 'public_room',
    communityId: 'welcome',
  })
  const { items } = await stranger.call(routes.list, { communityId: 'welcome', limit: 100 })
  expect(items.map(one => one.id)).toContain(room.id)
  expect(items.every(one => one.communityId === 'welcome')).toBe(true)
})

test('a group is by invitation: its members bring others in, who are told and keep who brought them', async () => {
  const { alice: owner, bob: member, stranger: guest, room } = await aRoom(app)
  const told = guest.next(conversations.pushes.changed, one => one.conversation.room.id === room.id)
  const came = owner.next(rooms.pushes.joined)
  const added = await member.call(routes.addMember, { roomId: room.id, userId: guest.id })
  expect(added).toMatchObject({ userId: guest.id, invitedBy: member.id, role: 'member' })
  expect((await told).conversation.room.name).toBe('room')
  expect(await came).toEqual({ userId: guest.id, participant: added, memberCount: 3 })
})

test('where only moderators invite, a member may not', async () => {
  const {
    alice: owner,
    bob: member,
    stranger: guest,
    room,
  } = await aRoom(app, { settings: { invites: 'moderators', history: 'all' } })
  const add = { roomId: room.id, userId: guest.id }
  await expect(member.call(routes.addMember, add)).rejects.toMatchObject({ code: 'forbidden', status: 403 })
  await owner.call(routes.setRole, { roomId: room.id, userId: member.id, role: 'moderator' })
  await member.call(routes.addMember, add)
})

test('somebody who does not exist cannot be brought in', async () => {
  const { alice: owner, room } = await aRoom(app)
  await expect(
    owner.call(routes.addMember, { roomId: room.id, userId: 'nobody-has-this-id' }),
  ).rejects.toMatchObject({ code: 'not_found' })
})

test('the members of a public room are for its members', async () => {
  const room = await alice.call(routes.create, { name: 'open', type: 'public_room' })
  const passer = await aPerson(app, 'passer')
  await expect(passer.call(routes.members, { roomId: room.id })).rejects.toMatchObject({
    code: 'forbidden',
    status: 403,
  })
})

test('a person is in at most 1,000 rooms', async () => {
  const busy = await aPerson(app, 'busy')
  const now = new Date()
  const rows = Array.from({ length: 998 }, (_, i) => ({
    _id: `full-${i}:${busy.id}`,
    roomId: `full-${i}`,
    userId: busy.id,
    role: 'member',
    joinedAt: now,
    left: false,
    fromSeq: 0,
    readSeq: 0,
    changedAt: now,
  }))
  await Members.insertMany(rows)
  await busy.call(routes.create, { name: 'the thousandth' })
  await expect(busy.call(routes.create, { name: 'one more' })).rejects.toMatchObject({
    code: 'too_many_rooms',
    status: 409,
  })
})

test('over the socket, where type names the frame, roomType says what kind of room it is', async () => {
  const made = await alice.ask(routes.create, { name: 'square', roomType: 'public_room' })
  expect(made).toMatchObject({ type: 'public_room', visibility: 'public' })
  expect((await stranger.call(routes.join, { roomId: made.id })).userId).toBe(stranger.id)
})
