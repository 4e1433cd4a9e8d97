import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, connect } from '../../testing/person'
import { pause } from '../../testing/raw'
import { aRoom } from './factory'
import { Members } from './model'
import { finishHandOvers } from './ownership'

const { routes, pushes } = rooms
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const publicRoom = () => aRoom(app, { type: 'public_room' })
const heardBy = (person: { frames: { type: string; roomId?: string }[] }, type: string, roomId: string) =>
  person.frames.filter(frame => frame.type === type && frame.roomId === roomId)

test('joining again changes nothing and tells nobody', async () => {
  const { alice, stranger, room } = await publicRoom()
  const first = await stranger.ask(routes.join, { roomId: room.id })
  expect(await stranger.call(routes.join, { roomId: room.id })).toEqual(first)
  expect(await alice.call(routes.addMember, { roomId: room.id, userId: stranger.id })).toEqual(first)
  await alice.ask(routes.members, { roomId: room.id })
  expect(heardBy(alice, 'user_joined', room.id)).toHaveLength(1)
  expect((await alice.call(routes.get, { roomId: room.id })).memberCount).toBe(3)
})

test('each coming and going reaches every device of every member exactly once', async () => {
  const { alice, bob, stranger, room } = await publicRoom()
  const second = await connect(app, bob.session)
  await stranger.ask(routes.join, { roomId: room.id })
  await stranger.ask(routes.leave, { roomId: room.id })
  await pause(50)
  for (const device of [alice, bob, second]) {
    const [joined] = heardBy(device, 'user_joined', room.id) as unknown as { data: object }[]
    expect(joined!.data).toMatchObject({
      userId: stranger.id,
      participant: { userId: stranger.id, role: 'member' },
      memberCount: 3,
    })
    expect(heardBy(device, 'user_joined', room.id)).toHaveLength(1)
    expect(heardBy(device, 'user_left', room.id).map(frame => (frame as { data?: unknown }).data)).toEqual([
      { userId: stranger.id, memberCount: 2 },
    ])
  }
  expect(heardBy(stranger, 'user_left', room.id)).toEqual([])
})

test('comings and goings leave a note in the room that says who and by whom', async () => {
  const { alice, bob, stranger, room } = await publicRoom()
  await bob.call(routes.addMember, { roomId: room.id, userId: stranger.id })
  await stranger.call(routes.leave, { roomId: room.id })
  await alice.call(routes.removeMember, { roomId: room.id, userId: bob.id })
  const { items } = await alice.call(messages.routes.history, { roomId: room.id })
  expect(items.map(one => one.content)).toMatchObject([
    { event: 'room_created', actorId: alice.id },
    { event: 'members_joined', actorId: bob.id, subjectIds: [stranger.id] },
    { event: 'member_left', actorId: stranger.id, subjectIds: [stranger.id] },
    { event: 'member_removed', actorId: alice.id, subjectIds: [bob.id] },
  ])
})

test('who left is a member no more: the list, the room and its messages are closed to them', async () => {
  const { alice, bob, room } = await aRoom(app)
  const gone = bob.next(conversations.pushes.gone)
  await bob.call(routes.leave, { roomId: room.id })
  expect(await gone).toEqual({ roomId: room.id })
  const refusals = [
    bob.call(routes.get, { roomId: room.id }),
    bob.call(routes.members, { roomId: room.id }),
    bob.call(routes.leave, { roomId: room.id }),
    bob.call(messages.routes.send, { roomId: room.id, content: { text: 'still here?' } }),
  ]
  const refused = { code: 'not_found', status: 404 }
  await Promise.all(refusals.map(one => expect(one).rejects.toMatchObject(refused)))
  expect((await alice.call(routes.members, { roomId: room.id })).items.map(one => one.userId)).toEqual([
    alice.id,
  ])
})

test('the owner of others hands the room over before leaving; alone they may go', async () => {
  const { alice, bob, room } = await aRoom(app)
  await expect(alice.call(routes.leave, { roomId: room.id })).rejects.toMatchObject({
    code: 'owner_stays',
    status: 409,
  })
  await alice.call(routes.setRole, { roomId: room.id, userId: bob.id, role: 'owner' })
  await alice.call(routes.leave, { roomId: room.id })
  await bob.call(routes.leave, { roomId: room.id })
  await expect(bob.call(routes.get, { roomId: room.id })).rejects.toMatchObject({ code: 'not_found' })
})

