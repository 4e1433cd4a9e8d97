import { communities } from '@community-chat/shared/capabilities/communities/contract'
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { sweep } from '../../kernel/jobs'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, type TestPerson } from '../../testing/person'
import { pause } from '../../testing/raw'
import { aCommunity, aRankedCommunity, seenBy } from './factory'
import { CommunityMembers } from './model'

const { routes, pushes } = communities
const forbidden = { code: 'forbidden', status: 403 }
const notFound = { code: 'not_found', status: 404 }
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const aPublicRoom = (owner: TestPerson, communityId: string) =>
  owner.call(rooms.routes.create, { name: 'inside', type: 'public_room', communityId })

test('twenty who join at once, each twice, are counted exactly', async () => {
  const { alice, communityId } = await aCommunity(app)
  const crowd = await Promise.all(Array.from({ length: 20 }, (_, i) => aPerson(app, `crowd-${i}`)))
  await Promise.all([...crowd, ...crowd].map(one => one.call(routes.join, { communityId })))
  expect((await seenBy(alice, communityId)).memberCount).toBe(22)
  const { items } = await alice.call(routes.members, { communityId, limit: 100 })
  expect(new Set(items.map(one => one.userId)).size).toBe(22)
  await Promise.all(crowd.map(one => one.call(routes.leave, { communityId })))
  expect((await seenBy(alice, communityId)).memberCount).toBe(2)
})

test('joining over the socket is the same, and tells the devices of who joined', async () => {
  const { stranger, communityId } = await aCommunity(app)
  const heard = stranger.next(pushes.updated)
  const joined = await stranger.ask(routes.join, { communityId })
  expect(joined).toMatchObject({ id: communityId, role: 'member', memberCount: 3 })
  expect((await heard).community).toMatchObject({ id: communityId, role: 'member' })
  expect(await stranger.ask(routes.join, { communityId })).toEqual(joined)
  await stranger.ask(routes.leave, { communityId })
  await expect(stranger.ask(routes.leave, { communityId })).rejects.toMatchObject({ code: 'forbidden' })
})

test('joining a public room of a public community makes one a member of that', async () => {
  const { alice, stranger, communityId } = await aCommunity(app)
  const { id: roomId } = await aPublicRoom(alice, communityId)
  await stranger.call(rooms.routes.join, { roomId })
  expect(await seenBy(stranger, communityId)).toMatchObject({ role: 'member', memberCount: 3 })
})

test('a public room of a private community is there for its members alone', async () => {
  const { alice, bob, stranger, communityId } = await aCommunity(app, { visibility: 'private' })
  const { id: roomId } = await aPublicRoom(alice, communityId)
  for (const act of [rooms.routes.get, rooms.routes.join, rooms.routes.leave, messages.routes.history])
    await expect(stranger.call(act, { roomId })).rejects.toMatchObject(notFound)
  await expect(stranger.call(rooms.routes.list, { communityId })).rejects.toMatchObject(notFound)
  const listed = (await stranger.call(rooms.routes.list, { limit: 100 })).items
  expect(listed.map(one => one.id)).not.toContain(roomId)
  expect((await bob.call(rooms.routes.list, { limit: 100 })).items.map(one => one.id)).toContain(roomId)
  expect((await bob.call(rooms.routes.join, { roomId })).userId).toBe(bob.id)
})

test('who leaves a community is out of all its rooms, and nothing said there afterwards reaches them', async () => {
  const { alice, bob, communityId } = await aCommunity(app)
  const { id: roomId } = await aPublicRoom(alice, communityId)
  const closed = await alice.call(rooms.routes.create, { name: 'closed', communityId, memberIds: [bob.id] })
  const elsewhere = await alice.call(rooms.routes.create, { name: 'elsewhere', memberIds: [bob.id] })
  await bob.call(rooms.routes.join, { roomId })
  const sends = Array.from({ length: 10 }, (_, i) =>
    alice.ask(messages.routes.send, { roomId, content: { text: `before ${i}` } }),
  )
  const told = bob.next(pushes.left)
  await bob.call(routes.leave, { communityId })
  const heard = bob.frames.length
  for (const id of [roomId, closed.id])
    await alice.call(messages.routes.send, { roomId: id, content: { text: 'among ourselves' } })
  await Promise.all(sends)
  await pause(100)
  expect(bob.frames.slice(heard).filter(one => one.roomId === roomId || one.roomId === closed.id)).toEqual([])
  expect(await told).toEqual({ communityId })
  const mine = (await bob.call(conversations.routes.list, {})).items.map(one => one.room.id)
  expect(mine).toContain(elsewhere.id)
  expect(mine).not.toContain(roomId)
  await expect(bob.call(rooms.routes.get, { roomId: closed.id })).rejects.toMatchObject(notFound)
})

test('leaving that a crash cut short is finished by the sweep, or by leaving again', async () => {
  const { alice, bob, communityId } = await aCommunity(app)
  const { id: roomId } = await aPublicRoom(alice, communityId)
  const cut = () =>
    CommunityMembers.updateOne(
      { _id: `${communityId}:${bob.id}` },
      { $set: { left: true, leftBy: bob.id, todo: ['rooms.leave'] } },
    )
  const isSeated = async () => (await bob.call(rooms.routes.get, { roomId })).role !== null
  await bob.call(rooms.routes.join, { roomId })
  await cut()
  expect(await isSeated()).toBe(true)
  await sweep(app.kernel.contextFor({ authorized: true }))
  expect(await isSeated()).toBe(false)
  await bob.call(rooms.routes.join, { roomId })
  await cut()
  await bob.call(routes.leave, { communityId })
  expect(await isSeated()).toBe(false)
  await expect(bob.call(routes.leave, { communityId })).rejects.toMatchObject(forbidden)
})

