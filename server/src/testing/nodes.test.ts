/** Two nodes on one database: what is done on one holds on the other, within 2 s. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { blocks } from '@community-chat/shared/capabilities/blocks/contract'
import { communities } from '@community-chat/shared/capabilities/communities/contract'
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { drafts } from '@community-chat/shared/capabilities/drafts/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { presence } from '@community-chat/shared/capabilities/presence/contract'
import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import { receipts } from '@community-chat/shared/capabilities/receipts/contract'
import { reactions } from '@community-chat/shared/capabilities/reactions/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { ownUpdated } from '@community-chat/shared/protocol/own'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import mongoose from 'mongoose'
import { anAccount } from '../capabilities/accounts/factory'
import { nextMark } from '../capabilities/messages/factory'
import { callHttp, connect } from './person'
import { type DatabaseProgram, startDatabase, startServer } from './programs'
import { pause } from './raw'

/** They wait for the nodes' looks, so they wait side by side, each with people of its own. */
const it = test.concurrent
type Node = Awaited<ReturnType<typeof startServer>>
const dir = mkdtempSync(join(tmpdir(), 'community-chat-nodes-'))
let database: DatabaseProgram
let env: Record<string, string>
let here: Node
let there: Node
beforeAll(async () => {
  database = await startDatabase(join(dir, 'mongo'))
  env = {
    MONGODB_URI: database.uri('nodes'),
    JWT_SECRET: 'only-for-tests-0123456789-abcdefghij',
    RATE_LIMIT_ENABLED: 'false',
    LOG_LEVEL: 'error',
    PRESENCE_GRACE: '1',
  }
  here = await startServer(env, dir)
  there = await startServer(env, dir)
  await pause(1100) // each has seen that the other lives
})
afterAll(async () => {
  await Promise.all([here?.stop(), there?.stop()])
  await database?.stop()
  rmSync(dir, { recursive: true, force: true })
})

const account = async (name: string) => await anAccount(here as never, name)
const within2s = <T>(work: Promise<T>) =>
  Promise.race([work, pause(2000).then(() => Promise.reject(new Error('not within 2 s')))])

it.each([
  ['signing out', { everywhere: false }],
  ['signing out everywhere', { everywhere: true }],
])('%s on one node closes the sockets on the other and has the token refused there', async (_, input) => {
  const { session } = await account('alice')
  const remote = await connect(there as never, session)
  await callHttp(here, accounts.routes.logout, input, session.accessToken)
  expect(await within2s(remote.closed)).toBe(4009)
  await expect(callHttp(there, profiles.routes.me, {}, session.accessToken)).rejects.toMatchObject({
    code: 'unauthenticated',
  })
})

it('a refresh token used again on another node ends the sign-in on both', async () => {
  const { session } = await account('alice')
  const next = await callHttp(here, accounts.routes.refresh, { refreshToken: session.refreshToken })
  const [local, remote] = [await connect(here as never, next), await connect(there as never, next)]
  await callHttp(there, accounts.routes.refresh, { refreshToken: session.refreshToken }).catch(() => null)
  expect(await within2s(Promise.all([local.closed, remote.closed]))).toEqual([4009, 4009])
})

it('a new password on one node ends the other sign-ins on both', async () => {
  const { username, password, session } = await account('alice')
  const other = await connect(
    there as never,
    await callHttp(there, accounts.routes.login, { username, password }),
  )
  await callHttp(
    here,
    accounts.routes.changePassword,
    { oldPassword: password, newPassword: 'another one' },
    session.accessToken,
  )
  expect(await within2s(other.closed)).toBe(4009)
})

it('of twenty who join a room of six on both nodes at once five get in; the count is right', async () => {
  const { session } = await account('owner')
  const room = await callHttp(
    here,
    rooms.routes.create,
    { name: 'six', type: 'public_room', maxMembers: 6 },
    session.accessToken,
  )
  const crowd = await Promise.all(Array.from({ length: 20 }, () => account('guest')))
  const outcomes = await Promise.all(
    crowd.map((one, i) =>
      callHttp(i % 2 ? here : there, rooms.routes.join, { roomId: room.id }, one.session.accessToken).then(
        () => 'in',
        error => error.code,
      ),
    ),
  )
  expect(outcomes.filter(one => one === 'in')).toHaveLength(5)
  expect(outcomes.filter(one => one === 'room_full')).toHaveLength(15)
  expect(
    (await callHttp(there, rooms.routes.get, { roomId: room.id }, session.accessToken)).memberCount,
  ).toBe(6)
})

