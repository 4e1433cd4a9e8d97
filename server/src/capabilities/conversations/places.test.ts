import { blocks } from '@community-chat/shared/capabilities/blocks/contract'
import {
  conversations,
  mostPinned,
  noPlace,
  places,
} from '@community-chat/shared/capabilities/conversations/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { callHttp, connect, type TestPerson } from '../../testing/person'
import { aRoom } from '../rooms/factory'
import { flush } from './activity'
import { Places } from './model'
import { personal } from './personal'

const { routes, pushes } = conversations
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const say = (person: TestPerson, roomId: string, text = 'said') =>
  person.call(messages.routes.send, { roomId, content: { text } })
/** What a device that was away finds. */
const synced = async (person: TestPerson, since?: string) => {
  const asked = { rooms: {}, ...(since ? { since } : {}) }
  return (await person.call(routes.sync, asked)).own.places
}
const hiddenAt = async (person: TestPerson, roomId: string) =>
  (await Places.findById(`${person.id}:${roomId}`).lean())?.hiddenAt

test('a room is arranged piece by piece, and what is left out stays', async () => {
  const { bob, room } = await aRoom(app)
  const arrange = (change: object) => bob.call(routes.arrange, { roomId: room.id, ...change })
  const quiet = await arrange({ notify: 'mentions' })
  expect(quiet).toMatchObject({ id: room.id, version: 1, gone: false })
  expect(places.read(quiet)).toEqual({ ...noPlace, notify: 'mentions' })
  const pinned = places.read(await arrange({ pinned: true, markedUnread: true }))
  expect(pinned).toEqual({
    notify: 'mentions',
    pinnedAt: expect.any(String),
    markedUnread: true,
    hiddenAt: null,
  })
  const again = places.read(await bob.ask(routes.arrange, { roomId: room.id, pinned: true, notify: 'none' }))
  expect(again).toEqual({ ...pinned, notify: 'none' })
  expect(places.read(await arrange({ pinned: false }))).toMatchObject({ pinnedAt: null, notify: 'none' })
})

test('my other device hears of it at once, one that was away by its sync, and nobody else ever', async () => {
  const { alice, bob, room } = await aRoom(app)
  const { since } = await bob.call(routes.list, {})
  const device = await connect(app, bob.session)
  const told = device.next(pushes.own)
  const row = await bob.call(routes.arrange, { roomId: room.id, pinned: true })
  expect(await told).toEqual({ name: 'places', rows: [row] })
  expect(await synced(device, since)).toEqual({ rows: [row], full: false })
  expect(await synced(device)).toEqual({ rows: [row], full: true })
  expect(await synced(alice)).toEqual({ rows: [], full: true })
  expect(alice.frames.filter(({ type }) => type === 'own_updated')).toEqual([])
})

test('a stranger, someone removed and someone signed out arrange nothing', async () => {
  const { alice, bob, stranger, room } = await aRoom(app)
  const change = { roomId: room.id, pinned: true }
  await alice.call(rooms.routes.removeMember, { roomId: room.id, userId: bob.id })
  for (const person of [stranger, bob])
    await expect(person.call(routes.arrange, change)).rejects.toMatchObject({
      code: 'not_found',
      status: 404,
    })
  await expect(callHttp(app, routes.arrange, change)).rejects.toMatchObject({ status: 401 })
  const open = await aRoom(app, { type: 'public_room' })
  const outside = open.stranger.call(routes.arrange, { roomId: open.room.id, notify: 'none' })
  await expect(outside).rejects.toMatchObject({ code: 'forbidden', status: 403 })
  expect(await Places.countDocuments({ roomId: { $in: [room.id, open.room.id] } })).toBe(0)
})

