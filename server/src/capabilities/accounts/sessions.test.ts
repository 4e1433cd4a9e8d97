import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import { closeCodes } from '@community-chat/shared/protocol/frame'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { callHttp, connect } from '../../testing/person'
import { pause, rawSignedIn, rawSocket } from '../../testing/raw'
import { aMessage } from '../messages/factory'
import { anAccount } from './factory'
import { SignIns } from './model'
import { loadEnded } from './sessions'

const { routes } = accounts
let app: TestApp
beforeAll(async () => {
  app = await openTestApp({ ACCESS_TOKEN_SECONDS: '3600' })
})
afterAll(() => app.close())

const within2s = <T>(work: Promise<T>) =>
  Promise.race([work, pause(2000).then(() => Promise.reject(new Error('not within 2 s')))])
const isRefused = (accessToken: string) =>
  expect(callHttp(app, profiles.routes.me, {}, accessToken)).rejects.toMatchObject({
    code: 'unauthenticated',
    status: 401,
  })

test('a refresh token gives a new pair of the same sign-in', async () => {
  const { session } = await anAccount(app)
  const next = await callHttp(app, routes.refresh, { refreshToken: session.refreshToken })
  expect(next.user).toEqual(session.user)
  expect(next.refreshToken).not.toBe(session.refreshToken)
  expect(next.accessToken).not.toBe(session.accessToken)
  expect(await SignIns.countDocuments({ userId: session.user.id })).toBe(1)
})

test('a refresh token that is used twice ends everything that came from it, within 2 s', async () => {
  const { session } = await anAccount(app)
  const next = await callHttp(app, routes.refresh, { refreshToken: session.refreshToken })
  const person = await connect(app, next)
  const reuse = callHttp(app, routes.refresh, { refreshToken: session.refreshToken })
  await expect(reuse).rejects.toMatchObject({ code: 'refresh_refused', status: 401 })
  expect(await within2s(person.closed)).toBe(closeCodes.signedOut)
  await isRefused(next.accessToken)
  await expect(callHttp(app, routes.refresh, { refreshToken: next.refreshToken })).rejects.toMatchObject({
    code: 'refresh_refused',
  })
})

test('a device whose answer was lost asks again with its clientId; the lost pair is dead, and using it ends the family', async () => {
  const { session } = await anAccount(app)
  const input = { refreshToken: session.refreshToken, clientId: 'renewal-0123456789' }
  const lost = await callHttp(app, routes.refresh, input)
  const again = await callHttp(app, routes.refresh, input)
  expect(again.user.id).toBe(session.user.id)
  await expect(callHttp(app, routes.refresh, { refreshToken: lost.refreshToken })).rejects.toMatchObject({
    code: 'refresh_refused',
  })
  await isRefused(again.accessToken)
})

test('a spent refresh token with another clientId ends the family', async () => {
  const { session } = await anAccount(app)
  const next = await callHttp(app, routes.refresh, {
    refreshToken: session.refreshToken,
    clientId: 'renewal-0123456789',
  })
  const stolen = callHttp(app, routes.refresh, {
    refreshToken: session.refreshToken,
    clientId: 'renewal-9876543210',
  })
  await expect(stolen).rejects.toMatchObject({ code: 'refresh_refused' })
  await isRefused(next.accessToken)
})

test('of two uses of one refresh token at once at most one succeeds, and the family ends', async () => {
  const { session } = await anAccount(app)
  const use = () => callHttp(app, routes.refresh, { refreshToken: session.refreshToken }).catch(() => null)
  const pairs = (await Promise.all([use(), use(), use()])).filter(one => one !== null)
  expect(pairs.length).toBeLessThanOrEqual(1)
  await isRefused(session.accessToken)
})

test('a reuse ends one sign-in, not the others of that person', async () => {
  const { username, password, session } = await anAccount(app)
  const other = await callHttp(app, routes.login, { username, password })
  await callHttp(app, routes.refresh, { refreshToken: session.refreshToken })
  await callHttp(app, routes.refresh, { refreshToken: session.refreshToken }).catch(() => null)
  expect((await callHttp(app, profiles.routes.me, {}, other.accessToken)).id).toBe(session.user.id)
})

test.each(['not-a-refresh-token-at-all', 'x'.repeat(128), 'a.b.c.d.e.f.g.h.i.j'])(
  'a made-up refresh token is refused: %s',
  async refreshToken => {
    await expect(callHttp(app, routes.refresh, { refreshToken })).rejects.toMatchObject({
      code: 'refresh_refused',
      status: 401,
    })
  },
)

test('a refresh token is stored only hashed', async () => {
  const { session } = await anAccount(app)
  const secret = session.refreshToken.split('.')[1]!
  expect(JSON.stringify(await SignIns.find({ userId: session.user.id }).lean())).not.toContain(secret)
})

