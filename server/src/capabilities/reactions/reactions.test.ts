import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import {
  mostKinds,
  ownReactions,
  reactions,
  tallies,
} from '@community-chat/shared/capabilities/reactions/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, callHttp, connect, type TestPerson } from '../../testing/person'
import { aMessage, isMark, nextMark } from '../messages/factory'
import { sweep } from './counting'
import { Reactions } from './model'
import * as service from './service'

const { routes, pushes } = reactions
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

/** Emoji that all differ. */
const kinds = Array.from({ length: 30 }, (_, n) => String.fromCodePoint(0x1f600 + n))
const tallyOf = async (person: TestPerson, messageId: string) =>
  tallies.of(await person.call(messages.routes.get, { messageId }))
const rowsOf = (messageId: string) => Reactions.find({ messageId, on: true }).lean()

test('a reaction reaches everyone in the room, and repeating it changes nothing', async () => {
  const { alice, bob, message } = await aMessage(app)
  const heard = alice.next(pushes.added)
  const answered = await bob.ask(routes.add, { messageId: message.id, emoji: '👍' })
  expect(tallies.of(answered)).toEqual([{ emoji: '👍', count: 1 }])
  expect(ownReactions(answered)).toEqual(['👍'])
  const change = await heard
  expect(change).toMatchObject({
    messageId: message.id,
    prev: change.message.rev - 1,
    cause: { facet: 'reactions', by: bob.id },
    reaction: { userId: bob.id, emoji: '👍' },
  })
  expect(tallies.of(change.message)).toEqual([{ emoji: '👍', count: 1 }])
  expect(change.message.mine).toBeUndefined()
  const again = await bob.call(routes.add, { messageId: message.id, emoji: '👍' })
  expect(again).toEqual(answered)
})

test('a reaction is taken back, and its kind goes with the last of it', async () => {
  const { alice, bob, message } = await aMessage(app)
  const on = (person: TestPerson, emoji: string) => person.call(routes.add, { messageId: message.id, emoji })
  await on(alice, '👍')
  await on(bob, '👍')
  await on(bob, '❤️')
  const heard = alice.next(pushes.removed)
  await bob.call(routes.remove, { messageId: message.id, emoji: '❤️' })
  expect((await heard).reaction).toMatchObject({ userId: bob.id, emoji: '❤️' })
  const answered = await bob.call(routes.remove, { messageId: message.id, emoji: '👍' })
  expect(tallies.of(answered)).toEqual([{ emoji: '👍', count: 1 }])
  expect(ownReactions(answered)).toEqual([])
  expect(await bob.call(routes.remove, { messageId: message.id, emoji: '👍' })).toEqual(answered)
  expect(await Reactions.countDocuments({ messageId: message.id })).toBe(1)
})

test('what is mine is said to me alone: on pages, by sync, and to my other device', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  const device = await connect(app, bob.session)
  const told = nextMark(device)
  await bob.call(routes.add, { messageId: message.id, emoji: '🎉' })
  expect(await told).toEqual({ roomId: room.id, messageId: message.id, mine: { reactions: ['🎉'] } })
  const pageOf = async (person: TestPerson) => {
    const { items } = await person.call(messages.routes.history, { roomId: room.id })
    return items.find(one => one.id === message.id)!
  }
  expect(ownReactions(await pageOf(bob))).toEqual(['🎉'])
  expect(ownReactions(await pageOf(alice))).toEqual([])
  const asked = { rooms: { [room.id]: message.rev } }
  const [change] = (await bob.call(conversations.routes.sync, asked)).rooms
  expect(ownReactions(change!.messages.find(one => one.id === message.id)!)).toEqual(['🎉'])
  expect(alice.frames.filter(isMark)).toEqual([])
})

test('a stranger, someone removed and someone signed out may not react', async () => {
  const { alice, bob, stranger, room, message } = await aMessage(app)
  const reaction = { messageId: message.id, emoji: '👍' }
  await alice.call(rooms.routes.removeMember, { roomId: room.id, userId: bob.id })
  for (const person of [stranger, bob]) {
    for (const route of [routes.add, routes.remove])
      await expect(person.call(route, reaction)).rejects.toMatchObject({ code: 'not_found', status: 404 })
    await expect(person.call(routes.list, reaction)).rejects.toMatchObject({ code: 'not_found' })
  }
  await expect(callHttp(app, routes.add, reaction)).rejects.toMatchObject({ status: 401 })
  expect(await rowsOf(message.id)).toEqual([])
})

test('a husk and a note of the system are not reacted to', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  const { items } = await bob.call(messages.routes.history, { roomId: room.id })
  const note = items.find(one => one.type === 'system')!
  await bob.call(routes.add, { messageId: message.id, emoji: '👍' })
  await alice.call(messages.routes.remove, { messageId: message.id })
  for (const messageId of [message.id, note.id])
    await expect(bob.call(routes.add, { messageId, emoji: '👍' })).rejects.toMatchObject({
      code: 'nothing_to_react_to',
      status: 409,
    })
})

test.each(['', 'hello', '👍👍', '👍 ', 'a👍', '1', '👍'.repeat(9), '$set', '\u0000'])(
  '%j is not an emoji, on HTTP and the socket',
  async emoji => {
    const { bob, message } = await aMessage(app)
    const reaction = { messageId: message.id, emoji }
    const refusal = { code: 'invalid_input', data: { issues: [{ path: 'emoji' }] } }
    await expect(bob.ask(routes.add, reaction)).rejects.toMatchObject(refusal)
    if (emoji !== '') await expect(bob.call(routes.add, reaction)).rejects.toMatchObject(refusal)
  },
)

