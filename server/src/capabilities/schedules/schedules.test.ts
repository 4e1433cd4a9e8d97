import { blocks } from '@community-chat/shared/capabilities/blocks/contract'
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { mostWaiting, scheduleRows, schedules } from '@community-chat/shared/capabilities/schedules/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { callHttp, connect, type TestPerson } from '../../testing/person'
import { pause } from '../../testing/raw'
import { aMessage } from '../messages/factory'
import { aRoom } from '../rooms/factory'
import { inSeconds } from './factory'
import { Schedules } from './model'
import { wrongTime } from './policy'
import { personal } from './service'

const { routes } = schedules
const { pushes } = conversations
const day = 24 * 3600
const content = { type: 'text' as const, text: 'later' }
let app: TestApp
beforeAll(async () => {
  app = await openTestApp({ SCHEDULE_SHORTEST: '1' })
})
afterAll(() => app.close())

const said = async (person: TestPerson, roomId: string) =>
  (await person.call(messages.routes.history, { roomId })).items.filter(({ type }) => type === 'text')
const mine = async (person: TestPerson) => (await person.call(routes.list, {})).items
/** The next change of someone's schedules that fits. */
const told = (person: TestPerson, state: string) =>
  person.next(pushes.own, ({ name, rows }) => {
    const [row] = rows
    return name === 'schedules' && (row!.gone ? 'gone' : scheduleRows.read(row!)!.state) === state
  })

test('what I planned is said for me at its time, once, and the plan is gone on all of my devices', async () => {
  const { alice, bob, room } = await aRoom(app)
  const device = await connect(app, bob.session)
  const at = inSeconds(1.2)
  const gone = told(device, 'gone')
  const heard = alice.next(messages.pushes.created)
  const row = await bob.call(routes.create, { roomId: room.id, content, at })
  expect(scheduleRows.read(row)).toEqual({ kind: 'message', state: 'waiting', at, roomId: room.id, content })
  expect(await said(alice, room.id)).toEqual([])
  const { message } = await heard
  expect(message).toMatchObject({ senderId: bob.id, content })
  expect(Date.parse(message.createdAt)).toBeGreaterThanOrEqual(Date.parse(at))
  expect((await gone).rows).toMatchObject([{ id: row.id, gone: true, data: null }])
  expect(await mine(bob)).toEqual([])
  expect(await said(alice, room.id)).toHaveLength(1)
  expect(JSON.stringify(await Schedules.find({ userId: bob.id }).lean())).not.toContain('later')
})

test('an answer in a thread is said as one, and mentions go with it', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  const calling = {
    type: 'text' as const,
    text: '@alice',
    mentions: [{ userId: alice.id, at: 0, length: 6 }],
  }
  const place = { threadId: message.id, replyTo: message.id }
  const heard = alice.next(messages.pushes.created, one => one.message.senderId === bob.id)
  await bob.call(routes.create, { roomId: room.id, content: calling, ...place, at: inSeconds(1.1) })
  expect((await heard).message).toMatchObject({ content: calling, ...place })
})

test('a reminder comes due at its time on all devices, and stays until it is taken away', async () => {
  const { bob, room, message } = await aMessage(app)
  const device = await connect(app, bob.session)
  const due = told(device, 'due')
  const row = await bob.call(routes.remind, { messageId: message.id, note: 'call her', at: inSeconds(1.1) })
  expect(scheduleRows.read((await due).rows[0]!)).toMatchObject({
    kind: 'reminder',
    state: 'due',
    messageId: message.id,
    roomId: room.id,
    note: 'call her',
  })
  expect(await said(bob, room.id)).toHaveLength(1)
  const snoozed = await bob.call(routes.update, { scheduleId: row.id, at: inSeconds(day) })
  expect(scheduleRows.read(snoozed)).toMatchObject({ state: 'waiting' })
  const gone = await bob.ask(routes.cancel, { scheduleId: row.id })
  expect(gone).toMatchObject({ gone: true, data: null })
  expect(await bob.call(routes.cancel, { scheduleId: row.id })).toEqual(gone)
})

