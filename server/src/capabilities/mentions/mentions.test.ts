import { blocks } from '@community-chat/shared/capabilities/blocks/contract'
import { communities } from '@community-chat/shared/capabilities/communities/contract'
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { hiding } from '@community-chat/shared/capabilities/hiding/contract'
import { mentions } from '@community-chat/shared/capabilities/mentions/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, callHttp, type TestPerson } from '../../testing/person'
import { Messages } from '../messages/model'
import { aRoom } from '../rooms/factory'
import { Rooms } from '../rooms/model'
import { call, calling } from './factory'

const { routes } = mentions
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const markOf = async (person: TestPerson, roomId: string): Promise<boolean> => {
  const { items } = await person.call(conversations.routes.list, {})
  return items.find(one => one.room.id === roomId)!.mention
}
const unreadOf = async (person: TestPerson, roomId: string, after?: number) => {
  const { items } = await person.call(routes.unread, { roomId, ...(after === undefined ? {} : { after }) })
  return items.map(one => one.id)
}
const listOf = async (person: TestPerson) => (await person.call(routes.list, {})).items.map(one => one.id)
const say = (person: TestPerson, roomId: string, content: object) =>
  person.ask(messages.routes.send, { roomId, content } as never)

test('a call marks the room for who is called until it was read, and is found', async () => {
  const { alice, bob, room } = await aRoom(app)
  const carol = await aPerson(app, 'carol')
  await alice.call(rooms.routes.addMember, { roomId: room.id, userId: carol.id })
  const first = await call(alice, room.id, bob.id)
  const second = await call(alice, room.id, bob.id)
  expect([await markOf(bob, room.id), await markOf(carol, room.id), await markOf(alice, room.id)]).toEqual([
    true,
    false,
    false,
  ])
  expect(await unreadOf(bob, room.id)).toEqual([first.id, second.id])
  expect(await unreadOf(bob, room.id, first.seq)).toEqual([second.id])
  expect(await listOf(bob)).toEqual([second.id, first.id])
  const read = (seq: number) => bob.call(conversations.routes.markRead, { roomId: room.id, seq })
  expect([(await read(first.seq)).mention, (await read(second.seq)).mention]).toEqual([true, false])
  expect(await unreadOf(bob, room.id)).toEqual([])
  expect(await listOf(bob)).toEqual([second.id, first.id])
  expect([await listOf(carol), await listOf(alice)]).toEqual([[], []])
})

test('sync and the push of a reading say whether something still calls', async () => {
  const { alice, bob, room } = await aRoom(app)
  const { seq } = await call(alice, room.id, bob.id)
  const [change] = (await bob.call(conversations.routes.sync, { rooms: { [room.id]: 0 } })).rooms
  expect(change).toMatchObject({ mention: true })
  const told = bob.next(conversations.pushes.read)
  await bob.call(conversations.routes.markRead, { roomId: room.id, seq })
  expect(await told).toMatchObject({ mention: false })
})

test('a change computes anew whom a text calls, and a removal takes the call away', async () => {
  const { alice, bob, room } = await aRoom(app)
  const { id: messageId } = await alice.call(messages.routes.send, {
    roomId: room.id,
    content: { text: 'hello' },
  })
  expect(await markOf(bob, room.id)).toBe(false)
  await alice.call(messages.routes.edit, { messageId, content: calling([bob.id]) })
  expect([await markOf(bob, room.id), await listOf(bob)]).toEqual([true, [messageId]])
  await alice.call(messages.routes.edit, { messageId, content: { text: 'nobody' } })
  expect([await markOf(bob, room.id), await listOf(bob)]).toEqual([false, []])
  await alice.call(messages.routes.edit, { messageId, content: calling([bob.id]) })
  await alice.call(messages.routes.remove, { messageId })
  expect([await markOf(bob, room.id), await listOf(bob), await unreadOf(bob, room.id)]).toEqual([
    false,
    [],
    [],
  ])
})

test('whom a change leaves called may have gone meanwhile', async () => {
  const { alice, bob, room } = await aRoom(app)
  const { id: messageId } = await call(alice, room.id, bob.id)
  await bob.call(rooms.routes.leave, { roomId: room.id })
  const edited = await alice.call(messages.routes.edit, { messageId, content: calling([bob.id], 'edited') })
  expect(edited.content).toMatchObject({ mentions: [{ userId: bob.id }] })
  await expect(
    alice.call(messages.routes.edit, { messageId, content: calling([bob.id, 'nobody']) }),
  ).rejects.toMatchObject({ code: 'not_in_room' })
})