test.each(['👍🏽', '👩‍🚀', '🏳️‍🌈', '🇨🇳', '❤️', '1️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '☺'])('%s is one emoji', async emoji => {
  const { bob, message } = await aMessage(app)
  const answered = await bob.call(routes.add, { messageId: message.id, emoji })
  expect(tallies.of(answered)).toEqual([{ emoji, count: 1 }])
})

test('thirty kinds at once leave exactly twenty, and the rows are what the message shows', async () => {
  const { alice, bob, message } = await aMessage(app)
  const tried = await Promise.allSettled(
    kinds.map((emoji, n) => [alice, bob][n % 2]!.call(routes.add, { messageId: message.id, emoji })),
  )
  const refused = tried.filter(one => one.status === 'rejected')
  for (const one of refused) expect(one.reason).toMatchObject({ code: 'too_many_emoji', status: 409 })
  const shown = await tallyOf(alice, message.id)
  expect([shown.length, refused.length]).toEqual([mostKinds, 30 - mostKinds])
  expect((await rowsOf(message.id)).map(row => row.emoji).toSorted()).toEqual(
    shown.map(({ emoji }) => emoji).toSorted(),
  )
  const [first] = shown
  await expect(bob.call(routes.add, { messageId: message.id, emoji: '🦄' })).rejects.toMatchObject({
    code: 'too_many_emoji',
  })
  expect(tallies.of(await bob.call(routes.add, { messageId: message.id, emoji: first!.emoji }))[0]).toEqual({
    emoji: first!.emoji,
    count: (await rowsOf(message.id)).filter(row => row.emoji === first!.emoji).length,
  })
})

test('after a hundred taps at once the message, the rows and every device say the same', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  const more = await Promise.all(['carol', 'dave', 'erin'].map(name => aPerson(app, name)))
  for (const person of more) await alice.call(rooms.routes.addMember, { roomId: room.id, userId: person.id })
  const people = [alice, bob, ...more]
  await Promise.all(
    Array.from({ length: 100 }, (_, n) => {
      const route = n % 3 === 2 ? routes.remove : routes.add
      return people[n % 5]!.ask(route, { messageId: message.id, emoji: kinds[n % 4]! })
    }),
  )
  const counts: Record<string, number> = {}
  for (const { emoji } of await rowsOf(message.id)) counts[emoji] = (counts[emoji] ?? 0) + 1
  const shown = await tallyOf(bob, message.id)
  expect(Object.fromEntries(shown.map(({ emoji, count }) => [emoji, count]))).toEqual(counts)
  expect(await Reactions.countDocuments({ messageId: message.id, applied: false })).toBe(0)
  const { rev } = await bob.call(messages.routes.get, { messageId: message.id })
  for (const { frames } of people) {
    const last = frames.filter(frame => frame.data?.message?.id === message.id).at(-1)
    expect([last!.data.message.rev, tallies.of(last!.data.message)]).toEqual([rev, shown])
  }
})

test('what a crash left uncounted is counted by the sweep, on or taken back', async () => {
  const { alice, bob, message } = await aMessage(app)
  await alice.call(routes.add, { messageId: message.id, emoji: '😀' })
  const long = new Date(Date.now() - 60_000)
  const left = { messageId: message.id, userId: bob.id, applied: false, createdAt: long, changedAt: long }
  await Reactions.create({ _id: 'left', ...left, emoji: '😁', on: true, turn: 'a' })
  await Reactions.updateOne({ userId: alice.id }, { $set: { on: false, applied: false, changedAt: long } })
  await sweep(app.kernel.contextFor({ authorized: true }))
  expect(await tallyOf(alice, message.id)).toEqual([{ emoji: '😁', count: 1 }])
  expect(await Reactions.find({ messageId: message.id }).lean()).toMatchObject([
    { emoji: '😁', applied: true },
  ])
})

test('who reacted is listed oldest first, in pages, and of one emoji where one is named', async () => {
  const { alice, bob, message } = await aMessage(app)
  for (const [person, emoji] of [
    [alice, '😀'],
    [bob, '😀'],
    [bob, '😁'],
  ] as const)
    await person.call(routes.add, { messageId: message.id, emoji })
  const first = await bob.call(routes.list, { messageId: message.id, limit: 2 })
  const second = await bob.call(routes.list, { messageId: message.id, limit: 2, cursor: first.next! })
  expect([...first.items, ...second.items].map(one => [one.user.displayName, one.emoji])).toEqual([
    ['alice', '😀'],
    ['bob', '😀'],
    ['bob', '😁'],
  ])
  expect(second.next).toBeNull()
  const grins = await bob.call(routes.list, { messageId: message.id, emoji: '😁' })
  expect(grins.items.map(one => one.userId)).toEqual([bob.id])
})

test('who is erased leaves no reaction, and the messages are counted without them', async () => {
  const { alice, bob, message } = await aMessage(app)
  await alice.call(routes.add, { messageId: message.id, emoji: '😀' })
  await bob.call(routes.add, { messageId: message.id, emoji: '😀' })
  expect(await service.personal.export(bob.id)).toMatchObject([{ messageId: message.id, emoji: '😀' }])
  await service.personal.erase(app.kernel.contextFor({ authorized: true }), bob.id)
  expect(await tallyOf(alice, message.id)).toEqual([{ emoji: '😀', count: 1 }])
  expect(await Reactions.countDocuments({ userId: bob.id })).toBe(0)
})
