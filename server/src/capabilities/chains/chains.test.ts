import { chainOf, chains, links, ownEntry } from '@community-chat/shared/capabilities/chains/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import type { Input } from '@community-chat/shared/protocol/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, callHttp, type TestPerson } from '../../testing/person'
import { pause } from '../../testing/raw'
import { aRoom } from '../rooms/factory'
import { sweep } from './counting'
import { Closings, Entries } from './model'
import * as service from './service'

const { routes, pushes } = chains
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

/** Alice starts a chain that bob may join. */
async function aChain(fields: Partial<Input<typeof routes.create>> = {}) {
  const { alice, bob, stranger, room } = await aRoom(app)
  const message = await alice.call(routes.create, { roomId: room.id, title: 'Who brings what?', ...fields })
  const messageId = message.id
  const join = (person: TestPerson, text: string) => person.call(routes.join, { messageId, text })
  return { alice, bob, stranger, room, message, messageId, join }
}
const linksNow = async (person: TestPerson, messageId: string) =>
  links.of(await person.call(messages.routes.get, { messageId }))

test('a chain is a message that everyone in the room gets, once however often it is sent', async () => {
  const { alice, bob, room } = await aRoom(app)
  const heard = bob.next(messages.pushes.created, ({ message }) => message.type === 'chain')
  const ask = {
    roomId: room.id,
    title: '周六爬山',
    example: '名字 · 人数',
    clientId: 'chain-0123456789abcdef',
  }
  const message = await alice.ask(routes.create, ask)
  expect(chainOf((await heard).message)).toEqual({
    type: 'chain',
    title: '周六爬山',
    example: '名字 · 人数',
    closesAt: null,
  })
  expect((await alice.call(routes.create, ask)).id).toBe(message.id)
})

test('a line stands in the order people came, a changed one keeps its place, one taken back goes', async () => {
  const { alice, bob, messageId, join } = await aChain()
  await join(alice, 'bread')
  const heard = alice.next(pushes.changed)
  const answered = await join(bob, 'tea')
  expect(ownEntry(answered)).toBe('tea')
  expect((await heard).cause).toEqual({ facet: 'chain', by: bob.id })
  await join(alice, 'cake')
  expect(await linksNow(bob, messageId)).toEqual({
    count: 2,
    newest: [
      { userId: alice.id, text: 'cake' },
      { userId: bob.id, text: 'tea' },
    ],
    closedAt: null,
  })
  expect(ownEntry(await alice.call(routes.leave, { messageId }))).toBeNull()
  await alice.call(routes.leave, { messageId })
  await join(alice, 'salt')
  expect((await linksNow(bob, messageId)).newest.map(one => one.text)).toEqual(['tea', 'salt'])
})

test('twelve people at once all stand in it, the message shows the newest, the list pages through all', async () => {
  const { alice, bob, room, messageId, join } = await aChain()
  const more = await Promise.all(Array.from({ length: 10 }, (_, n) => aPerson(app, `p${n}`)))
  for (const person of more) await alice.call(rooms.routes.addMember, { roomId: room.id, userId: person.id })
  await Promise.all([alice, bob, ...more].map(person => join(person, '露'.repeat(100))))
  const shown = await linksNow(bob, messageId)
  expect([shown.count, shown.newest.length, [...shown.newest[0]!.text].length]).toEqual([12, 8, 60])
  const first = await bob.call(routes.entries, { messageId, limit: 7 })
  const second = await bob.call(routes.entries, { messageId, limit: 7, cursor: first.next! })
  const all = [...first.items, ...second.items].map(one => one.userId)
  expect([new Set(all).size, second.next]).toEqual([12, null])
  expect(all.slice(-8)).toEqual(shown.newest.map(one => one.userId))
  expect(await Entries.countDocuments({ messageId, applied: false })).toBe(0)
})

