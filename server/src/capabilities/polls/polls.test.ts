import { messages, type Message } from '@community-chat/shared/capabilities/messages/contract'
import {
  optionsOf,
  ownChoice,
  pollOf,
  polls,
  tally,
} from '@community-chat/shared/capabilities/polls/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import type { Input } from '@community-chat/shared/protocol/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, callHttp, connect, type TestPerson } from '../../testing/person'
import { pause } from '../../testing/raw'
import { nextMark } from '../messages/factory'
import { aRoom } from '../rooms/factory'
import { sweep } from './counting'
import { Polls, Votes } from './model'
import * as service from './service'

const { routes, pushes } = polls
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

/** Alice asks bob where to go; o1 to o3 are the options. */
async function aPoll(fields: Partial<Input<typeof routes.create>> = {}) {
  const { alice, bob, stranger, room } = await aRoom(app)
  const message = await alice.call(routes.create, {
    roomId: room.id,
    question: 'Where to?',
    options: ['lake', 'ridge', '城里'],
    ...fields,
  })
  const vote = (person: TestPerson, ...options: string[]) =>
    person.call(routes.vote, { messageId: message.id, options })
  return { alice, bob, stranger, room, message, vote }
}
const countsOf = (message: Message) => tally.of(message).counts
const tallyNow = async (person: TestPerson, messageId: string) =>
  tally.of(await person.call(messages.routes.get, { messageId }))

test('a poll is a message that everyone in the room gets, once however often it is sent', async () => {
  const { alice, bob, room } = await aRoom(app)
  const heard = bob.next(messages.pushes.created, ({ message }) => message.type === 'poll')
  const ask = { roomId: room.id, question: 'Tea?', options: ['yes', 'no'], clientId: 'poll-0123456789abcdef' }
  const message = await alice.ask(routes.create, ask)
  expect(pollOf((await heard).message)).toEqual({
    type: 'poll',
    question: 'Tea?',
    options: [
      { id: 'o1', text: 'yes' },
      { id: 'o2', text: 'no' },
    ],
    multiple: false,
    anonymous: false,
    open: false,
    closesAt: null,
  })
  expect((await alice.call(routes.create, ask)).id).toBe(message.id)
})

test('a vote reaches everyone, another takes its place, and none takes it back', async () => {
  const { alice, bob, message, vote } = await aPoll()
  const device = await connect(app, bob.session)
  const mine = nextMark(device)
  const heard = alice.next(pushes.changed)
  const answered = await vote(bob, 'o2')
  expect([countsOf(answered), ownChoice(answered)]).toEqual([{ o2: 1 }, ['o2']])
  const change = await heard
  expect(change.cause).toEqual({ facet: 'poll', by: bob.id })
  expect([countsOf(change.message), change.message.mine]).toEqual([{ o2: 1 }, undefined])
  expect((await mine).mine).toEqual({ poll: ['o2'] })
  expect(countsOf(await vote(bob, 'o3'))).toEqual({ o3: 1 })
  expect(tally.of(await vote(bob))).toMatchObject({ counts: {}, voters: 0 })
  expect(await Votes.countDocuments({ messageId: message.id })).toBe(0)
})

test('where one may choose several, people and votes are counted apart', async () => {
  const { alice, bob, vote } = await aPoll({ multiple: true })
  await vote(alice, 'o1', 'o2')
  expect(tally.of(await vote(bob, 'o2'))).toMatchObject({ counts: { o1: 1, o2: 2 }, voters: 2 })
})

test('fifty votes at once are counted right, on the message, in the rows and on every device', async () => {
  const { alice, bob, room, message, vote } = await aPoll({ multiple: true })
  const more = await Promise.all(['carol', 'dave', 'erin'].map(name => aPerson(app, name)))
  for (const person of more) await alice.call(rooms.routes.addMember, { roomId: room.id, userId: person.id })
  const people = [alice, bob, ...more]
  await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      vote(people[n % 5]!, ...['o1', 'o2', 'o3'].slice(n % 3, 1 + (n % 4))),
    ),
  )
  const counts: Record<string, number> = {}
  const rows = await Votes.find({ messageId: message.id }).lean()
  for (const id of rows.flatMap(row => row.options)) counts[id] = (counts[id] ?? 0) + 1
  const shown = await tallyNow(bob, message.id)
  expect(shown).toMatchObject({ counts, voters: rows.length })
  expect(rows.filter(row => !row.applied)).toEqual([])
  const { rev } = await bob.call(messages.routes.get, { messageId: message.id })
  for (const { frames } of people) {
    const last = frames.findLast(frame => frame.data?.message?.id === message.id)
    expect([last!.data.message.rev, tally.of(last!.data.message)]).toEqual([rev, shown])
  }
})

