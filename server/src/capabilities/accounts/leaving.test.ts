import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import { reactions } from '@community-chat/shared/capabilities/reactions/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import mongoose from 'mongoose'
import { aPerson, callHttp, connect, type TestPerson } from '../../testing/person'
import { pause, rawCall, sameBody } from '../../testing/raw'
import { anAccount, aWechatPerson, openVendorApp, type VendorApp } from './factory'
import { Accounts, SignIns } from './model'

const { routes } = accounts
let world: VendorApp
beforeAll(async () => {
  world = await openVendorApp()
  await aPerson(world.app, 'first') // owns the Lobby and is nobody here
})
afterAll(() => world.close())

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    error => error.code as string,
  )

/** Deletes an account and waits until it is gone. */
async function leave({ username, password, session }: Awaited<ReturnType<typeof anAccount>>): Promise<void> {
  await callHttp(world.app, routes.remove, { confirm: username, password }, session.accessToken)
  await gone(session.user.id)
}

async function gone(userId: string): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (!(await Accounts.exists({ _id: userId }))) return
    await pause(25)
  }
  throw new Error('the account is still there')
}

async function everythingStored(): Promise<string> {
  const db = mongoose.connection.db!
  const names = (await db.listCollections().toArray()).map(one => one.name)
  return JSON.stringify(await Promise.all(names.map(name => db.collection(name).find().toArray())))
}

/** Someone with a room of two, in which both have spoken. */
async function aTalk(): Promise<{
  account: Awaited<ReturnType<typeof anAccount>>
  leaver: TestPerson
  friend: TestPerson
  roomId: string
}> {
  const account = await anAccount(world.app, 'Leaver')
  const leaver = await connect(world.app, account.session)
  const friend = await aPerson(world.app, 'friend')
  const { id: roomId } = await friend.call(rooms.routes.create, { name: 'talk', memberIds: [leaver.id] })
  await leaver.call(messages.routes.send, { roomId, content: { text: 'said by who left' } })
  await friend.call(messages.routes.send, { roomId, content: { text: 'said by who stayed' } })
  return { account, leaver, friend, roomId }
}

test('deleting an account signs it out everywhere at once, for good', async () => {
  const account = await anAccount(world.app)
  const { username, password } = account
  const other = await callHttp(world.app, routes.login, { username, password })
  const devices = [await connect(world.app, account.session), await connect(world.app, other)]
  await callHttp(world.app, routes.remove, { confirm: username.toUpperCase(), password }, other.accessToken)
  expect(await Promise.all(devices.map(one => one.closed))).toEqual([4009, 4009])
  for (const { accessToken, refreshToken } of [account.session, other]) {
    expect(await codeOf(callHttp(world.app, profiles.routes.me, {}, accessToken))).toBe('unauthenticated')
    expect(await codeOf(callHttp(world.app, routes.refresh, { refreshToken }))).toBe('refresh_refused')
  }
  await gone(account.session.user.id)
  expect(await codeOf(callHttp(world.app, routes.login, { username, password }))).toBe('wrong_credentials')
})

test('then the name is free, and who takes it is somebody else', async () => {
  const account = await anAccount(world.app)
  await leave(account)
  const { username, password } = account
  const next = await callHttp(world.app, routes.signup, { username, password })
  expect(next.user.id).not.toBe(account.session.user.id)
})

test('while it is being deleted the account is as if unknown, but its name is not free', async () => {
  const { username, password, session } = await anAccount(world.app)
  await Accounts.updateOne({ _id: session.user.id }, { $set: { deletingAt: new Date() } })
  const [there, nobody] = await Promise.all(
    [username, 'nobody-at-all'].map(name => rawCall(world.app, routes.login, { username: name, password })),
  )
  expect([there!.status, sameBody(there!)]).toEqual([401, sameBody(nobody!)])
  const { refreshToken } = session
  expect(await codeOf(callHttp(world.app, routes.refresh, { refreshToken }))).toBe('refresh_refused')
  expect(await codeOf(callHttp(world.app, routes.signup, { username, password }))).toBe('username_taken')
})

test('a login at the same moment leaves nobody signed in', async () => {
  for (let round = 0; round < 5; round++) {
    const { username, password, session } = await anAccount(world.app)
    const logins = Array.from({ length: 4 }, () =>
      callHttp(world.app, routes.login, { username, password }).catch(() => null),
    )
    await callHttp(world.app, routes.remove, { confirm: username, password }, session.accessToken)
    for (const opened of await Promise.all(logins)) {
      if (!opened) continue
      const me = callHttp(world.app, profiles.routes.me, {}, opened.accessToken)
      expect(await codeOf(me)).toBe('unauthenticated')
    }
    await gone(session.user.id)
    expect(await SignIns.countDocuments({ userId: session.user.id, endedAt: null })).toBe(0)
  }
})

