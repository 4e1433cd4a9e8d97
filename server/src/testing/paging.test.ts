/** Every list: its pages have each row once, sizes are 1–100, and a cursor is only good for its own list. */
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { blocks } from '@community-chat/shared/capabilities/blocks/contract'
import { communities } from '@community-chat/shared/capabilities/communities/contract'
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import { reactions } from '@community-chat/shared/capabilities/reactions/contract'
import { reports } from '@community-chat/shared/capabilities/reports/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import type { Route } from '@community-chat/shared/protocol/contract'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Accounts } from '../capabilities/accounts/model'
import { Blocks } from '../capabilities/blocks/model'
import { Communities, CommunityMembers } from '../capabilities/communities/model'
import { Reactions } from '../capabilities/reactions/model'
import { Reports } from '../capabilities/reports/model'
import { Members, Rooms } from '../capabilities/rooms/model'
import { openTestApp, type TestApp } from './app'
import { aPerson, callHttp, type TestPerson } from './person'
import { rawCall, type RawAnswer } from './raw'

const size = 23
let app: TestApp
let alice: TestPerson
/** A token of alice's as an administrator: some lists are only for those. */
let admin: string
let roomId: string
let messageId: string

/** Each list with its input, and how a row is told from others. A list that is missing here fails the test. */
const lists: Record<
  string,
  { route: Route<any, any>; input: () => Record<string, unknown>; id: (row: any) => string }
> = {
  'blocks.list': { route: blocks.routes.list, input: () => ({}), id: row => row.user.id },
  'communities.list': { route: communities.routes.list, input: () => ({}), id: row => row.id },
  'communities.members': {
    route: communities.routes.members,
    input: () => ({ communityId: 'welcome' }),
    id: row => row.userId,
  },
  'conversations.list': { route: conversations.routes.list, input: () => ({}), id: row => row.room.id },
  'profiles.find': { route: profiles.routes.find, input: () => ({ query: 'paged' }), id: row => row.id },
  'reactions.list': { route: reactions.routes.list, input: () => ({ messageId }), id: row => row.userId },
  'reports.list': { route: reports.routes.list, input: () => ({}), id: row => row.id },
  'rooms.list': { route: rooms.routes.list, input: () => ({}), id: row => row.id },
  'rooms.members': { route: rooms.routes.members, input: () => ({ roomId }), id: row => row.userId },
}

beforeAll(async () => {
  app = await openTestApp()
  alice = await aPerson(app, 'alice')
  const crowd = await Promise.all(Array.from({ length: size }, () => aPerson(app, 'paged')))
  roomId = (await alice.call(rooms.routes.create, { name: 'full', memberIds: crowd.map(one => one.id) })).id
  for (let i = 0; i < size; i++)
    await alice.call(rooms.routes.create, { name: `room ${i}`, type: 'public_room' })
  await Communities.insertMany(
    Array.from({ length: size }, (_, i) => ({ _id: `community-${i}`, name: `${i}`, memberCount: 1 })),
  )
  // Rows of one moment are told apart by their id alone.
  const at = new Date()
  await Rooms.updateMany(
    { visibility: 'public' },
    { $set: { lastAt: at, createdAt: at } },
    { timestamps: false, overwriteImmutable: true },
  )
  await Members.updateMany({ roomId }, { $set: { joinedAt: at } })
  const content = { text: 'liked by all' }
  messageId = (await alice.call(messages.routes.send, { roomId, content })).id
  for (const one of crowd) await one.call(reactions.routes.add, { messageId, emoji: '👍' })
  await Reactions.updateMany({ messageId }, { $set: { createdAt: at } })
  await CommunityMembers.updateMany({}, { $set: { joinedAt: at } })
  for (const { id: userId } of crowd) {
    await alice.call(reports.routes.create, { userId, reason: 'spam' })
    await alice.call(blocks.routes.block, { userId })
  }
  await Blocks.updateMany({}, { $set: { blockedAt: at } })
  await Reports.updateMany({}, { $set: { createdAt: at } }, { timestamps: false, overwriteImmutable: true })
  admin = await anAdmin()
})
afterAll(() => app.close())

