import {
  favourites,
  isFavourite,
  mostFavourites,
} from '@community-chat/shared/capabilities/favourites/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { callHttp, connect, type TestPerson } from '../../testing/person'
import { aMessage, isMark, nextMark } from '../messages/factory'
import { Messages } from '../messages/model'
import { Favourites } from './model'
import { personal, sweep } from './service'

const { routes } = favourites
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const say = (person: TestPerson, roomId: string, text: string) =>
  person.call(messages.routes.send, { roomId, content: { text } })
const keep = (person: TestPerson, messageId: string) => person.call(routes.keep, { messageId })
const kept = async (person: TestPerson, asked: object = {}) => (await person.call(routes.list, asked)).items
const texts = async (person: TestPerson, asked: object = {}) =>
  (await kept(person, asked)).map(({ content }) => (content as { text?: string } | null)?.text ?? null)

test('a message is kept once, the latest first, and its keeper alone is told', async () => {
  const { alice, bob, room, message } = await aMessage(app, 'one')
  const two = await say(alice, room.id, 'two')
  const device = await connect(app, bob.session)
  const told = nextMark(device)
  const answered = await bob.ask(routes.keep, { messageId: message.id })
  expect(isFavourite(answered)).toBe(true)
  expect(await told).toEqual({ roomId: room.id, messageId: message.id, mine: { favourite: true } })
  await keep(bob, two.id)
  await keep(bob, message.id)
  const items = await kept(bob)
  expect(items.map(({ messageId }) => messageId)).toEqual([two.id, message.id])
  expect(items[1]).toEqual({
    messageId: message.id,
    roomId: room.id,
    senderId: alice.id,
    seq: message.seq,
    type: 'text',
    content: { type: 'text', text: 'one' },
    saidAt: message.createdAt,
    keptAt: expect.any(String),
  })
  expect(await kept(alice)).toEqual([])
  expect(alice.frames.filter(isMark)).toEqual([])
})

test('a page of the room says which of it I keep, until I let it go', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  const seen = async (person: TestPerson) => {
    const { items } = await person.call(messages.routes.history, { roomId: room.id })
    return isFavourite(items.find(({ id }) => id === message.id)!)
  }
  await keep(bob, message.id)
  expect([await seen(bob), await seen(alice)]).toEqual([true, false])
  const told = nextMark(bob)
  expect(await bob.call(routes.drop, { messageId: message.id })).toBeNull()
  expect(await told).toEqual({ roomId: room.id, messageId: message.id, mine: {} })
  expect(await bob.call(routes.drop, { messageId: message.id })).toBeNull()
  expect(await seen(bob)).toBe(false)
  expect(await kept(bob)).toEqual([])
})

test('what a crash left untold is told by the sweep, and what was let go goes', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  const two = await say(alice, room.id, 'two')
  await keep(bob, message.id)
  await keep(bob, two.id)
  const owes = new Date(Date.now() - 60_000)
  await Favourites.updateMany({ messageId: { $in: [message.id, two.id] } }, { $set: { owes } })
  await Favourites.updateOne({ messageId: two.id }, { $set: { dropped: true } })
  expect((await kept(bob)).map(({ messageId }) => messageId)).toEqual([message.id])

  const before = bob.frames.filter(isMark).length
  await sweep(app.kernel.contextFor({ authorized: true }))
  const told = bob.frames.filter(isMark).slice(before)
  expect(told).toHaveLength(2)
  expect(JSON.stringify(told)).toContain('"favourite":true')
  const rows = await Favourites.find({ messageId: { $in: [message.id, two.id] } }).lean()
  expect(rows.map(({ messageId, owes }) => [messageId, owes])).toEqual([[message.id, undefined]])
})

test('a stranger, someone removed and someone signed out keep nothing', async () => {
  const { alice, bob, stranger, room, message } = await aMessage(app)
  await alice.call(rooms.routes.removeMember, { roomId: room.id, userId: bob.id })
  for (const person of [stranger, bob])
    await expect(keep(person, message.id)).rejects.toMatchObject({ code: 'not_found', status: 404 })
  for (const route of [routes.keep, routes.drop])
    await expect(callHttp(app, route, { messageId: message.id })).rejects.toMatchObject({ status: 401 })
  await expect(callHttp(app, routes.list, {})).rejects.toMatchObject({ status: 401 })
  expect(await Favourites.countDocuments({ messageId: message.id })).toBe(0)
})

test('what I keep stays when I leave the room, and as it was when it is edited', async () => {
  const { alice, bob, room, message } = await aMessage(app, 'as it was')
  await keep(bob, message.id)
  await bob.call(rooms.routes.leave, { roomId: room.id })
  await alice.call(messages.routes.edit, { messageId: message.id, content: { text: 'as it is' } })
  expect(await texts(bob)).toEqual(['as it was'])
  expect(await bob.call(routes.drop, { messageId: message.id })).toBeNull()
  expect(await texts(bob)).toEqual([])
})

