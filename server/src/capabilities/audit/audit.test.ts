import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { audit } from '@community-chat/shared/capabilities/audit/contract'
import { communities } from '@community-chat/shared/capabilities/communities/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { callHttp, type TestPerson } from '../../testing/person'
import { Accounts } from '../accounts/model'
import { aMessage } from '../messages/factory'
import { AuditRows } from './model'
import * as service from './service'

const { routes } = audit
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const recorded = async (person: TestPerson, roomId: string) =>
  (await person.call(routes.ofRoom, { roomId })).items

/** The message room of bob, an administrator there, and of alice, its owner. */
async function aKeptRoom() {
  const scene = await aMessage(app, 'what nobody should keep')
  const { alice, bob, room } = scene
  await alice.call(rooms.routes.setRole, { roomId: room.id, userId: bob.id, role: 'administrator' })
  return scene
}

test('what a moderator takes away is recorded once, with whose it was and never what it said', async () => {
  const { alice, bob, room, message } = await aKeptRoom()
  await bob.call(messages.routes.remove, { messageId: message.id })
  await bob.call(messages.routes.remove, { messageId: message.id })
  const rows = (await recorded(alice, room.id)).filter(one => one.act === 'message_removed')
  expect(rows).toMatchObject([
    {
      actor: { id: bob.id },
      subject: { id: alice.id },
      roomId: room.id,
      data: { messageId: message.id, type: 'text', saidAt: message.createdAt },
    },
  ])
  expect(JSON.stringify(await AuditRows.find().lean())).not.toContain('nobody should keep')
})

test('what people do with their own is not recorded', async () => {
  const { alice, bob, room, message } = await aKeptRoom()
  const before = await recorded(alice, room.id)
  await alice.call(messages.routes.remove, { messageId: message.id })
  await bob.call(rooms.routes.leave, { roomId: room.id })
  expect(await recorded(alice, room.id)).toEqual(before)
})

test('roles, removals and settings are recorded with before and after, latest first', async () => {
  const { alice, bob, stranger, room } = await aKeptRoom()
  const change = { roomId: room.id, version: 1, topic: 'tea', settings: { expiresAfter: 30 } }
  await bob.call(rooms.routes.update, change)
  await bob.call(rooms.routes.update, { roomId: room.id, version: 2, topic: 'tea' })
  await bob.call(rooms.routes.addMember, { roomId: room.id, userId: stranger.id })
  await bob.call(rooms.routes.removeMember, { roomId: room.id, userId: stranger.id })
  expect(await recorded(alice, room.id)).toMatchObject([
    { act: 'member_removed', actor: { id: bob.id }, subject: { id: stranger.id } },
    {
      act: 'room_changed',
      data: { before: { topic: '', expiresAfter: 0 }, after: { topic: 'tea', expiresAfter: 30 } },
    },
    { act: 'role_changed', subject: { id: bob.id }, data: { from: 'member', to: 'administrator' } },
  ])
})

test('in communities too', async () => {
  const { alice, bob } = await aMessage(app)
  const { id: communityId, version } = await alice.call(communities.routes.create, { name: 'a place' })
  await bob.call(communities.routes.join, { communityId })
  const who = { communityId, userId: bob.id }
  await alice.call(communities.routes.setRole, { ...who, role: 'moderator' })
  await alice.call(communities.routes.update, { communityId, version, name: 'another' })
  await alice.call(communities.routes.removeMember, who)
  expect(await AuditRows.find({ communityId, roomId: null }).sort({ at: 1 }).lean()).toMatchObject([
    { act: 'role_changed', subjectId: bob.id, data: { from: 'member', to: 'moderator' } },
    { act: 'community_changed', data: { before: { name: 'a place' }, after: { name: 'another' } } },
    { act: 'member_removed', actorId: alice.id, subjectId: bob.id },
  ])
})

test('the record of a room is for its administrators, that of all for those of the server', async () => {
  const { alice, bob, stranger, room } = await aMessage(app)
  await expect(recorded(bob, room.id)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(recorded(stranger, room.id)).rejects.toMatchObject({ code: 'not_found' })
  const direct = await alice.call(rooms.routes.openDirect, { userId: bob.id })
  await expect(recorded(alice, direct.id)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(alice.call(routes.all, {})).rejects.toMatchObject({ code: 'forbidden' })
  await Accounts.updateOne({ _id: alice.id }, { $set: { isAdmin: true } })
  const login = { username: alice.session.user.username, password: 'password of alice' }
  const { accessToken } = await callHttp(app, accounts.routes.login, login)
  expect((await callHttp(app, routes.all, {}, accessToken)).items.length).toBeGreaterThan(0)
})

test('a person gets what was recorded of them', async () => {
  const { bob, room } = await aKeptRoom()
  const { done, undergone } = (await service.personal.export(bob.id)) as Record<string, unknown[]>
  expect(done).toEqual([])
  expect(undergone).toMatchObject([{ act: 'role_changed', roomId: room.id }])
})
