import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, connect, somePeople } from '../../testing/person'
import { pause } from '../../testing/raw'
import { Profiles } from './model'
import { giveEveryonePrefixes } from './prefixed'

const { routes, pushes } = profiles
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

test('I see my sign-in name; others do not', async () => {
  const { alice, bob } = await somePeople(app)
  const me = await alice.call(routes.me, {})
  expect(me).toMatchObject({ id: alice.id, displayName: 'alice', avatar: { letters: 'A' } })
  const seen = await bob.call(routes.get, { userId: alice.id })
  const { username: _username, isAdmin: _isAdmin, ...page } = me
  expect(seen).toEqual(page)
})

test('letters follow the name until they are chosen', async () => {
  const alice = await aPerson(app, 'alice')
  expect((await alice.call(routes.update, { displayName: 'Ada Lovelace' })).avatar.letters).toBe('AL')
  expect((await alice.call(routes.update, { displayName: '王小明' })).avatar.letters).toBe('王')
  expect((await alice.call(routes.update, { avatar: { letters: '🦊', colour: 3 } })).avatar).toEqual({
    letters: '🦊',
    colour: 3,
  })
  const renamed = await alice.call(routes.update, { displayName: 'Somebody' })
  expect(renamed).toMatchObject({ displayName: 'Somebody', avatar: { letters: '🦊', colour: 3 } })
})

test('a change reaches my devices and the rooms I am in, and no stranger', async () => {
  const { alice, bob, stranger } = await somePeople(app)
  await alice.call(rooms.routes.create, { name: 'ours', memberIds: [bob.id] })
  await alice.call(rooms.routes.leave, { roomId: 'lobby' }).catch(() => null)
  const second = await connect(app, alice.session)
  const heard = [second.next(pushes.changed), bob.next(pushes.changed)]
  await alice.call(routes.update, { displayName: 'Alicia' })
  for (const one of await Promise.all(heard))
    expect(one.user).toMatchObject({ id: alice.id, displayName: 'Alicia' })
  await pause(50)
  const strange = stranger.frames.filter(
    frame => frame.type === 'profile_updated' && frame.data.user.id === alice.id,
  )
  // The stranger shares the lobby only where alice could not leave it, as its owner.
  expect(strange.length).toBe(
    (await alice.call(rooms.routes.get, { roomId: 'lobby' })).role === 'owner' ? 1 : 0,
  )
})

test.each([
  ['displayName', { displayName: '' }],
  ['displayName', { displayName: 'x'.repeat(41) }],
  ['avatar.letters', { avatar: { letters: 'abcde', colour: 1 } }],
  ['avatar.colour', { avatar: { letters: 'a', colour: 9 } }],
  ['avatar.url', { avatar: { letters: 'a', colour: 1, url: 'http://example.org' } }],
  ['username', { username: 'another' }],
  ['bio', { bio: 'x'.repeat(301) }],
  ['bio', { bio: 'a\0b' }],
  ['status.text', { status: { text: '' } }],
  ['status.text', { status: { text: 'x'.repeat(61) } }],
  ['status.text', { status: { text: 'two\nlines' } }],
  ['status.emoji', { status: { text: 'a', emoji: 'abc' } }],
  ['status.emoji', { status: { text: 'a', emoji: '12' } }],
  ['status.until', { status: { text: 'a', until: 'tomorrow' } }],
  ['status.until', { status: { text: 'a', until: new Date(Date.now() - 1000).toISOString() } }],
  ['status.until', { status: { text: 'a', until: new Date(Date.now() + 400 * 864e5).toISOString() } }],
])('a bad or foreign %s is refused by its name (%#)', async (path, bad) => {
  const alice = await aPerson(app, 'alice')
  const refused = alice.call(routes.update, bad as never)
  await expect(refused).rejects.toMatchObject({ code: 'invalid_input', data: { issues: [{ path }] } })
  expect(await alice.call(routes.me, {})).toEqual(alice.session.user)
})

