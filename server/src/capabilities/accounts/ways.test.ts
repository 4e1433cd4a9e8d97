import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import mongoose from 'mongoose'
import { testEnv } from '../../testing/app'
import { callHttp, connect } from '../../testing/person'
import { rawCall, sameBody } from '../../testing/raw'
import { sessionKey } from '../../testing/vendors/wechat'
import { anAccount, aWechatPerson, openVendorApp, type VendorApp } from './factory'
import { Accounts } from './model'
import { identify, openVendors } from './ways'

const { routes } = accounts
let world: VendorApp
beforeAll(async () => {
  world = await openVendorApp()
})
afterAll(() => world.close())

type Kind = 'wechat' | 'alipay'
let count = 0
const anId = () => `o-id-${++count}`
const enter = (kind: Kind, openId: string) =>
  callHttp(world.app, routes.loginWith, { kind, code: world[kind].grant(openId) })
const link = (token: string, kind: Kind, openId: string) =>
  callHttp(world.app, routes.link, { kind, code: world[kind].grant(openId) }, token)
const unlink = (token: string, kind: Kind) => callHttp(world.app, routes.unlink, { kind }, token)
const kindsOf = async (token: string) =>
  (await callHttp(world.app, routes.ways, {}, token)).items.map(one => one.kind)
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    error => error.code as string,
  )

describe.each<Kind>(['wechat', 'alipay'])('%s', kind => {
  test('the first login makes an account, says that it is new, and later ones find it again', async () => {
    const openId = anId()
    const first = await enter(kind, openId)
    expect(first).toMatchObject({ isNew: true, user: { isAdmin: false } })
    expect(first.user.username).toMatch(kind === 'wechat' ? /^wx_\w{10}$/ : /^ali_\w{10}$/)
    expect(first.user.displayName).toMatch(/^User \w{4}$/)
    const again = await enter(kind, openId)
    expect([again.user, again.isNew]).toEqual([first.user, undefined])
    expect((await enter(kind, anId())).user.id).not.toBe(first.user.id)
    expect(await kindsOf(first.accessToken)).toEqual([kind])
  })

  test('of ten first logins of one person at once all get the one account', async () => {
    const openId = anId()
    const sessions = await Promise.all(Array.from({ length: 10 }, () => enter(kind, openId)))
    expect(new Set(sessions.map(one => one.user.id)).size).toBe(1)
    expect(sessions.filter(one => one.isNew)).toHaveLength(1)
  })

  test('a bad code and a silent vendor are told apart, over HTTP too', async () => {
    const bad = await rawCall(world.app, routes.loginWith, { kind, code: 'never-given' })
    expect([bad.status, bad.body.error.code]).toEqual([401, 'code_refused'])
    world[kind].moods('down', 'down', 'down')
    const down = await rawCall(world.app, routes.loginWith, { kind, code: world[kind].grant(anId()) })
    expect([down.status, down.body.error.code]).toEqual([503, 'vendor_unavailable'])
    expect(down.headers['retry-after']).toBe('5')
  })

  test('a server without its settings says so', async () => {
    const none = openVendors(testEnv({}))
    await expect(identify({} as never, none, kind, 'a-code')).rejects.toMatchObject({
      code: 'vendor_off',
      status: 501,
    })
  })
})

test('of what a vendor sends only whom it means is kept, and nothing is answered', async () => {
  const { openId, session } = await aWechatPerson(world)
  const db = mongoose.connection.db!
  const names = (await db.listCollections().toArray()).map(one => one.name)
  const stored = JSON.stringify(await Promise.all(names.map(name => db.collection(name).find().toArray())))
  expect(stored).toContain(openId)
  for (const secret of [sessionKey, `union-of-${openId}`]) expect(stored).not.toContain(secret)
  const shown = await callHttp(world.app, routes.ways, {}, session.accessToken)
  expect(JSON.stringify([session, shown])).not.toContain(openId)
})