test('rooms that somebody owned in a community they leave are its owner’s', async () => {
  const { alice, bob, stranger, communityId } = await aCommunity(app)
  const { id: roomId } = await aPublicRoom(bob, communityId)
  await stranger.call(rooms.routes.join, { roomId })
  await bob.call(routes.leave, { communityId })
  const { items } = await alice.call(rooms.routes.members, { roomId })
  expect(items.map(one => [one.userId, one.role])).toEqual([
    [stranger.id, 'member'],
    [alice.id, 'owner'],
  ])
  expect((await alice.call(rooms.routes.get, { roomId })).memberCount).toBe(2)
})

test('who leaves the community while coming into one of its rooms is not left in the room', async () => {
  const { alice, stranger, communityId } = await aCommunity(app)
  const { id: roomId } = await aPublicRoom(alice, communityId)
  for (let round = 0; round < 8; round++) {
    await stranger.call(routes.join, { communityId })
    await Promise.all([
      stranger.call(rooms.routes.join, { roomId }).catch(() => null),
      stranger.call(routes.leave, { communityId }).catch(() => null),
    ])
    const isIn = (await stranger.call(routes.get, { communityId })).role !== null
    const isSeated = (await stranger.call(rooms.routes.get, { roomId })).role !== null
    expect(isSeated && !isIn).toBe(false)
  }
})

test('one puts out whom one outranks, and nobody else; who is put out is out of the rooms', async () => {
  const place = await aRankedCommunity(app)
  const { owner, administrator, moderator, member, other, stranger, communityId } = place
  const out = (who: TestPerson, whom: TestPerson) =>
    who.call(routes.removeMember, { communityId, userId: whom.id })
  for (const [who, whom] of [
    [stranger, member],
    [member, other],
    [moderator, administrator],
    [moderator, moderator],
    [administrator, owner],
    [administrator, administrator],
    [owner, owner],
  ] as const)
    await expect(out(who, whom)).rejects.toMatchObject(forbidden)
  const { id: roomId } = await aPublicRoom(owner, communityId)
  await member.call(rooms.routes.join, { roomId })
  await out(moderator, member)
  expect((await owner.call(rooms.routes.get, { roomId })).memberCount).toBe(1)
  await out(administrator, moderator)
  await out(owner, administrator)
  expect((await seenBy(owner, communityId)).memberCount).toBe(2)
  await expect(out(owner, administrator)).rejects.toMatchObject(notFound)
})

test('into a private community only its moderators and up bring people', async () => {
  const { moderator, member, stranger, communityId } = await aRankedCommunity(app, { visibility: 'private' })
  const add = { communityId, userId: stranger.id }
  await expect(member.call(routes.addMember, add)).rejects.toMatchObject(forbidden)
  await expect(stranger.call(routes.join, { communityId })).rejects.toMatchObject(notFound)
  const closed = await member.call(rooms.routes.create, { name: 'closed', communityId })
  const seat = { roomId: closed.id, userId: stranger.id }
  await expect(member.call(rooms.routes.addMember, seat)).rejects.toMatchObject({
    code: 'outside_community',
    status: 409,
  })
  const made = { name: 'two', communityId, memberIds: [stranger.id] }
  await expect(member.call(rooms.routes.create, made)).rejects.toMatchObject({ code: 'outside_community' })
  const told = stranger.next(pushes.updated)
  expect(await moderator.call(routes.addMember, add)).toMatchObject({
    userId: stranger.id,
    role: 'member',
    invitedBy: moderator.id,
  })
  expect((await told).community.id).toBe(communityId)
  await member.call(rooms.routes.addMember, seat)
})

test('rooms in a community are made by those who belong to it', async () => {
  const { bob, stranger, communityId } = await aCommunity(app)
  const room = { name: 'mine', communityId }
  await expect(stranger.call(rooms.routes.create, room)).rejects.toMatchObject(forbidden)
  expect((await bob.call(rooms.routes.create, room)).communityId).toBe(communityId)
})

test('a person is in at most 1,000 communities, also when several are joined at once', async () => {
  const busy = await aPerson(app, 'busy')
  const { alice } = await aCommunity(app)
  const row = { userId: busy.id, role: 'member', joinedAt: new Date(), left: false, changedAt: new Date() }
  await CommunityMembers.insertMany(
    Array.from({ length: 998 }, (_, i) => ({
      ...row,
      _id: `full-${i}:${busy.id}`,
      communityId: `full-${i}`,
    })),
  )
  const places = await Promise.all([1, 2, 3].map(n => alice.call(routes.create, { name: `place ${n}` })))
  const joined = await Promise.all(
    places.map(({ id }) => busy.call(routes.join, { communityId: id }).catch(error => error.code)),
  )
  expect(joined.filter(one => typeof one === 'object').length).toBeLessThanOrEqual(1)
  const counted = await CommunityMembers.countDocuments({ userId: busy.id, left: false })
  expect(counted).toBeLessThanOrEqual(1000)
})