test.each<[string, object, string]>([
  ['behind the text', { text: '@x', mentions: [{ userId: null, at: 0, length: 3 }] }, 'mentions.0.length'],
  ['no at sign', { text: 'xx', mentions: [{ userId: null, at: 0, length: 2 }] }, 'mentions.0.length'],
  [
    'over another',
    {
      text: '@x@y',
      mentions: [
        { userId: null, at: 0, length: 4 },
        { userId: null, at: 2, length: 2 },
      ],
    },
    'mentions.1.length',
  ],
  ['below the text', { text: '@x', mentions: [{ userId: null, at: -1, length: 2 }] }, 'mentions.0.at'],
  ['of nobody', { text: '@x', mentions: [{ at: 0, length: 2 }] }, 'mentions.0.userId'],
  ['more than told', { text: '@x', mentions: [{ userId: null, at: 0, length: 2, $x: 1 }] }, 'mentions.0.$x'],
])('a span is refused with its path: %s', async (_, content, path) => {
  const { alice, room } = await aRoom(app)
  const refusal = { code: 'invalid_input', data: { issues: [{ path: `content.${path}` }] } }
  await expect(say(alice, room.id, content)).rejects.toMatchObject(refusal)
  await expect(alice.call(messages.routes.send, { roomId: room.id, content } as never)).rejects.toMatchObject(
    { ...refusal, status: 400 },
  )
})

test('more than fifty spans, and who is not in the room, are refused and nothing is said', async () => {
  const { alice, stranger, room } = await aRoom(app)
  const before = await Messages.countDocuments({ roomId: room.id })
  await expect(say(alice, room.id, calling(Array(51).fill(null)))).rejects.toMatchObject({
    code: 'invalid_input',
    data: { issues: [{ path: 'content.mentions' }] },
  })
  await expect(say(alice, room.id, calling([alice.id, stranger.id]))).rejects.toMatchObject({
    code: 'not_in_room',
    data: { issues: [{ path: 'content.mentions.1.userId' }] },
  })
  expect(await Messages.countDocuments({ roomId: room.id })).toBe(before)
})

describe('everyone is called', () => {
  test.each([
    ['moderators', ['owner', 'administrator', 'moderator']],
    ['members', ['owner', 'administrator', 'moderator', 'member']],
  ] as const)('where %s may, by %s', async (mentionAll, may) => {
    const { alice, bob, room } = await aRoom(app, { settings: { mentionAll } })
    for (const role of ['member', 'moderator', 'administrator', 'owner'] as const) {
      await alice.call(rooms.routes.setRole, { roomId: room.id, userId: bob.id, role })
      const said = call(bob, room.id, null)
      if ((may as readonly string[]).includes(role)) expect((await said).id).toBeTruthy()
      else await expect(said).rejects.toMatchObject({ code: 'may_not_mention_all', status: 403 })
    }
    expect((await unreadOf(alice, room.id)).length).toBe(may.length)
  })

  test('by who keeps its community, and between two people by nobody', async () => {
    const { alice, bob } = await aRoom(app)
    const place = await alice.call(communities.routes.create, { name: 'place' })
    await bob.call(communities.routes.join, { communityId: place.id })
    const room = await bob.call(rooms.routes.create, { name: 'inside', communityId: place.id })
    await alice.call(rooms.routes.join, { roomId: room.id })
    const { id } = await call(alice, room.id, null)
    expect(await unreadOf(bob, room.id)).toEqual([id])
    const direct = await alice.call(rooms.routes.openDirect, { userId: bob.id })
    await expect(call(alice, direct.id, null)).rejects.toMatchObject({ code: 'may_not_mention_all' })
  })

  test('and a change keeps it where it could not be called any more', async () => {
    const { alice, bob, room } = await aRoom(app, { settings: { mentionAll: 'members' } })
    const { id: messageId } = await call(bob, room.id, null)
    await alice.call(rooms.routes.update, {
      roomId: room.id,
      version: 1,
      settings: { mentionAll: 'moderators' },
    })
    const edit = bob.call(messages.routes.edit, { messageId, content: calling([null], 'again') })
    expect((await edit).content).toMatchObject({ mentions: [{ userId: null }] })
  })
})