test('a note alone can be a reminder; nothing at all cannot', async () => {
  const { bob } = await aRoom(app)
  const row = await bob.call(routes.remind, { note: ' buy milk ', at: inSeconds(day) })
  expect(scheduleRows.read(row)).toMatchObject({ note: 'buy milk' })
  const wrong = { code: 'invalid_input', data: { issues: [{ path: 'note' }] } }
  await expect(bob.call(routes.remind, { at: inSeconds(day) })).rejects.toMatchObject(wrong)
  await expect(bob.call(routes.update, { scheduleId: row.id, note: '' })).rejects.toMatchObject(wrong)
})

test('time and words can be changed until it is said; a device that was away learns the last of it', async () => {
  const { bob, room } = await aRoom(app)
  const { since } = await bob.call(conversations.routes.list, {})
  const { id: scheduleId } = await bob.call(routes.create, { roomId: room.id, content, at: inSeconds(day) })
  const at = inSeconds(2 * day)
  const changed = { type: 'text' as const, text: 'on second thoughts' }
  const row = await bob.call(routes.update, { scheduleId, at, content: changed })
  expect(scheduleRows.read(row)).toMatchObject({ at, content: changed, state: 'waiting' })
  const { own } = await bob.call(conversations.routes.sync, { rooms: {}, since })
  expect(own.schedules).toEqual({ rows: [row], full: false })
  const note = bob.call(routes.update, { scheduleId, note: 'x' })
  await expect(note).rejects.toMatchObject({ code: 'not_a_reminder', status: 409 })
  const reminder = await bob.call(routes.remind, { note: 'x', at })
  const words = bob.call(routes.update, { scheduleId: reminder.id, content })
  await expect(words).rejects.toMatchObject({ code: 'not_a_message', status: 409 })
})

test('sending now says it at once, and asking again says nothing more', async () => {
  const { alice, bob, room } = await aRoom(app)
  const { id: scheduleId } = await bob.call(routes.create, { roomId: room.id, content, at: inSeconds(day) })
  const answers = await Promise.allSettled([
    bob.call(routes.sendNow, { scheduleId }),
    bob.call(routes.sendNow, { scheduleId }),
    bob.ask(routes.sendNow, { scheduleId }),
  ])
  for (const one of answers)
    expect(one).toMatchObject(
      one.status === 'fulfilled' ? { value: { gone: true } } : { reason: { code: 'under_way' } },
    )
  expect(await bob.call(routes.sendNow, { scheduleId })).toMatchObject({ gone: true })
  expect(await said(alice, room.id)).toHaveLength(1)
  const late = bob.call(routes.update, { scheduleId, at: inSeconds(day) })
  await expect(late).rejects.toMatchObject({ code: 'not_found' })
  const reminder = await bob.call(routes.remind, { note: 'x', at: inSeconds(day) })
  const wrong = bob.call(routes.sendNow, { scheduleId: reminder.id })
  await expect(wrong).rejects.toMatchObject({ code: 'not_a_message', status: 409 })
})

test('who has left the room says nothing there: it failed with the reason, and can be tried again', async () => {
  const { alice, bob, room } = await aRoom(app)
  const failed = told(bob, 'failed')
  const { id: scheduleId } = await bob.call(routes.create, { roomId: room.id, content, at: inSeconds(1.1) })
  await bob.call(rooms.routes.leave, { roomId: room.id })
  const reason = { state: 'failed', code: 'not_found', content }
  expect(scheduleRows.read((await failed).rows[0]!)).toMatchObject(reason)
  expect(await said(alice, room.id)).toEqual([])
  expect(scheduleRows.read(await bob.call(routes.sendNow, { scheduleId }))).toMatchObject(reason)
  await alice.call(rooms.routes.addMember, { roomId: room.id, userId: bob.id })
  const again = await bob.call(routes.update, { scheduleId, at: inSeconds(day) })
  expect(scheduleRows.read(again)).toMatchObject({ state: 'waiting' })
  expect(scheduleRows.read(again)).not.toHaveProperty('code')
  expect(await bob.call(routes.sendNow, { scheduleId })).toMatchObject({ gone: true })
  expect(await said(alice, room.id)).toMatchObject([{ senderId: bob.id, content }])
})

