import { communities } from '@community-chat/shared/capabilities/communities/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, somePeople, type TestPerson } from '../../testing/person'
import { pause, rawCall } from '../../testing/raw'
import { aCommunity, seenBy } from './factory'
import capability from '.'
import { Communities } from './model'
import { isFound, folded, prefixesOf } from '../profiles/api'

const { routes, pushes } = communities
let app: TestApp
let alice: TestPerson
let bob: TestPerson
let stranger: TestPerson
beforeAll(async () => {
  app = await openTestApp()
  ;({ alice, bob, stranger } = await somePeople(app))
})
afterAll(() => app.close())

const found = async (who: TestPerson, query: string, fields: object = {}) =>
  (await who.call(routes.list, { query, limit: 100, ...fields })).items.map(one => one.name)

test('a new community is what was asked for, with a first room that its maker owns', async () => {
  const input = {
    name: ' 城市观鸟 Urban Birding ',
    description: '抬头看看\nLook up',
    category: 'nature',
  } as const
  const made = await alice.call(routes.create, { ...input, colour: 5, roomName: 'Lookout' })
  expect(made).toMatchObject({
    name: '城市观鸟 Urban Birding',
    description: '抬头看看\nLook up',
    letters: '城',
    colour: 5,
    category: 'nature',
    visibility: 'public',
    ownerId: alice.id,
    role: 'owner',
    memberCount: 1,
    roomCount: 1,
  })
  const { items } = await alice.call(rooms.routes.list, { communityId: made.id })
  expect(items).toEqual([expect.objectContaining({ name: 'Lookout', role: 'owner', visibility: 'public' })])
  expect(await bob.call(routes.get, { communityId: made.id })).toEqual({ ...made, role: null })
})

test('made again with the same clientId, one after the other or all at once, it is one community with one room', async () => {
  const input = { name: 'once', clientId: 'client-id-of-communities' }
  const all = await Promise.all(Array.from({ length: 5 }, () => alice.call(routes.create, input)))
  all.push(await alice.call(routes.create, input))
  expect(new Set(all.map(one => one.id)).size).toBe(1)
  const communityId = all[0]!.id
  expect(await seenBy(alice, communityId)).toMatchObject({ memberCount: 1, roomCount: 1, role: 'owner' })
  expect((await bob.call(routes.create, input)).id).not.toBe(communityId)
})

test.each([
  ['name', { name: '' }],
  ['name', { name: 'x'.repeat(61) }],
  ['description', { description: 'x'.repeat(501) }],
  ['letters', { letters: 'ABCDE' }],
  ['colour', { colour: 9 }],
  ['category', { category: 'secrets' }],
  ['visibility', { visibility: 'hidden' }],
  ['roomName', { roomName: '' }],
  ['ownerId', { ownerId: 'someone' }],
])('making one with a bad or foreign %s is refused (%#)', async (path, bad) => {
  const before = await Communities.countDocuments()
  const answer = await rawCall(app, routes.create, { name: 'fine', ...bad }, alice.session.accessToken)
  expect(answer.status).toBe(400)
  expect(answer.body.error.data.issues[0].path).toBe(path)
  expect(await Communities.countDocuments()).toBe(before)
})

test('the directory is found by the beginnings of words in any script, and by category', async () => {
  const here = `q${Date.now().toString(36)}`
  const make = (name: string, category: 'games' | 'reading') =>
    alice.call(routes.create, { name: `${name} ${here}`, category })
  await make('像素酒馆 Pixel Tavern', 'games')
  await make('Slow Readers', 'reading')
  const only = (names: string[]) => names.map(name => name.replace(` ${here}`, '')).sort()
  const search = async (query: string, fields = {}) => only(await found(bob, `${query} ${here}`, fields))
  expect(await search('pix')).toEqual(['像素酒馆 Pixel Tavern'])
  expect(await search('TAVERN')).toEqual(['像素酒馆 Pixel Tavern'])
  expect(await search('酒馆')).toEqual(['像素酒馆 Pixel Tavern'])
  expect(await search('ixel')).toEqual([])
  expect(await search('re sl')).toEqual(['Slow Readers'])
  expect(await search('', { category: 'games' })).toEqual(['像素酒馆 Pixel Tavern'])
  expect(await search('', { category: 'music' })).toEqual([])
  expect(await found(bob, '。。。')).toEqual([])
})