test('signing out here closes the sockets of this sign-in with 4009 and refuses its token; another stays', async () => {
  const { username, password, session } = await anAccount(app)
  const other = await callHttp(app, routes.login, { username, password })
  const [here, alsoHere, there] = [
    await connect(app, session),
    await connect(app, session),
    await connect(app, other),
  ]
  await here.call(routes.logout, {})
  expect(await within2s(Promise.all([here.closed, alsoHere.closed]))).toEqual([4009, 4009])
  await isRefused(session.accessToken)
  await expect(callHttp(app, routes.refresh, { refreshToken: session.refreshToken })).rejects.toMatchObject({
    code: 'refresh_refused',
  })
  await expect(connect(app, session)).rejects.toThrow('closed with 4001')
  expect((await there.ask(conversations.routes.list, {})).items.length).toBeGreaterThan(0)
})

test('signing out everywhere closes every socket of that person and nobody else’s', async () => {
  const { username, password, session } = await anAccount(app)
  const other = await callHttp(app, routes.login, { username, password })
  const bystander = await connect(app, (await anAccount(app, 'bystander')).session)
  const [here, there] = [await connect(app, session), await connect(app, other)]
  await here.call(routes.logout, { everywhere: true })
  expect(await within2s(Promise.all([here.closed, there.closed]))).toEqual([4009, 4009])
  await isRefused(other.accessToken)
  expect((await bystander.ask(conversations.routes.list, {})).items.length).toBeGreaterThan(0)
})

test('a socket that ignores being signed out is answered nothing more and changes nothing', async () => {
  const { alice, bob, room } = await aMessage(app)
  const silent = await rawSignedIn(app, alice.session.accessToken)
  // A device that keeps its side open: it never answers the close.
  ;(
    silent.socket as unknown as { _receiver: { removeAllListeners: (name: string) => void } }
  )._receiver.removeAllListeners('conclude')
  await alice.call(routes.logout, {})
  await pause(50)
  const raw = (silent.socket as unknown as { _sender: { send: (data: Buffer, options: object) => void } })
    ._sender
  const frame = { type: 'send_message', id: 'late', roomId: room.id, content: { text: 'after signing out' } }
  raw.send(Buffer.from(JSON.stringify(frame)), { binary: false, fin: true, mask: true, compress: false })
  await pause(300)
  expect(silent.frames.filter(one => one.id === 'late')).toEqual([])
  const { items } = await bob.call(messages.routes.history, { roomId: room.id })
  expect(JSON.stringify(items)).not.toContain('after signing out')
  silent.socket.terminate()
})

test('a new password ends the other sign-ins, keeps this one, and the old one no longer opens', async () => {
  const { username, password, session } = await anAccount(app)
  const other = await connect(app, await callHttp(app, routes.login, { username, password }))
  const here = await connect(app, session)
  await here.call(routes.changePassword, { oldPassword: password, newPassword: 'another one' })
  expect(await within2s(other.closed)).toBe(closeCodes.signedOut)
  await isRefused(other.session.accessToken)
  expect((await here.ask(conversations.routes.list, {})).items.length).toBeGreaterThan(0)
  await expect(callHttp(app, routes.login, { username, password })).rejects.toMatchObject({
    code: 'wrong_credentials',
  })
  await callHttp(app, routes.login, { username, password: 'another one' })
})

test('changing the password needs the present one', async () => {
  const { username, password, session } = await anAccount(app)
  const wrong = callHttp(
    app,
    routes.changePassword,
    { oldPassword: 'guessed', newPassword: 'another one' },
    session.accessToken,
  )
  await expect(wrong).rejects.toMatchObject({ code: 'wrong_credentials', status: 401 })
  await callHttp(app, routes.login, { username, password })
})

test('where I am signed in is listed newest first, with the device and which one this is', async () => {
  const { username, password, session } = await anAccount(app)
  await pause(5)
  const other = await callHttp(app, routes.login, { username, password })
  const { items } = await callHttp(app, routes.sessions, {}, session.accessToken)
  expect(items.map(one => one.isThis)).toEqual([false, true])
  expect(JSON.stringify(items)).not.toContain('Hash')
  await callHttp(app, routes.logout, {}, other.accessToken)
  expect((await callHttp(app, routes.sessions, {}, session.accessToken)).items).toHaveLength(1)
})

test('a sign-in that has ended stays ended for as long as its longest token lasts, also after a restart', async () => {
  const { session } = await anAccount(app)
  const [signIn] = await SignIns.find({ userId: session.user.id }).lean()
  // As another node left it, or this one before it was started again.
  await SignIns.updateOne({ _id: signIn!._id }, { $set: { endedAt: new Date(Date.now() - 50 * 60_000) } })
  await loadEnded()
  await isRefused(session.accessToken)
})

test('signing out needs no socket, and a token that was signed out opens none', async () => {
  const { session } = await anAccount(app)
  await callHttp(app, routes.logout, {}, session.accessToken)
  const socket = await rawSocket(app)
  socket.send({ type: 'authenticate', token: session.accessToken })
  expect(await within2s(socket.closed)).toBe(closeCodes.token)
})