test('a page of somebody who does not exist is not found; among several, unknown ids are left out', async () => {
  const { alice, bob } = await somePeople(app)
  await expect(alice.call(routes.get, { userId: 'nobody-has-this-id' })).rejects.toMatchObject({
    code: 'not_found',
    status: 404,
  })
  const { items } = await alice.ask(routes.getMany, {
    userIds: [bob.id, 'nobody-has-this-id', alice.id, bob.id],
  })
  expect(items.map(one => one.id).sort()).toEqual([alice.id, bob.id].sort())
  const many = alice.call(routes.getMany, { userIds: Array(201).fill(bob.id) })
  await expect(many).rejects.toMatchObject({ code: 'invalid_input' })
})

test('people are found by the beginning of either name, whatever the case, and nothing in it is a pattern', async () => {
  const { alice } = await somePeople(app)
  const found = async (query: string) =>
    (await alice.call(routes.find, { query, limit: 100 })).items.map(one => one.id)
  await alice.call(routes.update, { displayName: 'Zebra Q.' })
  expect(await found('zEbr')).toEqual([alice.id])
  expect(await found(alice.session.user.username.toUpperCase())).toEqual([alice.id])
  for (const query of ['ebra', '.*', '^z', 'z.bra', '$ne', '{"$gt":""}', '[a-z]'])
    expect(await found(query)).toEqual([])
})

test('people are found by their id and by the words inside their name, also in scripts without spaces', async () => {
  const { alice } = await somePeople(app)
  const row = (id: string, displayName: string, username: string) => ({
    _id: id,
    displayName,
    username,
    letters: '?',
    colour: 1,
    ownLetters: false,
    nameKey: displayName.toLowerCase(),
    usernameKey: username,
  })
  await Profiles.insertMany([
    row('inside-1', 'Robert Fitzgerald', 'robert-i'),
    row('inside-2', '欧阳小明', 'ouyang-i'),
    row('inside-3', 'Fitz', 'fitz-i'),
    row('inside-4', 'Somebody', 'fitz-ii'),
  ])
  await giveEveryonePrefixes()
  const found = async (query: string) =>
    (await alice.call(profiles.routes.find, { query })).items.map(({ id }) => id)
  expect(await found('fitz')).toEqual(['inside-3', 'inside-1', 'inside-4'])
  expect(await found('fitzgerald')).toEqual(['inside-1'])
  expect(await found('fitzgeraldine')).toEqual([])
  expect(await found('小明')).toEqual(['inside-2'])
  expect(await found('inside-2')).toEqual(['inside-2'])
  const first = await alice.call(profiles.routes.find, { query: 'fitz', limit: 1 })
  const second = await alice.call(profiles.routes.find, { query: 'fitz', limit: 1, cursor: first.next! })
  expect(second.items.map(({ id }) => id)).toEqual(['inside-1'])
})

test('a search has every person once, however many share a name', async () => {
  const alice = await aPerson(app, 'seeker')
  const row = (i: number, displayName: string, username: string) => ({
    _id: `twin-${String(i).padStart(3, '0')}`,
    displayName,
    username,
    letters: 'T',
    colour: 1,
    ownLetters: false,
    nameKey: displayName.toLowerCase(),
    usernameKey: username.toLowerCase(),
  })
  const twins = Array.from({ length: 70 }, (_, i) => row(i, 'Twin', `twin-${i}`))
  const others = Array.from({ length: 30 }, (_, i) => row(100 + i, 'Other', `twinned-${i}`))
  await Profiles.insertMany([...twins, ...others])
  for (const limit of [1, 7, 100]) {
    const ids: string[] = []
    for (let cursor: string | undefined; ;) {
      const page = await alice.call(routes.find, { query: 'twin', limit, ...(cursor ? { cursor } : {}) })
      ids.push(...page.items.map(one => one.id))
      if (page.next === null) break
      cursor = page.next
    }
    expect(ids).toHaveLength(100)
    expect(new Set(ids).size).toBe(100)
    expect(ids.slice(0, 70).every(id => id < 'twin-070')).toBe(true)
  }
})