test('the largest stand first, or those where something was said last', async () => {
  const word = `s${Date.now().toString(36)}`
  const make = (name: string) => alice.call(routes.create, { name: `${name} ${word}` })
  const [small, large] = [await make('small'), await make('large')]
  await bob.call(routes.join, { communityId: large.id })
  expect(await found(bob, word)).toEqual([large.name, small.name])
  const [room] = (await alice.call(rooms.routes.list, { communityId: small.id })).items
  await alice.call(messages.routes.send, { roomId: room!.id, content: { text: 'lively' } })
  await pause(1500) // a hint that is written behind, at most once a second
  expect(await found(bob, word, { sort: 'activity' })).toEqual([small.name, large.name])
})

test('mine are those I am in, private ones too, which nobody else finds', async () => {
  const name = `hidden ${Date.now().toString(36)}`
  const { id: communityId } = await alice.call(routes.create, { name, visibility: 'private' })
  expect(await found(alice, name, { mine: true })).toEqual([name])
  expect(await found(alice, '', { mine: true })).toContain(name)
  for (const [who, mine] of [
    [alice, false],
    [stranger, false],
    [stranger, true],
  ] as const)
    expect(await found(who, name, { mine })).toEqual([])
  const unknown = await rawCall(app, routes.get, { communityId: 'nowhere' }, stranger.session.accessToken)
  const hidden = await rawCall(app, routes.get, { communityId }, stranger.session.accessToken)
  expect([hidden.status, { ...hidden.body.error, requestId: '' }]).toEqual([
    404,
    { ...unknown.body.error, requestId: '' },
  ])
})

describe('changing one', () => {
  test('raises the version and reaches every member’s devices, each with their own role', async () => {
    const { alice: owner, bob: member, community, communityId } = await aCommunity(app)
    const { version } = await seenBy(owner, communityId)
    const heard = member.next(pushes.updated)
    const changed = await owner.call(routes.update, {
      communityId,
      version,
      name: '新名字',
      category: 'life',
    })
    expect(changed).toMatchObject({ name: '新名字', letters: '新', category: 'life', version: version + 1 })
    expect((await heard).community).toEqual({ ...changed, role: 'member' })
    expect(changed.description).toBe(community.description)
    expect(await found(stranger, '新名')).toContain('新名字')
    const late = owner.call(routes.update, { communityId, version, name: 'late' })
    await expect(late).rejects.toMatchObject({ code: 'stale_version', status: 409 })
  })

  test('letters that were chosen stay when the name changes', async () => {
    const { alice: owner, communityId } = await aCommunity(app, { letters: 'XY' })
    const { version } = await seenBy(owner, communityId)
    const changed = await owner.call(routes.update, { communityId, version, name: 'Another' })
    expect(changed.letters).toBe('XY')
  })

  test('to private takes it out of the directory and shuts its public rooms to strangers at once', async () => {
    const { alice: owner, communityId } = await aCommunity(app)
    const [room] = (await owner.call(rooms.routes.list, { communityId })).items
    const { version } = await seenBy(owner, communityId)
    await owner.call(routes.update, { communityId, version, visibility: 'private' })
    const refused = { code: 'not_found' }
    await expect(stranger.call(routes.join, { communityId })).rejects.toMatchObject(refused)
    await expect(stranger.call(rooms.routes.join, { roomId: room!.id })).rejects.toMatchObject(refused)
  })
})

test('erasing the owner leaves the community to the next, and nothing about them', async () => {
  const { alice: owner, bob: heir, communityId } = await aCommunity(app)
  const other = await aPerson(app, 'other')
  await owner.call(routes.addMember, { communityId, userId: other.id })
  const { erase, export: exported } = capability.personal as Exclude<typeof capability.personal, 'none'>
  expect(JSON.stringify(await exported(owner.id))).toContain(communityId)
  await erase(app.kernel.contextFor({ authorized: true }), owner.id)
  expect(await seenBy(heir, communityId)).toMatchObject({ ownerId: heir.id, role: 'owner', memberCount: 2 })
  expect(JSON.stringify(await exported(owner.id))).not.toContain(communityId)
  const { items } = await heir.call(routes.members, { communityId })
  expect(items.map(one => one.invitedBy)).toEqual([null, null])
})

test.each([
  ['Night Ops', 'o', true],
  ['Night Ops', 'night ops', true],
  ['Night Ops', 'ight', false],
  ['Ｗｉｄｅ', 'wide', true],
  ['深夜机房', '机房', true],
  ['Internationalisation', 'internationalis', true],
  ['Internationalisation', 'internationalx', false],
  ['C++ friends', 'c++', true],
  ['🎮 games', '🎮', true],
])('%s is found by %s: %s', (name, query, isThere) => {
  expect(isFound(query, { nameKey: folded(name), prefixes: prefixesOf(name) })).toBe(isThere)
})
