import { blocks } from '@community-chat/shared/capabilities/blocks/contract'
import {
  forwarded,
  forwarding,
  mostRecordBytes,
  recordOf,
} from '@community-chat/shared/capabilities/forwarding/contract'
import { hiding } from '@community-chat/shared/capabilities/hiding/contract'
import type { Content } from '@community-chat/shared/capabilities/messages/content'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import mongoose from 'mongoose'
import { openTestApp, type TestApp } from '../../testing/app'
import { callHttp, type TestPerson } from '../../testing/person'
import { aMessage } from '../messages/factory'
import { Carryings } from './model'
import * as service from './service'

const { routes } = forwarding
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

let count = 0
const aClientId = () => `forward-${String(++count).padStart(12, '0')}`
const say = (person: TestPerson, roomId: string, content: Content | { text: string }) =>
  person.call(messages.routes.send, { roomId, content })
const textsIn = async (person: TestPerson, roomId: string) =>
  (await person.call(messages.routes.history, { roomId })).items
    .filter(one => one.type !== 'system')
    .map(one => (one.content && 'text' in one.content ? one.content.text : one.type))
const aTarget = (person: TestPerson, name = 'target') => person.call(rooms.routes.create, { name })

/** Three messages of alice's and bob's in a room, and a room of bob's alone. */
async function aScene() {
  const { alice, bob, stranger, room, message } = await aMessage(app, 'one')
  const said = [
    message,
    await say(bob, room.id, { text: 'two' }),
    await say(alice, room.id, { text: 'three' }),
  ]
  const target = await aTarget(bob)
  const ask = (fields: object = {}) => ({
    messageIds: said.map(one => one.id),
    roomIds: [target.id],
    merged: false,
    clientId: aClientId(),
    ...fields,
  })
  return { alice, bob, stranger, room, said, target, ask }
}

test('one by one each is said again as mine, in the order of the room, and a note after them', async () => {
  const { bob, said, target, ask } = await aScene()
  const messageIds = said.map(one => one.id).toReversed()
  const answer = await bob.ask(routes.forward, ask({ messageIds, note: 'look' }))
  expect(answer.refused).toEqual([])
  expect(answer.messages.map(one => [one.senderId, one.roomId])).toEqual(
    Array.from({ length: 4 }, () => [bob.id, target.id]),
  )
  expect(await textsIn(bob, target.id)).toEqual(['one', 'two', 'three', 'look'])
})

test('what others said is marked, without whose it is or where it was said; what I said is simply mine', async () => {
  const { bob, said, room, ask, target } = await aScene()
  const { messages: made } = await bob.call(routes.forward, ask())
  expect(made.map(one => forwarded.of(one))).toEqual([{ times: 1 }, null, { times: 1 }])
  const text = JSON.stringify(made)
  for (const hidden of [room.id, ...said.map(one => one.id), said[0]!.senderId])
    expect(text).not.toContain(hidden)
  const again = ask({ messageIds: [made[0]!.id], roomIds: [target.id] })
  expect(forwarded.of((await bob.call(routes.forward, again)).messages[0]!)).toEqual({ times: 2 })
})

test('places and cards are carried as they are, and words without whom they called', async () => {
  const { alice, bob, room, target, ask } = await aScene()
  const place = { type: 'location', latitude: 1, longitude: 2, name: 'n', address: 'a' } as const
  const card = { type: 'card', of: 'person', id: alice.id } as const
  const text = { type: 'text', text: '@bob hi', mentions: [{ userId: bob.id, at: 0, length: 4 }] } as const
  const messageIds = []
  for (const content of [place, card, { ...text, mentions: [...text.mentions] }])
    messageIds.push((await say(alice, room.id, content)).id)
  const { messages: made } = await bob.call(routes.forward, ask({ messageIds }))
  expect(made.map(one => one.content)).toEqual([place, card, { type: 'text', text: '@bob hi' }])
  const merged = await bob.call(routes.forward, ask({ messageIds, merged: true }))
  expect(recordOf(merged.messages[0]!)!.items.map(one => one.content)).toEqual([
    place,
    card,
    { type: 'text', text: '@bob hi' },
  ])
  expect(await textsIn(bob, target.id)).toEqual(['location', 'card', '@bob hi', 'record'])
})

test('merged, they become one record with names and times, which everyone there sees', async () => {
  const { alice, bob, said, room, ask } = await aScene()
  const target = await alice.call(rooms.routes.create, { name: 'both', memberIds: [bob.id] })
  const heard = alice.next(messages.pushes.created, ({ message }) => message.type === 'record')
  await bob.call(routes.forward, ask({ roomIds: [target.id], merged: true }))
  const { message } = await heard
  expect(recordOf(message)).toEqual({
    type: 'record',
    title: [{ userId: null, name: room.name }],
    items: [
      ['alice', 'one'],
      ['bob', 'two'],
      ['alice', 'three'],
    ].map(([name, text], i) => ({
      senderId: said[i]!.senderId,
      name,
      type: 'text',
      content: { type: 'text', text },
      at: said[i]!.createdAt,
    })),
  })
})