const ask = (name: string, extra: Record<string, unknown>): Promise<RawAnswer> =>
  rawCall(app, lists[name]!.route, { ...lists[name]!.input(), ...extra }, admin)

async function anAdmin(): Promise<string> {
  await Accounts.updateOne({ _id: alice.id }, { $set: { isAdmin: true } })
  const { username } = alice.session.user
  const login = { username, password: 'password of alice' }
  return (await callHttp(app, accounts.routes.login, login)).accessToken
}

async function pages(name: string, limit: number): Promise<string[]> {
  const ids: string[] = []
  for (let cursor: string | undefined; ;) {
    const { body } = await ask(name, { limit, cursor })
    expect(body.items.length).toBeLessThanOrEqual(limit)
    ids.push(...body.items.map(lists[name]!.id))
    if (body.next === null) return ids
    expect(body.items).toHaveLength(limit)
    cursor = body.next
  }
}

test('every list of every contract is in this table', () => {
  const paged = app.kernel.registry.routes.filter(({ route }) => {
    const shape = (route.output._zod.def as { shape?: object }).shape
    return shape && 'items' in shape && 'next' in shape
  })
  expect(paged.map(({ route }) => route.name).sort()).toEqual(Object.keys(lists).sort())
})

describe.each(Object.keys(lists))('%s', name => {
  test('has each row exactly once, in one order, whatever the size of a page', async () => {
    const whole = await pages(name, 100)
    expect(whole.length).toBeGreaterThanOrEqual(size)
    expect(new Set(whole).size).toBe(whole.length)
    for (const limit of [1, 7, whole.length - 1, whole.length, whole.length + 1])
      expect(await pages(name, limit)).toEqual(whole)
  })

  test('has 50 on a page unless asked otherwise', async () => {
    const { body } = await ask(name, {})
    expect(body.items.length).toBe(Math.min(50, (await pages(name, 100)).length))
  })

  test.each(['0', '101', '-1', '1.5', 'many', '1e2', '', ' 5', '{"$gt":0}'])(
    'refuses a limit of "%s" by its name',
    async limit => {
      const { status, body } = await ask(name, { limit })
      expect(status).toBe(400)
      expect(body.error).toMatchObject({ code: 'invalid_input', data: { issues: [{ path: 'limit' }] } })
    },
  )

  const packed = (...keys: unknown[]) => Buffer.from(JSON.stringify(keys)).toString('base64url')
  const garbled = [
    ['words', 'not a cursor'],
    ['nothing', ''],
    ['an empty list', packed()],
    ['operators', packed({ $gt: '' }, { $ne: null })],
    ['a time beyond time', packed(1e300, 'x')],
    ['a negative one', packed(-1e300, 'x')],
    ['nulls', packed(null, null)],
    ['text for a time', packed('x', 'x')],
    ['one key too many', packed(1, 'x', 'x', 'x', 'x')],
    ['half of JSON', Buffer.from('[1,"x').toString('base64url')],
    ['far too much', 'x'.repeat(513)],
  ] as const
  test.each(garbled)('refuses a cursor of %s by its name', async (_, cursor) => {
    const { status, body } = await ask(name, { cursor })
    expect(status).toBe(400)
    expect(body.error).toMatchObject({ code: 'invalid_input', data: { issues: [{ path: 'cursor' }] } })
  })

  test('refuses the cursors of the other lists', async () => {
    for (const other of Object.keys(lists)) {
      const { next } = (await ask(other, { limit: 2 })).body
      expect(typeof next).toBe('string')
      expect([other, (await ask(name, { cursor: next })).status]).toEqual([other, other === name ? 200 : 400])
    }
  })
})
