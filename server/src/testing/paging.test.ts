/** Every list: its pages have each row once, sizes are 1–100, and a cursor is only good for its own list. */
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { audit } from '@community-chat/shared/capabilities/audit/contract'
import { blocks } from '@community-chat/shared/capabilities/blocks/contract'
import { chains } from '@community-chat/shared/capabilities/chains/contract'
import { communities } from '@community-chat/shared/capabilities/communities/contract'
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { favourites } from '@community-chat/shared/capabilities/favourites/contract'
import { mentions } from '@community-chat/shared/capabilities/mentions/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { polls } from '@community-chat/shared/capabilities/polls/contract'
import { pins } from '@community-chat/shared/capabilities/pins/contract'
import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import { receipts } from '@community-chat/shared/capabilities/receipts/contract'
import { reactions } from '@community-chat/shared/capabilities/reactions/contract'
import { reports } from '@community-chat/shared/capabilities/reports/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { schedules } from '@community-chat/shared/capabilities/schedules/contract'
import { threads } from '@community-chat/shared/capabilities/threads/contract'
import { search } from '@community-chat/shared/capabilities/search/contract'
import type { Route } from '@community-chat/shared/protocol/contract'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Accounts } from '../capabilities/accounts/model'
import { AuditRows } from '../capabilities/audit/model'
import { Blocks } from '../capabilities/blocks/model'
import { Entries } from '../capabilities/chains/model'
import { Communities, CommunityMembers } from '../capabilities/communities/model'
import { Favourites } from '../capabilities/favourites/model'
import { Votes } from '../capabilities/polls/model'
import { Pins } from '../capabilities/pins/model'
import { call } from '../capabilities/mentions/factory'
import { Messages } from '../capabilities/messages/model'
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
/** Said by alice, and read by many. */
let readId: string
let pollId: string
let chainId: string

/** Each list with its input, and how a row is told from others. A list that is missing here fails the test. */
const lists: Record<
  string,
  { route: Route<any, any>; input: () => Record<string, unknown>; id: (row: any) => string }
