import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, type TestPerson } from '../../testing/person'
import { aRoom } from './factory'
import { Members } from './model'

const { routes } = rooms
let app: TestApp
let owner: TestPerson
let crowd: TestPerson[]
beforeAll(async () => {
  app = await openTestApp()
  owner = await aPerson(app, 'owner')
  crowd = await Promise.all(Array.from({ length: 20 }, (_, i) => aPerson(app, `guest-${i}`)))
})
afterAll(() => app.close())

const open = (maxMembers?: number) =>
  owner.call(routes.create, { name: 'limited', type: 'public_room', maxMembers })
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'in',
    error => error.code as string,
  )
const everyoneIn = (roomId: string) => Members.find({ roomId, left: false }).lean()

test('of twenty who join at once exactly as many get in as there are places', async () => {
  const room = await open(6)
  const outcomes = await Promise.all(crowd.map(one => outcome(one.call(routes.join, { roomId: room.id }))))
  expect(outcomes.filter(one => one === 'in')).toHaveLength(5)
  expect(outcomes.filter(one => one === 'room_full')).toHaveLength(15)
  const seats = (await everyoneIn(room.id)).map(one => one.seat).sort()
  expect(seats).toEqual([0, 1, 2, 3, 4, 5])
  expect((await owner.call(routes.get, { roomId: room.id })).memberCount).toBe(6)
})

test('without a limit all twenty get in, and the count is right', async () => {
  const room = await open()
  await Promise.all(crowd.map(one => one.call(routes.join, { roomId: room.id })))
  expect((await owner.call(routes.get, { roomId: room.id })).memberCount).toBe(21)
  await Promise.all(crowd.slice(0, 11).map(one => one.call(routes.leave, { roomId: room.id })))
  expect((await owner.call(routes.get, { roomId: room.id })).memberCount).toBe(10)
})

test('the same person joining twenty times at once takes one place, also the last one', async () => {
  const room = await open(2)
  const [guest, other] = crowd
  const all = await Promise.all(
    Array.from({ length: 20 }, () => outcome(guest!.call(routes.join, { roomId: room.id }))),
  )
  expect(new Set(all)).toEqual(new Set(['in']))
  expect(await everyoneIn(room.id)).toHaveLength(2)
  expect(await outcome(other!.call(routes.join, { roomId: room.id }))).toBe('room_full')
})

test('a place that is left can be taken again, and the one who left stands in line like others', async () => {
  const room = await open(2)
  const [guest, other] = crowd
  await guest!.call(routes.join, { roomId: room.id })
  await guest!.call(routes.leave, { roomId: room.id })
  await other!.call(routes.join, { roomId: room.id })
  expect(await outcome(guest!.call(routes.join, { roomId: room.id }))).toBe('room_full')
})

test('bringing people in counts too, and so do a room’s first members', async () => {
  const room = await open(2)
  await owner.call(routes.addMember, { roomId: room.id, userId: crowd[0]!.id })
  expect(await outcome(owner.call(routes.addMember, { roomId: room.id, userId: crowd[1]!.id }))).toBe(
    'room_full',
  )
  const tooMany = owner.call(routes.create, {
    name: 'x',
    maxMembers: 2,
    memberIds: crowd.slice(0, 2).map(one => one.id),
  })
  expect(await outcome(tooMany)).toBe('room_full')
})

test('a limit below the number of members is refused', async () => {
  const { alice, room } = await aRoom(app)
  await alice.call(routes.addMember, { roomId: room.id, userId: crowd[0]!.id })
  const { version } = await alice.call(routes.get, { roomId: room.id })
  expect(await outcome(alice.call(routes.update, { roomId: room.id, version, maxMembers: 2 }))).toBe(
    'room_full',
  )
  expect((await alice.call(routes.get, { roomId: room.id })).maxMembers).toBeNull()
})

test('a limit that is lifted lets everyone in, and set again counts everyone', async () => {
  const room = await open(3)
  const change = async (maxMembers: number | null) => {
    const { version } = await owner.call(routes.get, { roomId: room.id })
    await owner.call(routes.update, { roomId: room.id, version, maxMembers })
  }
  await change(null)
  await Promise.all(crowd.slice(0, 6).map(one => one.call(routes.join, { roomId: room.id })))
  await change(8)
  const rest = await Promise.all(
    crowd.slice(6, 12).map(one => outcome(one.call(routes.join, { roomId: room.id }))),
  )
  expect(rest.filter(one => one === 'in')).toHaveLength(1)
  expect(await everyoneIn(room.id)).toHaveLength(8)
})

test.each([0, 3, 8, 20])(
  'a limit set while twenty join holds: either it is refused or nobody is above it (%i ms in)',
  async wait => {
    for (let round = 0; round < 2; round++) {
      const room = await open()
      const joins = crowd.map(one => outcome(one.call(routes.join, { roomId: room.id })))
      await new Promise(resolve => setTimeout(resolve, wait + round * 3))
      const set = await outcome(owner.call(routes.update, { roomId: room.id, version: 1, maxMembers: 5 }))
      const outcomes = await Promise.all(joins)
      const members = await everyoneIn(room.id)
      expect(members).toHaveLength(outcomes.filter(one => one === 'in').length + 1)
      const now = await owner.call(routes.get, { roomId: room.id })
      expect(now.memberCount).toBe(members.length)
      if (set === 'in') {
        expect(members.length).toBeLessThanOrEqual(5)
        expect(new Set(members.map(one => one.seat)).size).toBe(members.length)
      } else {
        expect(set).toBe('room_full')
        expect(now.maxMembers).toBeNull()
      }
      expect(outcomes.filter(one => one !== 'in' && one !== 'room_full')).toEqual([])
    }
  },
)

test('a limit lowered while people join holds', async () => {
  for (const wait of [0, 2, 4, 6, 10]) {
    const room = await open(15)
    const joins = crowd.map(one => outcome(one.call(routes.join, { roomId: room.id })))
    await new Promise(resolve => setTimeout(resolve, wait))
    const set = await outcome(owner.call(routes.update, { roomId: room.id, version: 1, maxMembers: 4 }))
    await Promise.all(joins)
    expect((await everyoneIn(room.id)).length).toBeLessThanOrEqual(set === 'in' ? 4 : 15)
    const seats = (await everyoneIn(room.id)).map(one => one.seat ?? -1)
    expect(seats.every(seat => seat >= 0 && seat < (set === 'in' ? 4 : 15))).toBe(true)
  }
})