test('a vendor’s person needs no password, and their identity is free at once', async () => {
  const { openId, session } = await aWechatPerson(world)
  const { username } = session.user
  await callHttp(world.app, routes.remove, { confirm: username }, session.accessToken)
  const next = await callHttp(world.app, routes.loginWith, {
    kind: 'wechat',
    code: world.wechat.grant(openId),
  })
  expect([next.isNew, next.user.id === session.user.id]).toEqual([true, false])
  await gone(session.user.id)
})

test.each([
  ['confirm', 'another name', { confirm: 'somebody-else' }],
  ['password', 'no password', {}],
])('nothing is deleted with a wrong %s: %s', async (path, _, wrong) => {
  const { username, session } = await anAccount(world.app)
  const answer = await rawCall(world.app, routes.remove, { confirm: username, ...wrong }, session.accessToken)
  expect(answer.status).toBe(400)
  expect(answer.body.error).toMatchObject({ code: 'invalid_input', data: { issues: [{ path }] } })
  expect(await codeOf(callHttp(world.app, profiles.routes.me, {}, session.accessToken))).toBe('ok')
})

test('wrong passwords count: a stolen token does not help to guess', async () => {
  const { username, password, session } = await anAccount(world.app)
  const remove = (password: string) =>
    codeOf(callHttp(world.app, routes.remove, { confirm: username, password }, session.accessToken))
  for (let i = 0; i < 10; i++) expect(await remove('a guess at it')).toBe('wrong_credentials')
  expect(await remove(password)).toBe('locked')
})

test('open devices of others see the name go, the person leave and each message turn into a husk', async () => {
  const { account, leaver, friend, roomId } = await aTalk()
  const nameless = friend.next(profiles.pushes.changed, ({ user }) => user.id === leaver.id)
  const left = friend.next(rooms.pushes.left, one => one.userId === leaver.id && one.memberCount === 1)
  const husk = friend.next(messages.pushes.deleted)
  await leave(account)
  expect((await nameless).user).toMatchObject({ displayName: '?', avatar: { letters: '?' } })
  await left
  expect((await husk).message).toMatchObject({ senderId: leaver.id, content: null, gone: { why: 'deleted' } })
  const { items } = await friend.call(messages.routes.history, { roomId })
  expect(items.filter(one => one.type === 'text').map(one => one.content)).toEqual([
    null,
    { type: 'text', text: 'said by who stayed' },
  ])
  const { items: members } = await friend.call(rooms.routes.members, { roomId })
  expect(members.map(one => one.userId)).toEqual([friend.id])
})

test('nothing of what they said or were called is left in the store', async () => {
  const { account, leaver, friend } = await aTalk()
  const direct = await leaver.call(rooms.routes.openDirect, { userId: friend.id })
  await leaver.call(messages.routes.send, { roomId: direct.id, content: { text: 'between us' } })
  await leaver.call(profiles.routes.update, { displayName: 'Leaver of Places' })
  await pause(1200) // what is written behind has been written
  await leave(account)
  const stored = await everythingStored()
  for (const trace of ['said by who left', 'between us', 'Leaver of Places', account.username])
    expect([trace, stored.includes(trace)]).toEqual([trace, false])
  expect((await SignIns.find({ userId: leaver.id }).lean()).every(row => row.device === '')).toBe(true)
})

test('what they thought of what others said is taken back', async () => {
  const { account, leaver, friend, roomId } = await aTalk()
  const [said] = (await friend.call(messages.routes.history, { roomId })).items.filter(
    one => one.senderId === friend.id && one.type === 'text',
  )
  await leaver.call(reactions.routes.add, { messageId: said!.id, emoji: '👍' })
  await leave(account)
  const { facets } = await friend.call(messages.routes.get, { messageId: said!.id })
  expect(JSON.stringify(facets)).not.toContain('👍')
})

test('the other one of a direct room keeps it, with nobody on the other side', async () => {
  const { account, leaver, friend } = await aTalk()
  const { id: roomId } = await leaver.call(rooms.routes.openDirect, { userId: friend.id })
  await friend.call(messages.routes.send, { roomId, content: { text: 'are you there' } })
  await leave(account)
  expect(await friend.call(rooms.routes.get, { roomId })).toMatchObject({ peer: { displayName: '?' } })
  const { items } = await friend.call(messages.routes.history, { roomId })
  expect(items.at(-1)?.content).toMatchObject({ text: 'are you there' })
  const { id: userId } = leaver
  expect(await codeOf(friend.call(rooms.routes.openDirect, { userId }))).toBe('not_found')
  expect(await codeOf(friend.call(profiles.routes.get, { userId }))).toBe('not_found')
})
