import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, callHttp, connect } from '../../testing/person'
import { rawCall, sameBody } from '../../testing/raw'
import { anAccount } from './factory'
import { Accounts } from './model'

const { routes } = accounts
let app: TestApp
beforeAll(async () => {
  app = await openTestApp({ PASSWORD_MEMORY: '19456' })
})
afterAll(() => app.close())

test('signing up signs in: tokens, how long they last, and the person', async () => {
  const session = await callHttp(app, routes.signup, {
    username: 'Zoë'.replace('ë', 'e'),
    password: 'long enough',
    displayName: ' 佐伊 ',
  })
  expect(session).toMatchObject({
    expiresIn: 900,
    user: { username: 'Zoe', displayName: '佐伊', isAdmin: false },
  })
  expect(await callHttp(app, profiles.routes.me, {}, session.accessToken)).toEqual(session.user)
})

test('without a shown name the sign-in name is shown', async () => {
  const { user } = await callHttp(app, routes.signup, { username: 'just-a-name', password: 'long enough' })
  expect(user).toMatchObject({ displayName: 'just-a-name', avatar: { letters: 'J' } })
})

test('a name is taken whatever its case', async () => {
  const { username } = await anAccount(app, 'twice')
  const again = callHttp(app, routes.signup, { username: username.toUpperCase(), password: 'long enough' })
  await expect(again).rejects.toMatchObject({ code: 'username_taken', status: 409 })
})

test('of ten who want one name at once exactly one gets it', async () => {
  const tries = Array.from({ length: 10 }, (_, i) =>
    callHttp(app, routes.signup, { username: i % 2 ? 'Wanted' : 'wanted', password: `password ${i}` }).then(
      () => 'got it',
      error => error.code,
    ),
  )
  const all = await Promise.all(tries)
  expect(all.filter(one => one === 'got it')).toHaveLength(1)
  expect(all.filter(one => one === 'username_taken')).toHaveLength(9)
  expect(await Accounts.countDocuments({ usernameKey: 'wanted' })).toBe(1)
})

test.each([
  ['username', { username: 'ab' }],
  ['username', { username: 'with space' }],
  ['username', { username: 'a'.repeat(33) }],
  ['username', { username: '用户名' }],
  ['password', { password: '7 chars' }],
  ['password', { password: 'x'.repeat(129) }],
  ['displayName', { displayName: '   ' }],
  ['displayName', { displayName: 'x'.repeat(41) }],
  ['displayName', { displayName: 'two\nlines' }],
  ['isAdmin', { isAdmin: true }],
  ['_id', { _id: 'mine' }],
])('signing up with a bad or foreign %s is refused by its name (%#)', async (path, bad) => {
  const input = { username: 'fine-name', password: 'long enough', ...bad }
  const answer = await rawCall(app, routes.signup, input)
  expect(answer.status).toBe(400)
  expect(answer.body.error).toMatchObject({ code: 'invalid_input', data: { issues: [{ path }] } })
  expect(await Accounts.countDocuments({ usernameKey: 'fine-name' })).toBe(0)
})

test('signing in takes the name in any case and gives a sign-in of its own', async () => {
  const { username, password, session } = await anAccount(app)
  const second = await callHttp(app, routes.login, { username: username.toUpperCase(), password })
  expect(second.user).toEqual(session.user)
  expect(second.accessToken).not.toBe(session.accessToken)
  const [first, other] = [await connect(app, session), await connect(app, second)]
  expect(first.id).toBe(other.id)
})

test('a wrong password and a name that nobody has are answered with the same body', async () => {
  const { username } = await anAccount(app)
  const wrong = await rawCall(app, routes.login, { username, password: 'not this one' })
  const nobody = await rawCall(app, routes.login, { username: 'nobody-at-all', password: 'not this one' })
  expect(wrong.status).toBe(401)
  expect(sameBody(wrong)).toEqual(sameBody(nobody))
  expect(wrong.body.error.code).toBe('wrong_credentials')
})

test('a password is stored only as an argon2id hash, and never answered', async () => {
  const { username, password, session } = await anAccount(app)
  const doc = await Accounts.findOne({ usernameKey: username.toLowerCase() }).lean()
  expect(doc?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(JSON.stringify(doc)).not.toContain(password)
  expect(JSON.stringify(session)).not.toMatch(/argon|hash/i)
})

test('a fresh person joins a room, says something and makes a private room, with no further grant', async () => {
  const host = await aPerson(app, 'host')
  const open = await host.call(rooms.routes.create, { name: 'open', type: 'public_room' })
  const fresh = await aPerson(app, 'fresh')
  await fresh.call(rooms.routes.join, { roomId: open.id })
  const said = await fresh.call(messages.routes.send, { roomId: open.id, content: { text: 'hello' } })
  expect(said.senderId).toBe(fresh.id)
  const own = await fresh.call(rooms.routes.create, { name: 'mine', visibility: 'private' })
  expect(own).toMatchObject({ visibility: 'private', role: 'owner', creatorId: fresh.id })
})

test('nobody makes themselves an administrator: what a device says of itself is refused', async () => {
  const { session } = await anAccount(app)
  const answer = await rawCall(
    app,
    profiles.routes.update,
    { isAdmin: true, role: 'admin' },
    session.accessToken,
  )
  expect(answer.status).toBe(400)
  expect((await callHttp(app, profiles.routes.me, {}, session.accessToken)).isAdmin).toBe(false)
})