test('of an anonymous poll nobody learns who chose what', async () => {
  const { alice, bob, message, vote } = await aPoll({ anonymous: true })
  const heard = alice.next(pushes.changed)
  await vote(bob, 'o1')
  expect((await heard).cause).toEqual({ facet: 'poll' })
  await expect(alice.call(routes.voters, { messageId: message.id })).rejects.toMatchObject({
    code: 'anonymous',
    status: 403,
  })
})

test('who chose what is listed oldest first, in pages, and of one option where one is named', async () => {
  const { alice, bob, message, vote } = await aPoll()
  await vote(alice, 'o1')
  await vote(bob, 'o2')
  const first = await bob.call(routes.voters, { messageId: message.id, limit: 1 })
  const second = await bob.call(routes.voters, { messageId: message.id, limit: 1, cursor: first.next! })
  expect([...first.items, ...second.items].map(one => [one.user.displayName, one.options])).toEqual([
    ['alice', ['o1']],
    ['bob', ['o2']],
  ])
  expect(second.next).toBeNull()
  const ridge = await bob.call(routes.voters, { messageId: message.id, option: 'o2' })
  expect(ridge.items.map(one => one.userId)).toEqual([bob.id])
})

test('options are added where the poll is open or by its author, at most twelve, each once', async () => {
  const { alice, bob, message, vote } = await aPoll({ open: true })
  const add = (text: string) => bob.call(routes.addOption, { messageId: message.id, text })
  await Promise.all(
    [add('sea'), add('sea'), ...Array.from({ length: 14 }, (_, n) => add(`place ${n}`))].map(work =>
      work.catch(fault => expect(fault.code).toBe('too_many_options')),
    ),
  )
  const poll = pollOf(message)!
  const all = optionsOf(poll, await tallyNow(alice, message.id))
  expect([all.length, new Set(all.map(({ text }) => text)).size]).toEqual([12, 12])
  expect(countsOf(await vote(bob, all[11]!.id))).toEqual({ [all[11]!.id]: 1 })
  const closed = await aPoll()
  const refused = closed.bob.call(routes.addOption, { messageId: closed.message.id, text: 'sea' })
  await expect(refused).rejects.toMatchObject({ code: 'not_open', status: 403 })
  await closed.alice.call(routes.addOption, { messageId: closed.message.id, text: 'sea' })
})

test('a poll is closed by its author or a moderator, for good', async () => {
  const { alice, bob, message, vote } = await aPoll({ open: true })
  await vote(bob, 'o1')
  const byBob = bob.call(routes.close, { messageId: message.id })
  await expect(byBob).rejects.toMatchObject({ code: 'not_yours', status: 403 })
  const closed = await alice.call(routes.close, { messageId: message.id })
  expect(tally.of(closed).closedAt).not.toBeNull()
  expect(await alice.call(routes.close, { messageId: message.id })).toEqual(closed)
  const refusal = { code: 'poll_closed', status: 409 }
  await expect(vote(bob, 'o2')).rejects.toMatchObject(refusal)
  await expect(bob.call(routes.addOption, { messageId: message.id, text: 'x' })).rejects.toMatchObject(
    refusal,
  )
  expect(countsOf(closed)).toEqual({ o1: 1 })
})

test('a closing time that passed closes a poll, and one that passed already is refused', async () => {
  const { alice, bob, room } = await aRoom(app)
  const poll = { roomId: room.id, question: 'q', options: ['a', 'b'] }
  const closesAt = new Date(Date.now() + 1500).toISOString()
  const { id: messageId } = await alice.call(routes.create, { ...poll, closesAt })
  await bob.call(routes.vote, { messageId, options: ['o1'] })
  await pause(Date.parse(closesAt) - Date.now() + 10)
  await expect(bob.call(routes.vote, { messageId, options: ['o2'] })).rejects.toMatchObject({
    code: 'poll_closed',
  })
  const late = alice.call(routes.create, { ...poll, closesAt })
  await expect(late).rejects.toMatchObject({
    code: 'invalid_input',
    data: { issues: [{ path: 'closesAt' }] },
  })
})