> = {
  'audit.all': { route: audit.routes.all, input: () => ({}), id: row => row.id },
  'audit.ofRoom': { route: audit.routes.ofRoom, input: () => ({ roomId }), id: row => row.id },
  'blocks.list': { route: blocks.routes.list, input: () => ({}), id: row => row.user.id },
  'communities.list': { route: communities.routes.list, input: () => ({}), id: row => row.id },
  'communities.members': {
    route: communities.routes.members,
    input: () => ({ communityId: 'welcome' }),
    id: row => row.userId,
  },
  'conversations.list': { route: conversations.routes.list, input: () => ({}), id: row => row.room.id },
  'favourites.list': { route: favourites.routes.list, input: () => ({}), id: row => row.messageId },
  'pins.list': { route: pins.routes.list, input: () => ({ roomId }), id: row => row.id },
  'profiles.find': { route: profiles.routes.find, input: () => ({ query: 'paged' }), id: row => row.id },
  'polls.voters': { route: polls.routes.voters, input: () => ({ messageId: pollId }), id: row => row.userId },
  'chains.entries': {
    route: chains.routes.entries,
    input: () => ({ messageId: chainId }),
    id: row => row.userId,
  },
  'mentions.list': { route: mentions.routes.list, input: () => ({}), id: row => row.id },
  'receipts.readers': {
    route: receipts.routes.readers,
    input: () => ({ messageId: readId }),
    id: row => row.id,
  },
  'reactions.list': { route: reactions.routes.list, input: () => ({ messageId }), id: row => row.userId },
  'reports.list': { route: reports.routes.list, input: () => ({}), id: row => row.id },
  'rooms.list': { route: rooms.routes.list, input: () => ({}), id: row => row.id },
  'schedules.list': { route: schedules.routes.list, input: () => ({}), id: row => row.id },
  'threads.list': { route: threads.routes.list, input: () => ({}), id: row => row.root.id },
  'search.find': {
    route: search.routes.find,
    input: () => ({ query: 'looked for' }),
    id: row => row.message.id,
  },
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
  for (let i = 0; i < size; i++)
    await alice.call(messages.routes.send, { roomId, content: { text: `looked for ${i}` } })
  const content = { text: 'liked by all' }
  messageId = (await alice.call(messages.routes.send, { roomId, content })).id
  for (const one of crowd) await one.call(reactions.routes.add, { messageId, emoji: '👍' })
  await Reactions.updateMany({ messageId }, { $set: { createdAt: at } })
  const question = { roomId, question: 'q', options: ['a', 'b'] }
  pollId = (await alice.call(polls.routes.create, question)).id
  chainId = (await alice.call(chains.routes.create, { roomId, title: 't' })).id
  for (const one of crowd) {
    await one.call(polls.routes.vote, { messageId: pollId, options: ['o1'] })
    await one.call(chains.routes.join, { messageId: chainId, text: 'in' })
  }
  await Votes.updateMany({}, { $set: { createdAt: at } })
  await Entries.updateMany({}, { $set: { createdAt: at } })
  for (let i = 0; i < size; i++) {
    const kept = await alice.call(messages.routes.send, { roomId, content: { text: `kept ${i}` } })
    await alice.call(favourites.routes.keep, { messageId: kept.id })
    await alice.call(messages.routes.send, { roomId, threadId: kept.id, content: { text: 'in its thread' } })
  }
  await Favourites.updateMany({}, { $set: { keptAt: at } })
  for (let i = 0; i < size; i++) {
    const pinned = await alice.call(messages.routes.send, { roomId, content: { text: `pinned ${i}` } })
    await alice.call(pins.routes.add, { messageId: pinned.id })
  }
  await Pins.updateMany({ roomId }, { $set: { at } })
  const tomorrow = new Date(Date.now() + 24 * 3600 * 1000).toISOString()
  for (let i = 0; i < size; i++)
    await alice.call(schedules.routes.remind, { note: `note ${i}`, at: tomorrow })
  await beCalledAndRead(at)
  await CommunityMembers.updateMany({}, { $set: { joinedAt: at } })
  for (const { id: userId } of crowd) {
    await alice.call(reports.routes.create, { userId, reason: 'spam' })
    await alice.call(blocks.routes.block, { userId })
  }
  await Blocks.updateMany({}, { $set: { blockedAt: at } })
  for (let i = 0; i < size; i++)
    await alice.call(rooms.routes.update, { roomId, version: i + 1, topic: `topic ${i}` })
  await AuditRows.updateMany({}, { $set: { at } })
  await Reports.updateMany({}, { $set: { createdAt: at } }, { timestamps: false, overwriteImmutable: true })
  admin = await anAdmin()
  // Places in threads follow a reply; they do not hold it up.
  while ((await alice.call(threads.routes.list, {})).items.length < size)
    await new Promise(resolve => setTimeout(resolve, 50))
}, 120_000)
afterAll(() => app.close())

/** Someone calls alice many times, in a room where many have read what she said. */
async function beCalledAndRead(at: Date): Promise<void> {
  const caller = await aPerson(app, 'caller')
  const { id } = await caller.call(rooms.routes.create, { name: 'calls', memberIds: [alice.id] })
  for (let i = 0; i < size; i++) await call(caller, id, alice.id)
  readId = (await alice.call(messages.routes.send, { roomId: id, content: { text: 'read by all' } })).id
  await Messages.updateMany({ roomId: id }, { $set: { createdAt: at } })
  const member = { roomId: id, role: 'member', joinedAt: new Date(0), left: false, fromSeq: 0, readSeq: 1e6 }
  await Members.insertMany(
    Array.from({ length: size }, (_, i) => ({ ...member, _id: `${id}:reader-${i}`, userId: `reader-${i}` })),
  )
}

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