test('who came by a vendor has a profile and a socket and makes rooms like everyone', async () => {
  const { session } = await aWechatPerson(world)
  const person = await connect(world.app, session)
  expect(await person.call(profiles.routes.me, {})).toEqual(session.user)
  expect(await codeOf(person.call(rooms.routes.create, { name: 'mine' }))).toBe('ok')
})

test('whoever has a password links both vendors and signs in by either', async () => {
  const { session, username } = await anAccount(world.app)
  const [one, other] = [anId(), anId()]
  await link(session.accessToken, 'wechat', one)
  await link(session.accessToken, 'alipay', other)
  const shown = await callHttp(world.app, routes.ways, {}, session.accessToken)
  expect(shown.items).toEqual([
    { kind: 'password', linkedAt: expect.any(String), name: username },
    { kind: 'wechat', linkedAt: expect.any(String) },
    { kind: 'alipay', linkedAt: expect.any(String) },
  ])
  expect([shown.offered, shown.generatedName]).toEqual([['wechat', 'alipay'], false])
  expect((await enter('wechat', one)).user.id).toBe(session.user.id)
  expect((await enter('alipay', other)).user.id).toBe(session.user.id)
})

test('linking the same again changes nothing; another of its kind must wait until it is unlinked', async () => {
  const { session } = await anAccount(world.app)
  const [token, openId] = [session.accessToken, anId()]
  await link(token, 'wechat', openId)
  const before = await callHttp(world.app, routes.ways, {}, token)
  await link(token, 'wechat', openId)
  expect(await callHttp(world.app, routes.ways, {}, token)).toEqual(before)
  await expect(link(token, 'wechat', anId())).rejects.toMatchObject({ code: 'way_linked', status: 409 })
  expect((await enter('wechat', openId)).user.id).toBe(session.user.id)
})

test('what belongs to another account cannot be linked, and stays there', async () => {
  const { openId, session } = await aWechatPerson(world)
  const { session: other } = await anAccount(world.app)
  await expect(link(other.accessToken, 'wechat', openId)).rejects.toMatchObject({
    code: 'way_taken',
    status: 409,
  })
  await link(other.accessToken, 'wechat', anId())
  expect(await codeOf(link(other.accessToken, 'wechat', openId))).toBe('way_taken')
  expect((await enter('wechat', openId)).user.id).toBe(session.user.id)
})

test('of five who link one identity at once exactly one gets it', async () => {
  const people = await Promise.all(Array.from({ length: 5 }, () => anAccount(world.app)))
  const openId = anId()
  const codes = await Promise.all(
    people.map(({ session }) => codeOf(link(session.accessToken, 'wechat', openId))),
  )
  expect(codes.sort()).toEqual(['ok', ...Array(4).fill('way_taken')])
})

test('a way that is unlinked signs nobody in, and is free for another', async () => {
  const { session } = await anAccount(world.app)
  const openId = anId()
  await link(session.accessToken, 'wechat', openId)
  await unlink(session.accessToken, 'wechat')
  await unlink(session.accessToken, 'wechat')
  expect(await kindsOf(session.accessToken)).toEqual(['password'])
  const fresh = await enter('wechat', openId)
  expect([fresh.isNew, fresh.user.id === session.user.id]).toEqual([true, false])
})

test('the only way cannot be given up', async () => {
  const { openId, session } = await aWechatPerson(world)
  await expect(unlink(session.accessToken, 'wechat')).rejects.toMatchObject({ code: 'last_way', status: 409 })
  expect((await enter('wechat', openId)).user.id).toBe(session.user.id)
})

test('of two ways given up at once exactly one survives, every time', async () => {
  for (let round = 0; round < 20; round++) {
    const { session } = await aWechatPerson(world)
    await link(session.accessToken, 'alipay', anId())
    const codes = await Promise.all([
      codeOf(unlink(session.accessToken, 'wechat')),
      codeOf(unlink(session.accessToken, 'alipay')),
    ])
    expect(codes.sort()).toEqual(['last_way', 'ok'])
    expect(await kindsOf(session.accessToken)).toHaveLength(1)
  }
})