test('what is taken away for everyone is taken from every copy, also where nobody heard of it', async () => {
  const { alice, bob, room, message } = await aMessage(app, 'a secret')
  const other = await say(alice, room.id, 'another secret')
  await keep(bob, message.id)
  await keep(bob, other.id)
  await alice.call(messages.routes.remove, { messageId: message.id })
  expect(JSON.stringify(await Favourites.find({ messageId: message.id }).lean())).not.toContain('secret')
  // As if the node had died before it told anyone.
  const gone = { by: alice.id, why: 'deleted', at: new Date() }
  await Messages.updateOne({ _id: other.id }, { $set: { content: null, gone } })
  expect(await texts(bob)).toEqual([null, null])
  expect(JSON.stringify(await Favourites.find({ userId: bob.id }).lean())).not.toContain('secret')
  expect(await texts(bob, { query: 'secret' })).toEqual([])
})

test('a husk, a note of the system and what vanishes cannot be kept', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  const { items } = await bob.call(messages.routes.history, { roomId: room.id })
  const note = items.find(({ type }) => type === 'system')!
  const vanishing = await say(alice, room.id, 'soon gone')
  await Messages.updateOne({ _id: vanishing.id }, { $set: { 'facets.expiry': { seconds: 5, endsAt: null } } })
  await alice.call(messages.routes.remove, { messageId: message.id })
  for (const { id } of [message, note, vanishing])
    await expect(keep(bob, id)).rejects.toMatchObject({ code: 'nothing_to_keep', status: 409 })
  expect(await kept(bob)).toEqual([])
})

test('where nothing may be carried elsewhere one keeps only what one said oneself', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  const { version } = await alice.call(rooms.routes.get, { roomId: room.id })
  const settings = { forwarding: 'forbidden' as const }
  await alice.call(rooms.routes.update, { roomId: room.id, version, settings })
  await expect(keep(bob, message.id)).rejects.toMatchObject({ code: 'stays_here', status: 403 })
  await keep(bob, (await say(bob, room.id, 'my own')).id)
  expect(await texts(bob)).toEqual(['my own'])
})

test('what I keep is found by what it says, in any case and width, and by its kind', async () => {
  const { alice, bob, room, message } = await aMessage(app, 'Camping at the ＬＡＫＥ')
  const place = await alice.call(messages.routes.send, {
    roomId: room.id,
    content: { type: 'location', latitude: 30, longitude: 120, name: '西湖', address: '杭州市' },
  })
  for (const { id } of [message, place]) await keep(bob, id)
  expect(await texts(bob, { query: 'lake' })).toEqual(['Camping at the ＬＡＫＥ'])
  expect(await texts(bob, { query: '(lake' })).toEqual([])
  const ids = async (asked: object) => (await kept(bob, asked)).map(({ messageId }) => messageId)
  expect(await ids({ query: '杭州' })).toEqual([place.id])
  expect(await ids({ query: 'location' })).toEqual([])
  expect(await ids({ kind: 'location' })).toEqual([place.id])
  expect(await ids({ kind: 'text', query: '杭州' })).toEqual([])
})

test('what is sought is found on pages too, however much lies between', async () => {
  const { alice, room } = await aMessage(app)
  const copies = Array.from({ length: 600 }, (_, i) => ({
    _id: `${alice.id}:message-${i}`,
    userId: alice.id,
    messageId: `message-${i}`,
    roomId: room.id,
    senderId: alice.id,
    seq: i,
    type: 'text',
    content: { type: 'text', text: i % 100 === 0 ? `needle ${i}` : 'hay' },
    saidAt: new Date(),
    keptAt: new Date(1e12 + Math.floor(i / 7)),
  }))
  await Favourites.insertMany(copies)
  const found: string[] = []
  for (let cursor: string | undefined; ;) {
    const page = await alice.call(routes.list, { query: 'needle', limit: 2, ...(cursor ? { cursor } : {}) })
    found.push(...page.items.map(({ messageId }) => messageId))
    if (!page.next) break
    cursor = page.next
  }
  expect(found).toEqual([500, 400, 300, 200, 100, 0].map(i => `message-${i}`))
})

test('two thousand are kept and not one more, also when several are kept at once', async () => {
  const { alice, room } = await aMessage(app)
  const copy = { userId: alice.id, roomId: room.id, senderId: alice.id, seq: 1, type: 'text', content: null }
  const at = new Date(0)
  await Favourites.insertMany(
    Array.from({ length: mostFavourites - 2 }, (_, i) => ({
      ...copy,
      _id: `${alice.id}:full-${i}`,
      messageId: `full-${i}`,
      saidAt: at,
      keptAt: at,
    })),
  )
  const said = await Promise.all(Array.from({ length: 6 }, (_, i) => say(alice, room.id, `${i}`)))
  const tried = await Promise.allSettled(said.map(({ id }) => keep(alice, id)))
  for (const one of tried.filter(({ status }) => status === 'rejected'))
    expect((one as PromiseRejectedResult).reason).toMatchObject({ code: 'too_many_favourites', status: 409 })
  expect(await Favourites.countDocuments({ userId: alice.id })).toBeLessThanOrEqual(mostFavourites)
  for (const { id } of said) await keep(alice, id).catch(() => undefined)
  expect(await Favourites.countDocuments({ userId: alice.id })).toBe(mostFavourites)
})

test('what I keep is mine: exported, and erased', async () => {
  const { bob, message } = await aMessage(app, 'kept')
  await keep(bob, message.id)
  expect(await personal.export(bob.id)).toMatchObject([{ messageId: message.id, content: { text: 'kept' } }])
  await personal.erase(null as never, bob.id)
  expect(await kept(bob)).toEqual([])
})