test('a new owner makes the old one an administrator, and everyone hears of both', async () => {
  const { alice, bob, room } = await aRoom(app)
  const heard = [
    bob.next(pushes.roleChanged, one => one.participant.userId === bob.id),
    bob.next(pushes.roleChanged, one => one.participant.userId === alice.id),
  ]
  expect(await alice.call(routes.setRole, { roomId: room.id, userId: bob.id, role: 'owner' })).toMatchObject({
    role: 'owner',
  })
  expect((await Promise.all(heard)).map(one => one.participant.role)).toEqual(['owner', 'administrator'])
  const { items } = await alice.call(routes.members, { roomId: room.id })
  expect(items.filter(one => one.role === 'owner').map(one => one.userId)).toEqual([bob.id])
})

test('of several hand-overs at once one happens, and there is always exactly one owner', async () => {
  const { alice, bob, stranger, room } = await publicRoom()
  await stranger.call(routes.join, { roomId: room.id })
  const all = [alice, bob, stranger]
  for (let round = 0; round < 8; round++) {
    const { items } = await alice.call(routes.members, { roomId: room.id })
    const [owner] = items.filter(one => one.role === 'owner')
    const holder = all.find(one => one.id === owner!.userId)!
    const others = all.filter(one => one !== holder)
    const hand = (to: (typeof all)[number]) =>
      holder
        .call(routes.setRole, { roomId: room.id, userId: to.id, role: 'owner' })
        .catch(error => error.code)
    const outcomes = await Promise.all(others.map(hand))
    expect(outcomes.filter(one => typeof one === 'object').length).toBeGreaterThanOrEqual(1)
    const after = (await alice.call(routes.members, { roomId: room.id })).items
    expect(after.filter(one => one.role === 'owner')).toHaveLength(1)
  }
})

test('handing over to somebody who leaves at that moment leaves the room with an owner', async () => {
  for (let round = 0; round < 30; round++) {
    const { alice, bob, room } = await aRoom(app)
    await Promise.all([
      alice.call(routes.setRole, { roomId: room.id, userId: bob.id, role: 'owner' }).catch(() => null),
      pause((round % 9) / 2).then(() => bob.call(routes.leave, { roomId: room.id }).catch(() => null)),
    ])
    const { items } = await alice.call(routes.members, { roomId: room.id })
    expect(items.filter(one => one.role === 'owner')).toHaveLength(1)
  }
})

test('a hand-over that a crash cut short is finished by the sweep: by the heir, or by who ranks highest', async () => {
  for (const isHeirGone of [false, true]) {
    const { alice, bob, room } = await aRoom(app)
    const cutAt = new Date(Date.now() - 60_000)
    await Members.updateOne(
      { roomId: room.id, role: 'owner' },
      { $set: { role: 'administrator', heir: bob.id, changedAt: cutAt } },
    )
    if (isHeirGone) await bob.call(routes.leave, { roomId: room.id })
    await finishHandOvers(app.kernel.contextFor({ authorized: true }))
    const { items } = await alice.call(routes.members, { roomId: room.id })
    const owners = items.filter(one => one.role === 'owner').map(one => one.userId)
    expect(owners).toEqual([isHeirGone ? alice.id : bob.id])
    expect(await Members.countDocuments({ roomId: room.id, heir: { $exists: true } })).toBe(0)
  }
})

test('a hand-over leaves no trace of being one', async () => {
  const { alice, bob, room } = await aRoom(app)
  await alice.call(routes.setRole, { roomId: room.id, userId: bob.id, role: 'owner' })
  expect(await Members.countDocuments({ roomId: room.id, heir: { $exists: true } })).toBe(0)
})

test('the owner cannot be lowered without a new one', async () => {
  const { alice, room } = await aRoom(app)
  const lower = alice.call(routes.setRole, { roomId: room.id, userId: alice.id, role: 'member' })
  await expect(lower).rejects.toMatchObject({ code: 'owner_stays' })
})