test('of a direct room the record names its two people; a record inside a record is its first lines', async () => {
  const { alice, bob, stranger, ask, target } = await aScene()
  const direct = await alice.call(rooms.routes.openDirect, { userId: bob.id })
  const messageIds = []
  for (let i = 0; i < 6; i++) messageIds.push((await say(alice, direct.id, { text: `line ${i}` })).id)
  const first = await bob.call(routes.forward, ask({ messageIds, merged: true }))
  expect(
    recordOf(first.messages[0]!)!
      .title.map(one => one.name)
      .toSorted(),
  ).toEqual(['alice', 'bob'])
  const second = ask({ messageIds: [first.messages[0]!.id], merged: true, roomIds: [target.id] })
  const [outer] = (await bob.call(routes.forward, second)).messages
  const [item] = recordOf(outer!)!.items
  expect(item!.content).toMatchObject({ type: 'record', count: 6 })
  expect((item!.content as { lines: { text: string }[] }).lines.map(one => one.text)).toEqual(
    [0, 1, 2, 3].map(i => `line ${i}`),
  )
  await expect(stranger.call(routes.forward, second)).rejects.toMatchObject({ code: 'not_found' })
})

test('who may not read the source, or may no longer, carries nothing away', async () => {
  const { alice, bob, stranger, room, ask } = await aScene()
  const own = await aTarget(stranger)
  const theirs = ask({ roomIds: [own.id] })
  await expect(stranger.call(routes.forward, theirs)).rejects.toMatchObject({
    code: 'not_found',
    status: 404,
  })
  await alice.call(rooms.routes.removeMember, { roomId: room.id, userId: bob.id })
  await expect(bob.call(routes.forward, ask())).rejects.toMatchObject({ code: 'not_found' })
  await expect(callHttp(app, routes.forward, ask())).rejects.toMatchObject({ status: 401 })
  expect(await textsIn(stranger, own.id)).toEqual([])
})

test('what was said before a newcomer may see is not theirs to carry', async () => {
  const { alice, bob, stranger } = await aMessage(app)
  const settings = { history: 'joined' as const, invites: 'members' as const }
  const room = await alice.call(rooms.routes.create, { name: 'late', memberIds: [bob.id], settings })
  const early = await say(alice, room.id, { text: 'early' })
  await alice.call(rooms.routes.addMember, { roomId: room.id, userId: stranger.id })
  const target = await aTarget(stranger)
  const ask = { messageIds: [early.id], roomIds: [target.id], merged: true, clientId: aClientId() }
  await expect(stranger.call(routes.forward, ask)).rejects.toMatchObject({ code: 'not_found' })
})

test('a room that keeps what is said lets nothing out, not even its owner’s own words', async () => {
  const { alice, bob, room, ask } = await aScene()
  await alice.call(rooms.routes.update, {
    roomId: room.id,
    version: room.version,
    settings: { forwarding: 'forbidden' },
  })
  for (const person of [alice, bob])
    await expect(person.call(routes.forward, ask())).rejects.toMatchObject({
      code: 'not_to_be_forwarded',
      status: 403,
    })
})

test('notes of the system, what is gone and what vanishes are refused by their names', async () => {
  const { alice, bob, room, said, ask, target } = await aScene()
  const { items } = await bob.call(messages.routes.history, { roomId: room.id })
  const note = items.find(one => one.type === 'system')!
  const content = { text: 'for a moment' }
  const fleeting = await alice.call(messages.routes.send, { roomId: room.id, content, expiresAfter: 3600 })
  await alice.call(messages.routes.remove, { messageId: said[0]!.id })
  for (const merged of [false, true]) {
    const messageIds = [note.id, said[0]!.id, said[1]!.id, fleeting.id]
    await expect(bob.ask(routes.forward, ask({ messageIds, merged }))).rejects.toMatchObject({
      code: 'not_forwardable',
      data: { messageIds: expect.arrayContaining([note.id, said[0]!.id, fleeting.id]) },
    })
  }
  expect(await textsIn(bob, target.id)).toEqual([])
})

test('what I hid from myself I do not carry; others do', async () => {
  const { alice, bob, said, ask } = await aScene()
  await bob.call(hiding.routes.hide, { messageId: said[0]!.id })
  await expect(bob.call(routes.forward, ask())).rejects.toMatchObject({ code: 'not_found', status: 404 })
  const own = await aTarget(alice)
  expect((await alice.call(routes.forward, ask({ roomIds: [own.id] }))).messages).toHaveLength(3)
})

test('messages of two rooms are not carried at once', async () => {
  const { bob, said, target, ask } = await aScene()
  const other = await say(bob, target.id, { text: 'elsewhere' })
  const messageIds = [said[0]!.id, other.id]
  await expect(bob.call(routes.forward, ask({ messageIds }))).rejects.toMatchObject({
    code: 'invalid_input',
    data: { issues: [{ path: 'messageIds' }] },
  })
})