test('a chain is closed by its author or a moderator, or by its time, for good', async () => {
  const { alice, bob, room, messageId, join } = await aChain()
  await join(bob, 'tea')
  await expect(bob.call(routes.close, { messageId })).rejects.toMatchObject({
    code: 'not_yours',
    status: 403,
  })
  const closed = await alice.call(routes.close, { messageId })
  expect(links.of(closed)).toMatchObject({ count: 1, closedAt: expect.any(String) })
  expect(await alice.call(routes.close, { messageId })).toEqual(closed)
  const refusal = { code: 'chain_closed', status: 409 }
  await expect(join(bob, 'more')).rejects.toMatchObject(refusal)
  await expect(bob.call(routes.leave, { messageId })).rejects.toMatchObject(refusal)
  const closesAt = new Date(Date.now() + 1000).toISOString()
  const short = await alice.call(routes.create, { roomId: room.id, title: 'short', closesAt })
  await pause(Date.parse(closesAt) - Date.now() + 10)
  await expect(bob.call(routes.join, { messageId: short.id, text: 'late' })).rejects.toMatchObject(refusal)
  const late = alice.call(routes.create, { roomId: room.id, title: 'late', closesAt })
  await expect(late).rejects.toMatchObject({
    code: 'invalid_input',
    data: { issues: [{ path: 'closesAt' }] },
  })
})

test('a stranger, someone removed and someone signed out neither start nor join', async () => {
  const { alice, bob, stranger, room, messageId } = await aChain()
  await alice.call(rooms.routes.removeMember, { roomId: room.id, userId: bob.id })
  for (const person of [stranger, bob]) {
    const acts = [
      person.call(routes.create, { roomId: room.id, title: 'x' }),
      person.call(routes.join, { messageId, text: 'x' }),
      person.call(routes.leave, { messageId }),
      person.call(routes.close, { messageId }),
      person.call(routes.entries, { messageId }),
    ]
    for (const act of await Promise.allSettled(acts))
      expect(act).toMatchObject({ status: 'rejected', reason: { code: 'not_found', status: 404 } })
  }
  await expect(callHttp(app, routes.join, { messageId, text: 'x' })).rejects.toMatchObject({ status: 401 })
  expect(await linksNow(alice, messageId)).toEqual({ count: 0, newest: [], closedAt: null })
})

test('what is no chain takes no line, and a chain that is gone keeps none', async () => {
  const { alice, bob, room, messageId, join } = await aChain()
  await join(bob, 'tea')
  const text = await alice.call(messages.routes.send, { roomId: room.id, content: { text: 'no chain' } })
  await alice.call(messages.routes.remove, { messageId })
  for (const id of [text.id, messageId])
    await expect(bob.call(routes.join, { messageId: id, text: 'x' })).rejects.toMatchObject({
      code: 'not_a_chain',
      status: 409,
    })
  expect(await Entries.countDocuments({ messageId })).toBe(0)
})

test('what a crash left uncounted is counted by the sweep', async () => {
  const { alice, bob, messageId } = await aChain()
  const long = new Date(Date.now() - 60_000)
  const left = { messageId, applied: false, turn: 'a', createdAt: long, changedAt: long }
  await Entries.create({ _id: `${messageId}:${bob.id}`, userId: bob.id, text: 'tea', on: true, ...left })
  await Entries.create({ _id: `${messageId}:${alice.id}`, userId: alice.id, text: 'x', on: false, ...left })
  await Closings.create({ _id: messageId, at: long, applied: false })
  await sweep(app.kernel.contextFor({ authorized: true }))
  expect(await linksNow(bob, messageId)).toMatchObject({ count: 1, closedAt: long.toISOString() })
  expect(await Entries.find({ messageId }).lean()).toMatchObject([{ userId: bob.id, applied: true }])
})

test('who is erased stands in no chain', async () => {
  const { alice, bob, messageId, join } = await aChain()
  await join(bob, 'tea')
  expect(await service.personal.export(bob.id)).toMatchObject([{ text: 'tea' }])
  await service.personal.erase(app.kernel.contextFor({ authorized: true }), bob.id)
  expect(await linksNow(alice, messageId)).toMatchObject({ count: 0, newest: [] })
})