test('moderators and members change no roles; nobody raises themselves', async () => {
  const { alice, bob, stranger, room } = await publicRoom()
  await stranger.call(routes.join, { roomId: room.id })
  await alice.call(routes.setRole, { roomId: room.id, userId: bob.id, role: 'moderator' })
  for (const [who, whom] of [
    [bob, bob],
    [bob, stranger],
    [stranger, stranger],
    [stranger, bob],
  ] as const) {
    for (const role of ['member', 'moderator', 'owner'] as const) {
      const step = who.call(routes.setRole, { roomId: room.id, userId: whom.id, role })
      await expect(step).rejects.toMatchObject({ code: 'forbidden', status: 403 })
    }
  }
})

test('one puts out whom one outranks, and nobody else', async () => {
  const { alice, bob, stranger, room } = await publicRoom()
  const other = await aPerson(app, 'other')
  for (const one of [stranger, other]) await one.call(routes.join, { roomId: room.id })
  await alice.call(routes.setRole, { roomId: room.id, userId: bob.id, role: 'moderator' })
  const out = (who: typeof alice, whom: typeof alice) =>
    who.call(routes.removeMember, { roomId: room.id, userId: whom.id })
  for (const [who, whom] of [
    [stranger, other],
    [stranger, bob],
    [stranger, alice],
    [bob, alice],
    [bob, bob],
    [alice, alice],
  ] as const) {
    await expect(out(who, whom)).rejects.toMatchObject({ code: 'forbidden', status: 403 })
  }
  expect(await out(bob, stranger)).toBeNull()
  expect(await out(alice, bob)).toBeNull()
  await expect(out(alice, bob)).rejects.toMatchObject({ code: 'not_found', status: 404 })
})

test('nothing of the room reaches who was put out, also not what was under way', async () => {
  const { alice, bob, room } = await aRoom(app)
  const device = await connect(app, bob.session)
  const sends = Array.from({ length: 20 }, (_, i) =>
    alice.ask(messages.routes.send, { roomId: room.id, content: { text: `before ${i}` } }),
  )
  await alice.call(routes.removeMember, { roomId: room.id, userId: bob.id })
  const counts = [bob.frames.length, device.frames.length]
  await alice.call(messages.routes.send, { roomId: room.id, content: { text: 'among ourselves' } })
  await Promise.all(sends)
  await pause(100)
  for (const [i, one] of [bob, device].entries()) {
    expect(
      one.frames.slice(counts[i]).filter(frame => frame.roomId === room.id && frame.type === 'new_message'),
    ).toEqual([])
  }
})

test('who comes again hears the room again and has read what was said meanwhile', async () => {
  const { alice, bob, room } = await publicRoom()
  await bob.call(routes.leave, { roomId: room.id })
  await alice.call(messages.routes.send, { roomId: room.id, content: { text: 'meanwhile' } })
  await bob.call(routes.join, { roomId: room.id })
  const row = (await bob.call(conversations.routes.list, {})).items.find(one => one.room.id === room.id)
  expect(row?.unread).toBe(0)
  const heard = bob.next(messages.pushes.created, one => one.message.type === 'text')
  await alice.call(messages.routes.send, { roomId: room.id, content: { text: 'welcome back' } })
  expect((await heard).message.content).toMatchObject({ text: 'welcome back' })
})

test('who comes again is a member, whatever they were before', async () => {
  const { alice, bob, room } = await publicRoom()
  await alice.call(routes.setRole, { roomId: room.id, userId: bob.id, role: 'moderator' })
  await bob.call(routes.leave, { roomId: room.id })
  expect((await bob.call(routes.join, { roomId: room.id })).role).toBe('member')
})

test('joining and leaving many times at once ends in one of the two, and the count agrees', async () => {
  const { alice, stranger, room } = await publicRoom()
  await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      stranger.call(i % 2 ? routes.leave : routes.join, { roomId: room.id }).catch(() => null),
    ),
  )
  const { items } = await alice.call(routes.members, { roomId: room.id })
  expect((await alice.call(routes.get, { roomId: room.id })).memberCount).toBe(items.length)
  expect(new Set(items.map(one => one.userId)).size).toBe(items.length)
})
