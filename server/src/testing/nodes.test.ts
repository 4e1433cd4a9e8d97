/** Two nodes on one database: what is done on one holds on the other, within 2 s. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { anAccount } from '../capabilities/accounts/factory'
import { callHttp, connect } from './person'
import { type DatabaseProgram, startDatabase, startServer } from './programs'
import { pause } from './raw'

type Node = Awaited<ReturnType<typeof startServer>>
const dir = mkdtempSync(join(tmpdir(), 'community-chat-nodes-'))
let database: DatabaseProgram
let here: Node
let there: Node
beforeAll(async () => {
  database = await startDatabase(join(dir, 'mongo'))
  const env = {
    MONGODB_URI: database.uri('nodes'),
    JWT_SECRET: 'only-for-tests-0123456789-abcdefghij',
    RATE_LIMIT_ENABLED: 'false',
    LOG_LEVEL: 'error',
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

test.each([
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

test('a refresh token used again on another node ends the sign-in on both', async () => {
  const { session } = await account('alice')
  const next = await callHttp(here, accounts.routes.refresh, { refreshToken: session.refreshToken })
  const [local, remote] = [await connect(here as never, next), await connect(there as never, next)]
  await callHttp(there, accounts.routes.refresh, { refreshToken: session.refreshToken }).catch(() => null)
  expect(await within2s(Promise.all([local.closed, remote.closed]))).toEqual([4009, 4009])
})

test('a new password on one node ends the other sign-ins on both', async () => {
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

test('of twenty who join a room of six on both nodes at once five get in; the count is right', async () => {
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

test('what is said on one node is heard on the other, and after being put out nothing is', async () => {
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