test('who was blocked meanwhile is not heard', async () => {
  const { alice, bob } = await aRoom(app)
  const direct = await bob.call(rooms.routes.openDirect, { userId: alice.id })
  const { id: scheduleId } = await bob.call(routes.create, { roomId: direct.id, content, at: inSeconds(day) })
  await alice.call(blocks.routes.block, { userId: bob.id })
  const row = await bob.call(routes.sendNow, { scheduleId })
  expect(scheduleRows.read(row)).toMatchObject({ state: 'failed', code: expect.any(String) })
  expect(await said(alice, direct.id)).toEqual([])
})

test('a stranger plans nothing in a room and has no reminder of what they may not read', async () => {
  const { alice, bob, stranger, room, message } = await aMessage(app)
  const at = inSeconds(day)
  await alice.call(rooms.routes.removeMember, { roomId: room.id, userId: bob.id })
  for (const person of [stranger, bob]) {
    const hidden = { code: 'not_found', status: 404 }
    await expect(person.call(routes.create, { roomId: room.id, content, at })).rejects.toMatchObject(hidden)
    await expect(person.call(routes.remind, { messageId: message.id, at })).rejects.toMatchObject(hidden)
  }
  await expect(callHttp(app, routes.remind, { note: 'x', at })).rejects.toMatchObject({ status: 401 })
  const { id: scheduleId } = await alice.call(routes.create, { roomId: room.id, content, at })
  for (const route of [routes.cancel, routes.sendNow, routes.update])
    await expect(stranger.call(route, { scheduleId })).rejects.toMatchObject({ code: 'not_found' })
  expect(await mine(stranger)).toEqual([])
})

test('a thread or an answer of another room is refused by its name, whether it exists or not', async () => {
  const { bob, room } = await aMessage(app)
  const elsewhere = await aMessage(app)
  for (const path of ['threadId', 'replyTo'])
    for (const messageId of [elsewhere.message.id, 'no-such-message']) {
      const plan = { roomId: room.id, content, at: inSeconds(day), [path]: messageId }
      const wrong = { code: 'invalid_input', data: { issues: [{ path }] } }
      await expect(bob.call(routes.create, plan)).rejects.toMatchObject(wrong)
    }
})

test.each([
  [-1000, 'too_soon'],
  [0, 'too_soon'],
  [59_999, 'too_soon'],
  [60_000, null],
  [366 * day * 1000, null],
  [366 * day * 1000 + 1, 'too_far'],
  [NaN, 'too_soon'],
])('%d ms ahead is %s', (ahead, wrong) => {
  expect(wrongTime(1e12 + ahead, 1e12, 60_000)).toBe(wrong)
})

test('a time that is over, too near, too far or no time at all is refused', async () => {
  const { bob, room } = await aRoom(app)
  const times = [inSeconds(-5), inSeconds(0.5), '2027-02-31T99:00:00Z', inSeconds(367 * day)]
  for (const at of times) {
    const code = at === times[3] ? 'too_far' : 'too_soon'
    const refused = { code, status: 409, data: { shortest: 1000 } }
    await expect(bob.call(routes.create, { roomId: room.id, content, at })).rejects.toMatchObject(refused)
    await expect(bob.call(routes.remind, { note: 'x', at })).rejects.toMatchObject(refused)
  }
  const { id: scheduleId } = await bob.call(routes.remind, { note: 'x', at: inSeconds(day) })
  const over = bob.call(routes.update, { scheduleId, at: times[0] })
  await expect(over).rejects.toMatchObject({ code: 'too_soon' })
})