test('at most fifty rooms are pinned, also when many are pinned at once', async () => {
  const { alice } = await aRoom(app)
  const made: string[] = []
  for (let i = 0; i < mostPinned + 6; i++)
    made.push((await alice.call(rooms.routes.create, { name: `room ${i}` })).id)
  const pin = (roomId: string) => alice.call(routes.arrange, { roomId, pinned: true })
  for (const roomId of made.slice(0, mostPinned - 2)) await pin(roomId)
  const tried = await Promise.allSettled(made.slice(mostPinned - 2).map(pin))
  for (const one of tried.filter(({ status }) => status === 'rejected'))
    expect((one as PromiseRejectedResult).reason).toMatchObject({ code: 'too_many_pinned', status: 409 })
  const pinned = () => Places.countDocuments({ userId: alice.id, pinnedAt: { $ne: null } })
  expect(await pinned()).toBeLessThanOrEqual(mostPinned)
  for (const roomId of made) await pin(roomId).catch(() => undefined)
  expect(await pinned()).toBe(mostPinned)
  const inside = await Places.distinct('roomId', { userId: alice.id, pinnedAt: { $ne: null } })
  const outside = made.find(roomId => !inside.includes(roomId))!
  await expect(pin(outside)).rejects.toMatchObject({ code: 'too_many_pinned' })
  await alice.call(routes.arrange, { roomId: inside[0]!, pinned: false })
  expect(places.read(await pin(outside))?.pinnedAt).not.toBeNull()
})

test('what is hidden is neither pinned nor marked, and comes back by what is said after it', async () => {
  const { alice, bob, room } = await aRoom(app)
  const { seq } = await say(alice, room.id)
  await flush()
  await bob.call(routes.arrange, { roomId: room.id, pinned: true, markedUnread: true })
  const row = places.read(await bob.call(routes.arrange, { roomId: room.id, hiddenAt: seq }))
  expect(row).toEqual({ ...noPlace, hiddenAt: seq })
  await flush()
  expect(await hiddenAt(bob, room.id)).toBe(seq)
  const told = bob.next(pushes.own)
  await say(alice, room.id, 'news')
  expect(places.read((await told).rows[0]!)).toEqual(noPlace)
})

test('neither a note of the system nor someone I ignore brings a hidden room back; what I say myself does', async () => {
  const { alice, bob, stranger, room } = await aRoom(app)
  const { seq } = await say(alice, room.id)
  await bob.call(blocks.routes.block, { userId: alice.id })
  await bob.call(routes.arrange, { roomId: room.id, hiddenAt: seq })
  await alice.call(rooms.routes.addMember, { roomId: room.id, userId: stranger.id })
  await say(alice, room.id, 'do you hear me')
  await flush()
  expect(await hiddenAt(bob, room.id)).toBe(seq)
  await say(bob, room.id, 'hello again')
  await flush()
  expect(await hiddenAt(bob, room.id)).toBeNull()
})

test('hiding far in the future hides only what there is', async () => {
  const { alice, bob, room } = await aRoom(app)
  const { rev } = await say(alice, room.id)
  const row = places.read(await bob.call(routes.arrange, { roomId: room.id, hiddenAt: 1e9 }))
  expect(row?.hiddenAt).toBe(rev)
  const shown = places.read(await bob.call(routes.arrange, { roomId: room.id, hiddenAt: null }))
  expect(shown?.hiddenAt).toBeNull()
})

test('who leaves a room leaves its place in the list too, and comes back without it', async () => {
  const { bob, room } = await aRoom(app, { type: 'public_room' })
  await bob.call(routes.arrange, { roomId: room.id, pinned: true, notify: 'none' })
  const told = bob.next(pushes.own)
  await bob.call(rooms.routes.leave, { roomId: room.id })
  expect((await told).rows).toMatchObject([{ id: room.id, gone: true, data: null }])
  await bob.call(rooms.routes.join, { roomId: room.id })
  expect((await synced(bob))!.rows).toEqual([])
  const row = await bob.call(routes.arrange, { roomId: room.id, markedUnread: true })
  expect(places.read(row)).toEqual({ ...noPlace, markedUnread: true })
})

test('what I arranged is mine: exported, and erased', async () => {
  const { bob, room } = await aRoom(app)
  await bob.call(routes.arrange, { roomId: room.id, notify: 'none' })
  expect(await personal.export(bob.id)).toMatchObject([{ roomId: room.id, notify: 'none' }])
  await personal.erase(null as never, bob.id)
  expect(await Places.countDocuments({ userId: bob.id })).toBe(0)
})
