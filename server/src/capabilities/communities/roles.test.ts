import { communities } from '@community-chat/shared/capabilities/communities/contract'
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import type { TestPerson } from '../../testing/person'
import { anAdministrator } from '../accounts/factory'
import { aCommunity, aRankedCommunity, seenBy } from './factory'

const { routes, pushes } = communities
const forbidden = { code: 'forbidden', status: 403 }
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

test('an owner gives any role, an administrator what is below their own, others none', async () => {
  const place = await aRankedCommunity(app)
  const { owner, administrator, moderator, member, other, communityId } = place
  const give = (
    who: TestPerson,
    whom: TestPerson,
    role: 'member' | 'moderator' | 'administrator' | 'owner',
  ) => who.call(routes.setRole, { communityId, userId: whom.id, role })
  for (const [who, whom, role] of [
    [member, member, 'moderator'],
    [moderator, member, 'moderator'],
    [moderator, moderator, 'administrator'],
    [administrator, member, 'administrator'],
    [administrator, member, 'owner'],
    [administrator, administrator, 'owner'],
    [administrator, owner, 'member'],
  ] as const)
    await expect(give(who, whom, role)).rejects.toMatchObject(forbidden)
  expect((await give(administrator, member, 'moderator')).role).toBe('moderator')
  expect((await give(administrator, member, 'member')).role).toBe('member')
  expect((await give(owner, other, 'administrator')).role).toBe('administrator')
  await expect(give(owner, owner, 'member')).rejects.toMatchObject({ code: 'owner_stays', status: 409 })
})

test('a hand-over makes the old owner an administrator, and every member’s devices hear of it', async () => {
  const { alice, bob, communityId } = await aCommunity(app)
  const [hers, his] = [alice, bob].map(one =>
    one.next(pushes.updated, ({ community }) => community.ownerId === bob.id),
  )
  await alice.call(routes.setRole, { communityId, userId: bob.id, role: 'owner' })
  expect((await hers!).community).toMatchObject({ ownerId: bob.id, role: 'administrator' })
  expect((await his!).community).toMatchObject({ ownerId: bob.id, role: 'owner' })
  await alice.call(routes.leave, { communityId })
})

test('the owner of others hands over before leaving; alone they may go, and the community is listed no more', async () => {
  const { alice, bob, stranger, communityId } = await aCommunity(app)
  await expect(alice.call(routes.leave, { communityId })).rejects.toMatchObject({
    code: 'owner_stays',
    status: 409,
  })
  await bob.call(routes.leave, { communityId })
  await alice.call(routes.leave, { communityId })
  expect(await seenBy(stranger, communityId)).toMatchObject({ ownerId: null, memberCount: 0 })
  const { items } = await stranger.call(routes.list, { limit: 100 })
  expect(items.map(one => one.id)).not.toContain(communityId)
  expect((await stranger.call(routes.join, { communityId })).role).toBe('owner')
})

test('of several hand-overs at once one happens, and there is always exactly one owner', async () => {
  const { alice, bob, stranger, communityId } = await aCommunity(app)
  await stranger.call(routes.join, { communityId })
  const all = [alice, bob, stranger]
  for (let round = 0; round < 6; round++) {
    const { ownerId } = await seenBy(alice, communityId)
    const holder = all.find(one => one.id === ownerId)!
    const outcomes = await Promise.all(
      all
        .filter(one => one !== holder)
        .map(to =>
          holder
            .call(routes.setRole, { communityId, userId: to.id, role: 'owner' })
            .catch(error => error.code),
        ),
    )
    expect(outcomes.some(one => typeof one === 'object')).toBe(true)
    const { items } = await alice.call(routes.members, { communityId })
    expect(items.filter(one => one.role === 'owner')).toHaveLength(1)
  }
})

test('handing over to somebody who leaves at that moment leaves the community with an owner who is in', async () => {
  for (let round = 0; round < 6; round++) {
    const { alice, bob, communityId } = await aCommunity(app)
    await Promise.all([
      alice.call(routes.setRole, { communityId, userId: bob.id, role: 'owner' }).catch(() => null),
      bob.call(routes.leave, { communityId }).catch(() => null),
    ])
    const { items } = await alice.call(routes.members, { communityId })
    expect(items.filter(one => one.role === 'owner')).toHaveLength(1)
    expect((await seenBy(alice, communityId)).memberCount).toBe(items.length)
  }
})

test('a new role counts in all rooms at once, in open ones that are told and in private ones', async () => {
  const { alice, bob, communityId } = await aCommunity(app)
  const open = await alice.call(rooms.routes.create, { name: 'open', type: 'public_room', communityId })
  const closed = await alice.call(rooms.routes.create, { name: 'closed', communityId })
  await bob.call(rooms.routes.join, { roomId: open.id })
  const said = await alice.call(messages.routes.send, { roomId: closed.id, content: { text: 'said' } })
  const act = () => bob.call(messages.routes.remove, { messageId: said.id })
  await expect(act()).rejects.toMatchObject({ code: 'not_found' })

  const told = bob.next(rooms.pushes.standing)
  await alice.call(routes.setRole, { communityId, userId: bob.id, role: 'administrator' })
  expect(await told).toEqual({ rooms: [{ roomId: open.id, standing: 'administrator' }] })
  expect(await bob.call(rooms.routes.get, { roomId: closed.id })).toMatchObject({
    role: null,
    standing: 'administrator',
  })
  const listed = (await bob.call(rooms.routes.list, { communityId })).items.map(one => one.id)
  expect(listed).toContain(closed.id)
  expect((await act()).gone).toMatchObject({ why: 'removed' })
  expect((await bob.call(rooms.routes.join, { roomId: closed.id })).role).toBe('member')

  const { since } = await bob.call(conversations.routes.list, {})
  await alice.call(routes.setRole, { communityId, userId: bob.id, role: 'member' })
  const other = await alice.call(messages.routes.send, { roomId: open.id, content: { text: 'more' } })
  await expect(bob.call(messages.routes.remove, { messageId: other.id })).rejects.toMatchObject(forbidden)
  const changes = await bob.call(conversations.routes.sync, { rooms: {}, since })
  const synced = changes.conversations.find(one => one.room.id === open.id)
  expect(synced?.room).toMatchObject({ role: 'member', standing: 'member' })
})

test('an administrator of the server may do in a community what its owner may, without being in it', async () => {
  const admin = await anAdministrator(app)
  const { alice, bob, stranger, community, communityId } = await aCommunity(app, { visibility: 'private' })
  expect(await seenBy(admin, communityId)).toEqual({ ...community, role: null, memberCount: 2, roomCount: 1 })
  const change = { communityId, version: community.version, name: 'tidied' }
  await expect(stranger.call(routes.update, change)).rejects.toMatchObject({ code: 'not_found' })
  await expect(bob.call(routes.update, change)).rejects.toMatchObject(forbidden)
  expect((await admin.call(routes.update, change)).name).toBe('tidied')
  await admin.call(routes.setRole, { communityId, userId: bob.id, role: 'owner' })
  await admin.call(routes.removeMember, { communityId, userId: alice.id })
  expect(await seenBy(bob, communityId)).toMatchObject({ ownerId: bob.id, role: 'owner', memberCount: 1 })
})