it('what is said on one node is heard on the other, and after being put out nothing is', async () => {
  const [alice, bob] = [await account('alice'), await account('bob')]
  const heard = await connect(there as never, bob.session)
  const create = { name: 'both', memberIds: [bob.session.user.id] }
  const room = await callHttp(here, rooms.routes.create, create, alice.session.accessToken)
  const say = (text: string) =>
    callHttp(here, messages.routes.send, { roomId: room.id, content: { text } }, alice.session.accessToken)
  await pause(1500)
  await say('to both')
  for (let i = 0; i < 30 && !JSON.stringify(heard.frames).includes('to both'); i++) await pause(100)
  const sync = JSON.stringify(heard.frames)
  expect(sync.includes('to both') || sync.includes('"skip"')).toBe(true)
  await callHttp(
    here,
    rooms.routes.removeMember,
    { roomId: room.id, userId: bob.session.user.id },
    alice.session.accessToken,
  )
  const frames = heard.frames.length
  await say('among ourselves')
  await pause(1500)
  expect(heard.frames.slice(frames).filter(one => one.roomId === room.id)).toEqual([])
})

it('a new name or status on one node is seen on the other, by those who share a room and by my own devices', async () => {
  const [alice, bob] = [await account('alice'), await account('bob')]
  const create = { name: 'both', memberIds: [bob.session.user.id] }
  await callHttp(here, rooms.routes.create, create, alice.session.accessToken)
  const [mine, other] = [
    await connect(there as never, alice.session),
    await connect(there as never, bob.session),
  ]
  const heard = [mine, other].map(one =>
    one.next(profiles.pushes.changed, ({ user }) => user.id === alice.session.user.id),
  )
  const change = { displayName: 'Alicia', status: { text: 'far away' } }
  await callHttp(here, profiles.routes.update, change, alice.session.accessToken)
  for (const { user } of await within2s(Promise.all(heard)))
    expect(user).toMatchObject({ displayName: 'Alicia', status: { text: 'far away', until: null } })
  await pause(1500)
  const told = other.frames.filter(
    one => one.type === 'profile_updated' && one.data.user.id === alice.session.user.id,
  )
  const places = new Set(told.map(one => one.roomId))
  expect(told).toHaveLength(places.size) // once in each room, not with every look
})

it('a role in a community is known on the other node; put out, nothing of its rooms comes there', async () => {
  const [alice, bob] = [await account('alice'), await account('bob')]
  const as = { alice: alice.session.accessToken, bob: bob.session.accessToken }
  const userId = bob.session.user.id
  const { id: communityId } = await callHttp(here, communities.routes.create, { name: 'both' }, as.alice)
  const [room] = (await callHttp(here, rooms.routes.list, { communityId }, as.alice)).items
  const roomId = room!.id
  await callHttp(there, rooms.routes.join, { roomId }, as.bob)
  const remote = await connect(there as never, bob.session)
  const told = remote.next(communities.pushes.updated, one => one.community.role === 'administrator')
  const member = { communityId, userId }
  await callHttp(here, communities.routes.setRole, { ...member, role: 'administrator' }, as.alice)
  await within2s(told)
  const { version } = await callHttp(there, rooms.routes.get, { roomId }, as.bob)
  await callHttp(there, rooms.routes.update, { roomId, version, name: 'his too' }, as.bob)

  const gone = remote.next(communities.pushes.left)
  await callHttp(here, communities.routes.removeMember, member, as.alice)
  const frames = remote.frames.length
  const content = { text: 'among ourselves' }
  await callHttp(here, messages.routes.send, { roomId, content }, as.alice)
  expect(await within2s(gone)).toEqual({ communityId })
  await pause(1500)
  expect(remote.frames.slice(frames).filter(one => one.roomId === roomId)).toEqual([])
})

it('blocking someone on one node is known to my devices on the other', async () => {
  const [alice, bob] = [await account('alice'), await account('bob')]
  const mine = await connect(there as never, alice.session)
  const userId = bob.session.user.id
  const blocked = mine.next(blocks.pushes.updated)
  await callHttp(here, blocks.routes.block, { userId }, alice.session.accessToken)
  expect(await within2s(blocked)).toEqual({ userId, isBlocked: true })
  const lifted = mine.next(blocks.pushes.updated)
  await callHttp(here, blocks.routes.unblock, { userId }, alice.session.accessToken)
  expect(await within2s(lifted)).toEqual({ userId, isBlocked: false })
})