test('rooms that do not take it are named, and the others have it; where none does, the refusal is the answer', async () => {
  const { alice, bob, stranger, target, ask } = await aScene()
  const direct = await bob.call(rooms.routes.openDirect, { userId: stranger.id })
  await stranger.call(blocks.routes.block, { userId: bob.id })
  const closed = await aTarget(alice, 'not bob’s')
  const roomIds = [direct.id, target.id, closed.id, 'no-such-room']
  const answer = await bob.call(routes.forward, ask({ roomIds }))
  expect(answer.refused).toEqual([
    { roomId: direct.id, code: 'not_delivered' },
    { roomId: closed.id, code: 'not_found' },
    { roomId: 'no-such-room', code: 'not_found' },
  ])
  expect(answer.messages.map(one => one.roomId)).toEqual([target.id, target.id, target.id])
  await expect(bob.call(routes.forward, ask({ roomIds: [direct.id] }))).rejects.toMatchObject({
    code: 'not_delivered',
  })
  expect(await textsIn(stranger, direct.id)).toEqual([])
})

test('a retry with the same clientId says nothing twice, and ends what was cut off in the middle', async () => {
  const { bob, target, ask } = await aScene()
  const second = await aTarget(bob, 'second')
  const asked = ask({ roomIds: [target.id, second.id], note: 'and this' })
  const whole = await bob.call(routes.forward, asked)
  const ids = whole.messages.map(one => one.id)
  // The middle of it never happened: the store has what was said before it, in both rooms.
  const lost = [ids[2]!, ids[3]!, ids[6]!, ids[7]!]
  await mongoose.connection.collection('messages').deleteMany({ _id: { $in: lost as never[] } })
  const again = await Promise.all([1, 2, 3].map(() => bob.call(routes.forward, asked)))
  for (const room of [target, second])
    expect(await textsIn(bob, room.id)).toEqual(['one', 'two', 'three', 'and this'])
  for (const answer of again) {
    expect(answer.messages.map(one => one.id)).toEqual(again[0]!.messages.map(one => one.id))
    expect(answer.messages.slice(0, 2).map(one => one.id)).toEqual(ids.slice(0, 2))
  }
})

test('a hundred messages keep their order in nine rooms', async () => {
  const { bob } = await aScene()
  const source = await aTarget(bob, 'long')
  const messageIds: string[] = []
  for (let i = 0; i < 100; i++) messageIds.push((await say(bob, source.id, { text: `${i}` })).id)
  const targets = await Promise.all(Array.from({ length: 9 }, (_, i) => aTarget(bob, `target ${i}`)))
  const roomIds = targets.map(one => one.id)
  await bob.call(routes.forward, { messageIds, roomIds, merged: false, clientId: aClientId() })
  for (const roomId of roomIds) {
    const { items } = await bob.call(messages.routes.history, { roomId, limit: 100 })
    const texts = items.flatMap(one => (one.content && 'text' in one.content ? one.content.text : []))
    expect(texts).toEqual(messageIds.map((_, i) => `${i}`))
  }
})

test('a record that would be too long is refused, and nothing is said', async () => {
  const { bob, target, ask } = await aScene()
  const source = await aTarget(bob, 'wordy')
  const messageIds: string[] = []
  for (let i = 0; i < 3; i++) messageIds.push((await say(bob, source.id, { text: '字'.repeat(9000) })).id)
  expect(Buffer.byteLength('字'.repeat(27_000))).toBeGreaterThan(mostRecordBytes)
  await expect(bob.call(routes.forward, ask({ messageIds, merged: true }))).rejects.toMatchObject({
    code: 'record_too_long',
    status: 409,
  })
  expect(await textsIn(bob, target.id)).toEqual([])
})

test.each([
  ['messageIds', { messageIds: [] }],
  ['messageIds', { messageIds: Array.from({ length: 101 }, (_, i) => `m-${i}`) }],
  ['roomIds', { roomIds: [] }],
  ['roomIds', { roomIds: Array.from({ length: 10 }, (_, i) => `r-${i}`) }],
  ['clientId', { clientId: 'short' }],
])('%s out of its bounds is refused by its name', async (path, fields) => {
  const { bob, ask } = await aScene()
  await expect(bob.call(routes.forward, ask(fields))).rejects.toMatchObject({
    code: 'invalid_input',
    data: { issues: [{ path: expect.stringMatching(path) }] },
  })
})

test('who is erased loses name and words in the records of others, also inside other records', async () => {
  const { alice, bob, ask, target } = await aScene()
  const [record] = (await bob.call(routes.forward, ask({ merged: true }))).messages
  const nested = ask({ messageIds: [record!.id], merged: true, roomIds: [target.id] })
  const [outer] = (await bob.call(routes.forward, nested)).messages
  await service.personal.erase(app.kernel.contextFor({ authorized: true }), alice.id)
  const found = async (id: string) => recordOf(await bob.call(messages.routes.get, { messageId: id }))!
  expect((await found(record!.id)).items.map(one => one.name)).toEqual(['bob'])
  expect(JSON.stringify(await found(outer!.id))).not.toMatch(/alice|"one"|three/)
  expect(JSON.stringify(await found(outer!.id))).toContain('two')
  expect(await Carryings.countDocuments({ authorIds: alice.id })).toBe(0)
  expect(await service.personal.export(bob.id)).toHaveLength(2)
})