test('someone without a password sets one without an old one, and chooses a name with it', async () => {
  const { session } = await aWechatPerson(world)
  const elsewhere = await connect(world.app, await enter('wechat', anId()))
  const [token, username] = [session.accessToken, `Chosen.${Date.now()}`]
  expect((await callHttp(world.app, routes.ways, {}, token)).generatedName).toBe(true)
  await callHttp(world.app, routes.changePassword, { newPassword: 'long enough', username }, token)
  const signedIn = await callHttp(world.app, routes.login, {
    username: username.toLowerCase(),
    password: 'long enough',
  })
  expect(signedIn.user).toMatchObject({ id: session.user.id, username })
  expect(await callHttp(world.app, profiles.routes.me, {}, token)).toMatchObject({ username })
  const { items } = await elsewhere.call(profiles.routes.find, { query: username })
  expect(items.map(one => one.id)).toEqual([session.user.id])
  expect((await elsewhere.call(profiles.routes.find, { query: session.user.username })).items).toEqual([])
  const { items: ways, generatedName } = await callHttp(world.app, routes.ways, {}, token)
  expect([ways[0]?.name, generatedName]).toEqual([username, false])
})

test.each(['oldPassword', 'username'])('%s is refused by its name where it has no place', async path => {
  const [vendors, named] = [await aWechatPerson(world), await anAccount(world.app)]
  const newPassword = 'long enough'
  const wrong =
    path === 'oldPassword'
      ? [
          [vendors, { newPassword, oldPassword: 'there is none' }],
          [named, { newPassword }],
        ]
      : [[named, { newPassword, oldPassword: named.password, username: 'another-name' }]]
  for (const [{ session }, input] of wrong as [typeof vendors, object][]) {
    const answer = await rawCall(world.app, routes.changePassword, { ...input }, session.accessToken)
    expect(answer.status).toBe(400)
    expect(answer.body.error).toMatchObject({ code: 'invalid_input', data: { issues: [{ path }] } })
  }
})

test('a name that somebody has is refused, and the password is not set either', async () => {
  const { username } = await anAccount(world.app)
  const { session } = await aWechatPerson(world)
  const input = { newPassword: 'long enough', username: username.toUpperCase() }
  expect(await codeOf(callHttp(world.app, routes.changePassword, input, session.accessToken))).toBe(
    'username_taken',
  )
  expect(await kindsOf(session.accessToken)).toEqual(['wechat'])
})

test('of two first passwords set at once one holds, and the other is told', async () => {
  const { session } = await aWechatPerson(world)
  const set = (newPassword: string) =>
    codeOf(callHttp(world.app, routes.changePassword, { newPassword }, session.accessToken))
  const codes = await Promise.all([set('the first one'), set('the other one')])
  expect(codes.sort()).toEqual(['conflict', 'ok'])
})

test('whom only a host program signs in takes on no way of their own', async () => {
  const { session } = await aWechatPerson(world)
  await Accounts.updateOne({ _id: session.user.id }, { $unset: { ways: '', generatedName: '' } })
  expect(await codeOf(link(session.accessToken, 'wechat', anId()))).toBe('forbidden')
  const set = callHttp(world.app, routes.changePassword, { newPassword: 'long enough' }, session.accessToken)
  expect(await codeOf(set)).toBe('forbidden')
})

test('a login by password to an account that has none looks like any wrong one', async () => {
  const { session } = await aWechatPerson(world)
  const { username } = session.user
  const wrong = await rawCall(world.app, routes.login, { username, password: 'a guess at it' })
  const nobody = await rawCall(world.app, routes.login, {
    username: 'nobody-here',
    password: 'a guess at it',
  })
  expect([wrong.status, sameBody(wrong)]).toEqual([401, sameBody(nobody)])
})