async function aWatcher(names: string[]) {
  const watched = await Promise.all(names.map(account))
  const watcher = await connect(there as never, (await account('watcher')).session)
  const userIds = watched.map(one => one.session.user.id)
  const { items } = await watcher.ask(presence.routes.watch, { userIds })
  expect(items.map(one => one.status)).toEqual(names.map(() => 'offline'))
  const next = (i: number, status: string) =>
    watcher.next(presence.pushes.updated, one => one.userId === userIds[i] && one.status === status)
  return { watcher, sessions: watched.map(one => one.session), userIds, next }
}

it('what is changed of a room on one node is told on the other, once', async () => {
  const [alice, bob] = [await account('alice'), await account('bob')]
  const create = { name: 'both', memberIds: [bob.session.user.id] }
  const { id: roomId } = await callHttp(here, rooms.routes.create, create, alice.session.accessToken)
  const [local, remote] = [
    await connect(here as never, alice.session),
    await connect(there as never, bob.session),
  ]
  const told = remote.next(rooms.pushes.updated)
  const change = { roomId, version: 1, name: 'renamed', announcement: 'read this' }
  await callHttp(here, rooms.routes.update, change, alice.session.accessToken)
  expect((await within2s(told)).room).toMatchObject({
    ...{ id: roomId, version: 2, name: 'renamed' },
    announcement: { text: 'read this' },
  })
  await pause(1500)
  for (const { frames } of [local, remote])
    expect(frames.filter(one => one.type === rooms.pushes.updated.type)).toHaveLength(1)
})

it('a role in a room given on one node is told on the other, once; reading tells no role', async () => {
  const [alice, bob] = [await account('alice'), await account('bob')]
  const userId = bob.session.user.id
  const create = { name: 'both', memberIds: [userId] }
  const { id: roomId } = await callHttp(here, rooms.routes.create, create, alice.session.accessToken)
  const [local, mine, remote] = [
    await connect(here as never, alice.session),
    await connect(there as never, bob.session),
    await connect(there as never, alice.session),
  ]
  const told = [mine, remote].map(one => one.next(rooms.pushes.roleChanged))
  const standing = mine.next(rooms.pushes.standing, one => one.rooms.some(room => room.roomId === roomId))
  const role = { roomId, userId, role: 'moderator' as const }
  await callHttp(here, rooms.routes.setRole, role, alice.session.accessToken)
  for (const { participant } of await within2s(Promise.all(told))) expect(participant).toMatchObject(role)
  expect(await within2s(standing)).toEqual({ rooms: [{ roomId, standing: 'moderator' }] })
  await callHttp(here, conversations.routes.markRead, { roomId, seq: 1 }, bob.session.accessToken)
  await pause(1500)
  for (const { frames } of [local, remote])
    expect(frames.filter(one => one.type === rooms.pushes.roleChanged.type)).toHaveLength(1)
})

it('who comes, turns away and goes on one node is seen to on the other', async () => {
  const { sessions, next } = await aWatcher(['alice'])
  const online = next(0, 'online')
  const alice = await connect(here as never, sessions[0]!)
  await online
  const away = next(0, 'away')
  await alice.ask(presence.routes.update, { active: false })
  await away
  const offline = next(0, 'offline')
  await alice.disconnect()
  expect((await offline).lastSeenAt).toBeDefined()
})

it('when a node is killed its people are gone with its lease; who is elsewhere too stays', async () => {
  const doomed = await startServer(env, dir)
  const { sessions, userIds, watcher, next } = await aWatcher(['alice', 'bob'])
  const both = [next(0, 'online'), next(1, 'online')]
  for (const session of sessions) await connect(doomed as never, session)
  await connect(here as never, sessions[1]!)
  await Promise.all(both)
  const killed = Date.now()
  await doomed.stop('SIGKILL')
  await pause(2500)
  const { lastSeenAt } = await next(0, 'offline')
  expect(Math.abs(Date.parse(lastSeenAt!) - killed)).toBeLessThan(2000)
  await pause(1100)
  const { items } = await watcher.ask(presence.routes.watch, { userIds })
  expect(items.map(one => one.status)).toEqual(['offline', 'online'])
})

test('an account deleted on one node is out on the other, and its people see the name and the words go', async () => {
  const [leaver, friend] = [await account('leaver'), await account('friend')]
  const input = { name: 'both', memberIds: [friend.session.user.id] }
  const room = await callHttp(here, rooms.routes.create, input, leaver.session.accessToken)
  const said = { roomId: room.id, content: { text: 'soon to be gone' } }
  await callHttp(here, messages.routes.send, said, leaver.session.accessToken)
  const [remote, watching] = [
    await connect(there as never, leaver.session),
    await connect(there as never, friend.session),
  ]
  const { username, password, session } = leaver
  const nameless = watching.next(profiles.pushes.changed, ({ user }) => user.displayName === '?')
  const husk = watching.next(messages.pushes.deleted)
  await callHttp(here, accounts.routes.remove, { confirm: username, password }, session.accessToken)
  expect(await within2s(remote.closed)).toBe(4009)
  await nameless
  expect((await husk).message).toMatchObject({ senderId: session.user.id, content: null })
})