test('a resend with the same clientId is the same plan, also after it was said', async () => {
  const { alice, bob, room } = await aRoom(app)
  const plan = { roomId: room.id, content, at: inSeconds(day), clientId: 'plan-0123456789abcdef' }
  const [first, second] = await Promise.all([bob.call(routes.create, plan), bob.call(routes.create, plan)])
  expect(second.id).toBe(first.id)
  expect(await mine(bob)).toHaveLength(1)
  await bob.call(routes.sendNow, { scheduleId: first.id })
  expect(await bob.call(routes.create, plan)).toMatchObject({ id: first.id, gone: true })
  expect(await said(alice, room.id)).toHaveLength(1)
})

test('the two hundred and first that waits is refused, of several at once too', async () => {
  const { bob } = await aRoom(app)
  await Schedules.insertMany(
    Array.from({ length: mostWaiting - 2 }, (_, i) => ({
      ...{ _id: `${bob.id}:n${i}`, userId: bob.id, version: 1, gone: false, kind: 'reminder' },
      ...{ state: 'waiting', at: new Date(Date.now() + day * 1000), note: 'x' },
    })),
  )
  const tries = await Promise.allSettled(
    Array.from({ length: 6 }, () => bob.call(routes.remind, { note: 'x', at: inSeconds(day) })),
  )
  for (const one of tries.filter(({ status }) => status === 'rejected'))
    expect(one).toMatchObject({ reason: { code: 'too_many_schedules', status: 409 } })
  expect(await Schedules.countDocuments({ userId: bob.id, gone: false })).toBeLessThanOrEqual(mostWaiting)
})

test('what was begun by a node that died is taken up again, and said once', async () => {
  const { alice, bob, room } = await aRoom(app)
  const begun = { state: 'firing', claim: 'of a node that died', claimedUntil: new Date(Date.now() - 1) }
  const ids: string[] = []
  for (let i = 0; i < 2; i++) {
    const { id } = await bob.call(routes.create, { roomId: room.id, content, at: inSeconds(day) })
    ids.push(id)
  }
  // The first had been said already when its node died.
  await bob.call(routes.sendNow, { scheduleId: ids[0]! })
  await Schedules.updateMany({ userId: bob.id }, { $set: { ...begun, gone: false, content } })
  for (let i = 0; i < 80 && (await mine(bob)).length > 0; i++) await pause(100)
  expect(await mine(bob)).toEqual([])
  expect(await said(alice, room.id)).toHaveLength(2)
})

test('what is being sent can neither be changed nor taken back', async () => {
  const { bob, room } = await aRoom(app)
  const { id: scheduleId } = await bob.call(routes.create, { roomId: room.id, content, at: inSeconds(day) })
  const set = { state: 'firing', claim: 'of another node', claimedUntil: new Date(Date.now() + 60_000) }
  await Schedules.updateOne({ _id: `${bob.id}:${scheduleId}` }, { $set: set })
  const underWay = { code: 'under_way', status: 409 }
  await expect(bob.call(routes.cancel, { scheduleId })).rejects.toMatchObject(underWay)
  await expect(bob.call(routes.update, { scheduleId, content })).rejects.toMatchObject(underWay)
  await expect(bob.call(routes.sendNow, { scheduleId })).rejects.toMatchObject(underWay)
  expect(scheduleRows.read((await mine(bob))[0]!)).toMatchObject({ state: 'waiting' })
})

test('what I planned is mine: exported, erased, and nobody else is told', async () => {
  const { alice, bob, room } = await aRoom(app)
  await bob.call(routes.create, { roomId: room.id, content, at: inSeconds(day) })
  await bob.call(routes.remind, { note: 'a note', at: inSeconds(day) })
  const all = (await personal.export(bob.id)) as unknown[]
  expect(all).toHaveLength(2)
  expect(all).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ content }),
      expect.objectContaining({ note: 'a note' }),
    ]),
  )
  expect(alice.frames.filter(({ type }) => type === 'own_updated')).toEqual([])
  await personal.erase(null as never, bob.id)
  expect(await Schedules.countDocuments({ userId: bob.id })).toBe(0)
})