test('who came later, who is blocked and who has gone has nothing to do with a call', async () => {
  const { alice, bob, stranger, room } = await aRoom(app, {
    type: 'public_room',
    settings: { history: 'joined' },
  })
  const { id } = await call(alice, room.id, null)
  await stranger.call(rooms.routes.join, { roomId: room.id })
  expect([await listOf(stranger), await unreadOf(stranger, room.id, 0)]).toEqual([[], []])
  expect(await markOf(stranger, room.id)).toBe(false)
  await bob.call(blocks.routes.block, { userId: alice.id })
  expect([await listOf(bob), await markOf(bob, room.id), await unreadOf(bob, room.id)]).toEqual([
    [],
    false,
    [],
  ])
  await bob.call(blocks.routes.unblock, { userId: alice.id })
  expect([await listOf(bob), await markOf(bob, room.id)]).toEqual([[id], true])
  await bob.call(rooms.routes.leave, { roomId: room.id })
  expect(await listOf(bob)).toEqual([])
  await expect(unreadOf(bob, room.id)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(callHttp(app, routes.list, {})).rejects.toMatchObject({ status: 401 })
})

test('a call in a thread marks the room too, and one that I hid does not', async () => {
  const { alice, bob, room } = await aRoom(app)
  const root = await say(alice, room.id, { text: 'root' })
  const aside = await alice.call(messages.routes.send, {
    roomId: room.id,
    content: calling([bob.id]),
    threadId: root.id,
  })
  expect([await markOf(bob, room.id), await unreadOf(bob, room.id)]).toEqual([true, [aside.id]])
  await bob.call(conversations.routes.markRead, { roomId: room.id, seq: aside.seq })
  expect(await markOf(bob, room.id)).toBe(false)
  const { id: messageId } = await call(alice, room.id, bob.id)
  await bob.call(hiding.routes.hide, { messageId })
  expect([await markOf(bob, room.id), await unreadOf(bob, room.id), await listOf(bob)]).toEqual([
    false,
    [],
    [aside.id],
  ])
})

test('an index answers each question, and nothing beside what is looked for is read', async () => {
  const { alice, bob, room } = await aRoom(app)
  for (let i = 0; i < 30; i++) await say(alice, room.id, i % 10 === 0 ? calling([bob.id]) : { text: 'plain' })
  const mentioned = { $in: [bob.id, 'all'] }
  const explained = async (filter: object, sort: Record<string, 1 | -1>) => {
    const { queryPlanner, executionStats } = (await Messages.collection
      .find(filter)
      .sort(sort)
      .limit(5)
      .explain('executionStats')) as any
    const stages: string[] = []
    for (let stage = queryPlanner.winningPlan; stage; stage = stage.inputStage) stages.push(stage.stage)
    return { stages, read: executionStats.totalDocsExamined as number }
  }
  const byIndex = { stages: ['LIMIT', 'FETCH', 'SORT_MERGE'], read: 3 }
  expect(await explained({ roomId: room.id, mentioned, seq: { $gt: 0 } }, { seq: 1 })).toEqual(byIndex)
  const across = { roomId: { $in: [room.id, 'other'] }, mentioned, createdAt: { $lte: new Date() } }
  expect(await explained(across, { createdAt: -1, _id: -1 })).toEqual(byIndex)
})

test('members are found by the beginning of a name, in Chinese too, and only by who may see them', async () => {
  const { alice, stranger, room } = await aRoom(app)
  for (const displayName of ['Hana', 'Hanako', '林夏', '夏天']) {
    const person = await aPerson(app)
    await person.call(profiles.routes.update, { displayName })
    await alice.call(rooms.routes.addMember, { roomId: room.id, userId: person.id })
  }
  const find = async (query: string) =>
    (await alice.call(rooms.routes.members, { roomId: room.id, query })).items.map(
      one => one.user.displayName,
    )
  expect(await find('hana')).toEqual(['Hana', 'Hanako'])
  expect(await find('夏')).toEqual(['夏天', '林夏'])
  expect(await find('nobody')).toEqual([])
  await Rooms.updateOne({ _id: room.id }, { $set: { memberCount: 301 } })
  expect([await find('hana'), await find('夏')]).toEqual([['Hana', 'Hanako'], ['夏天']])
  await expect(stranger.call(rooms.routes.members, { roomId: room.id, query: 'h' })).rejects.toMatchObject({
    code: 'not_found',
  })
})