test('who reads on one node is told on the other as one who has read', async () => {
  const [alice, bob] = [await account('alice'), await account('bob')]
  const input = { name: 'both', memberIds: [bob.session.user.id] }
  const room = await callHttp(here, rooms.routes.create, input, alice.session.accessToken)
  const said = { roomId: room.id, content: { text: 'read it' } }
  const { seq } = await callHttp(here, messages.routes.send, said, alice.session.accessToken)
  const author = await connect(here as never, alice.session)
  const told = author.next(receipts.pushes.updated, ({ roomId }) => roomId === room.id)
  const read = { roomId: room.id, seq }
  await callHttp(there, conversations.routes.markRead, read, bob.session.accessToken)
  expect(await within2s(told)).toEqual({ roomId: room.id, positions: { [bob.session.user.id]: seq } })
})

it('who speaks on one node is not told of on the other beside what they say', async () => {
  const [alice, bob] = [await account('alice'), await account('bob')]
  const input = { name: 'both', memberIds: [bob.session.user.id] }
  const room = await callHttp(here, rooms.routes.create, input, alice.session.accessToken)
  const [listener, speaker] = [
    await connect(there as never, alice.session),
    await connect(here as never, bob.session),
  ]
  await pause(2500) // both nodes know the places
  for (let n = 0; n < 3; n++) {
    await speaker.ask(messages.routes.send, { roomId: room.id, content: { text: `word ${n}` } })
    await pause(2500)
  }
  const told = listener.frames.filter(one => one.type === receipts.pushes.updated.type)
  expect(told.filter(one => one.data.roomId === room.id)).toEqual([])
  const { positions } = await listener.call(receipts.routes.positions, { roomId: room.id })
  expect(positions[bob.session.user.id]).toBeGreaterThan(0)
}, 30_000)

it('many places that change at one moment on one node are all taken over by the other', async () => {
  const [owner, late] = [await account('owner'), await account('late')]
  const room = await callHttp(here, rooms.routes.create, { name: 'large' }, owner.session.accessToken)
  const remote = await connect(there as never, late.session)
  const joined = remote.next(rooms.pushes.joined, ({ userId }) => userId === late.session.user.id)
  const client = await mongoose.createConnection(env.MONGODB_URI!).asPromise()
  const row = { roomId: room.id, role: 'member', joinedAt: new Date(), left: false, fromSeq: 1, readSeq: 0 }
  const placeOf = (userId: string) => ({ ...row, _id: `${room.id}:${userId}`, userId, changedAt: new Date() })
  const crowd = Array.from({ length: 6000 }, (_, n) => placeOf(`nobody-${String(n).padStart(6, '0')}`))
  await client.collection<{ _id: string }>('members').insertMany(crowd)
  const last = { ...placeOf(late.session.user.id), changedAt: new Date() }
  await client.collection<{ _id: string }>('members').insertOne(last)
  await client.close()
  expect((await joined).participant.userId).toBe(late.session.user.id)
}, 30_000)

it('what I do with a message on one node is told to my device on the other', async () => {
  const { session } = await account('alice')
  const mine = await connect(here as never, session)
  const remote = await connect(there as never, session)
  const room = await mine.call(rooms.routes.create, { name: 'mine' })
  const { id: messageId } = await mine.call(messages.routes.send, {
    roomId: room.id,
    content: { text: 'said' },
  })
  const told = nextMark(remote)
  await mine.call(reactions.routes.add, { messageId, emoji: '👍' })
  expect(await within2s(told)).toEqual({ roomId: room.id, messageId, mine: { reactions: ['👍'] } })
})

it('a row that is only mine is told to my device on the other node', async () => {
  const { session } = await account('alice')
  const mine = await connect(here as never, session)
  const remote = await connect(there as never, session)
  const room = await mine.call(rooms.routes.create, { name: 'begun' })
  const told = remote.next(ownUpdated)
  const row = await mine.call(drafts.routes.save, { roomId: room.id, text: 'begun' })
  expect(await within2s(told)).toEqual({ name: 'drafts', rows: [row] })
})