test('wrong choices are refused and change nothing', async () => {
  const { alice, bob, room, message, vote } = await aPoll()
  await expect(vote(bob, 'o1', 'o2')).rejects.toMatchObject({ code: 'one_choice' })
  await expect(vote(bob, 'o9')).rejects.toMatchObject({ code: 'no_such_option' })
  const text = await alice.call(messages.routes.send, { roomId: room.id, content: { text: 'no poll' } })
  await expect(bob.call(routes.vote, { messageId: text.id, options: [] })).rejects.toMatchObject({
    code: 'not_a_poll',
  })
  expect(await Votes.countDocuments({ messageId: message.id })).toBe(0)
})

test('a stranger, someone removed and someone signed out neither ask nor vote', async () => {
  const { alice, bob, stranger, room, message } = await aPoll({ open: true })
  await alice.call(rooms.routes.removeMember, { roomId: room.id, userId: bob.id })
  const { id: messageId } = message
  for (const person of [stranger, bob]) {
    const acts = [
      person.call(routes.create, { roomId: room.id, question: 'q', options: ['a', 'b'] }),
      person.call(routes.vote, { messageId, options: ['o1'] }),
      person.call(routes.addOption, { messageId, text: 'x' }),
      person.call(routes.close, { messageId }),
      person.call(routes.voters, { messageId }),
    ]
    for (const act of await Promise.allSettled(acts))
      expect(act).toMatchObject({ status: 'rejected', reason: { code: 'not_found', status: 404 } })
  }
  await expect(callHttp(app, routes.vote, { messageId, options: ['o1'] })).rejects.toMatchObject({
    status: 401,
  })
  expect(await tallyNow(alice, messageId)).toMatchObject({ counts: {}, added: [], closedAt: null })
})

test('a poll that is gone keeps nobody’s vote and takes none', async () => {
  const { alice, bob, message, vote } = await aPoll()
  await vote(bob, 'o1')
  await alice.call(messages.routes.remove, { messageId: message.id })
  await expect(vote(bob, 'o2')).rejects.toMatchObject({ code: 'not_a_poll', status: 409 })
  expect(await Votes.countDocuments({ messageId: message.id })).toBe(0)
})

test('what a crash left uncounted is counted by the sweep', async () => {
  const { alice, bob, message } = await aPoll()
  const long = new Date(Date.now() - 60_000)
  const left = { messageId: message.id, applied: false, turn: 'a', createdAt: long, changedAt: long }
  await Votes.create({ _id: `${message.id}:${bob.id}`, userId: bob.id, options: ['o1'], ...left })
  await Votes.create({ _id: `${message.id}:${alice.id}`, userId: alice.id, options: [], ...left })
  await Polls.create({ _id: message.id, added: [], closedAt: long, applied: false, changedAt: long })
  await sweep(app.kernel.contextFor({ authorized: true }))
  expect(await tallyNow(bob, message.id)).toMatchObject({ counts: { o1: 1 }, closedAt: long.toISOString() })
  expect(await Votes.find({ messageId: message.id }).lean()).toMatchObject([
    { userId: bob.id, applied: true },
  ])
})

test('who is erased leaves no vote, and their options stay without their name', async () => {
  const { alice, bob, message, vote } = await aPoll({ open: true })
  await bob.call(routes.addOption, { messageId: message.id, text: 'sea' })
  await vote(bob, 'o1')
  expect(await service.personal.export(bob.id)).toMatchObject([{ options: ['o1'] }])
  await service.personal.erase(app.kernel.contextFor({ authorized: true }), bob.id)
  expect(await tallyNow(alice, message.id)).toMatchObject({ counts: {}, added: [{ text: 'sea' }] })
  expect(JSON.stringify(await Polls.findById(message.id).lean())).not.toContain(bob.id)
})
