import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { reports } from '@community-chat/shared/capabilities/reports/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Accounts } from '../accounts/model'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, callHttp, connect, somePeople, type TestPerson } from '../../testing/person'
import capability from '.'
import { Reports } from './model'

const { routes } = reports
let app: TestApp
let admin: TestPerson
beforeAll(async () => {
  app = await openTestApp()
  const keeper = await aPerson(app, 'keeper')
  await Accounts.updateOne({ _id: keeper.id }, { $set: { isAdmin: true } })
  const { username } = keeper.session.user
  const session = await callHttp(app, accounts.routes.login, { username, password: 'password of keeper' })
  admin = await connect(app, session)
})
afterAll(() => app.close())

async function aSaying() {
  const people = await somePeople(app)
  const { alice, bob } = people
  const room = await alice.call(rooms.routes.create, { name: 'ours', memberIds: [bob.id] })
  const message = await bob.call(messages.routes.send, {
    roomId: room.id,
    content: { text: 'something bad' },
  })
  return { ...people, room, message }
}
const find = async (id: string) =>
  (await admin.call(routes.list, { limit: 100 })).items.find(one => one.id === id)

test('a report keeps what was said, also after it is gone', async () => {
  const { alice, bob, room, message } = await aSaying()
  const { id } = await alice.call(routes.create, {
    messageId: message.id,
    reason: 'hate',
    note: ' so\nrude ',
  })
  await bob.call(messages.routes.remove, { messageId: message.id })
  expect(await find(id)).toMatchObject({
    state: 'open',
    reason: 'hate',
    note: 'so\nrude',
    subject: { kind: 'message', id: message.id },
    roomId: room.id,
    author: { id: bob.id },
    reporter: { id: alice.id },
    evidence: { content: { text: 'something bad' }, authorName: 'bob' },
  })
})

test('a repeat changes the open report; what it was at first stays; another person makes another', async () => {
  const { alice, bob, stranger, room } = await aSaying()
  const subject = { roomId: room.id }
  await bob.call(rooms.routes.addMember, { roomId: room.id, userId: stranger.id })
  const all = await Promise.all(
    Array.from({ length: 8 }, () => alice.call(routes.create, { ...subject, reason: 'spam' })),
  )
  expect(new Set(all.map(one => one.id)).size).toBe(1)
  await alice.call(rooms.routes.update, { roomId: room.id, version: 1, name: 'renamed' })
  const again = await alice.call(routes.create, { ...subject, reason: 'other', note: 'more' })
  expect(again).toEqual(all[0])
  expect(await find(again.id)).toMatchObject({ reason: 'other', note: 'more', evidence: { name: 'ours' } })
  expect((await stranger.call(routes.create, { ...subject, reason: 'spam' })).id).not.toBe(again.id)
})

test('a resend gets the report it made, also once that was closed; a new one opens another', async () => {
  const { alice, bob } = await somePeople(app)
  const input = { userId: bob.id, reason: 'harassment' as const, clientId: 'client-id-0123456789' }
  const first = await alice.call(routes.create, input)
  await Reports.updateOne({ _id: first.id }, { $set: { state: 'closed' }, $unset: { openKey: 1 } })
  expect(await alice.call(routes.create, input)).toEqual(first)
  expect(await find(first.id)).toBeUndefined()
  expect((await alice.call(routes.create, { ...input, clientId: 'client-id-9876543210' })).id).not.toBe(
    first.id,
  )
})

test('people and communities can be reported, with how they looked', async () => {
  const { alice, bob } = await somePeople(app)
  const person = await alice.call(routes.create, { userId: bob.id, reason: 'sexual' })
  expect((await find(person.id))?.evidence).toMatchObject({ displayName: 'bob', bio: '' })
  const place = await alice.call(routes.create, { communityId: 'welcome', reason: 'illegal' })
  expect((await find(place.id))?.subject).toEqual({ kind: 'community', id: 'welcome' })
})

test('what one cannot see cannot be reported, and looks like what is not there', async () => {
  const { stranger, room, message } = await aSaying()
  for (const subject of [
    { messageId: message.id },
    { roomId: room.id },
    { userId: 'nobody' },
    { communityId: 'none' },
  ])
    await expect(stranger.call(routes.create, { ...subject, reason: 'spam' })).rejects.toMatchObject({
      code: 'not_found',
    })
})

test('one reports others, not oneself', async () => {
  const { bob, message } = await aSaying()
  for (const subject of [{ messageId: message.id }, { userId: bob.id }])
    await expect(bob.call(routes.create, { ...subject, reason: 'spam' })).rejects.toMatchObject({
      code: 'not_yourself',
    })
})

test.each([
  ['none', {}, ['messageId']],
  ['two', { userId: 'one', roomId: 'other' }, ['userId', 'roomId']],
])('%s of the subjects is refused by name', async (_, subject, paths) => {
  const alice = await aPerson(app, 'alice')
  await expect(alice.call(routes.create, { ...subject, reason: 'spam' })).rejects.toMatchObject({
    code: 'invalid_input',
    data: { issues: paths.map(path => expect.objectContaining({ path })) },
  })
})

test('only administrators read reports', async () => {
  const alice = await aPerson(app, 'alice')
  await expect(alice.call(routes.list, {})).rejects.toMatchObject({ code: 'forbidden', status: 403 })
})

test('erasing the reporter takes their name away, and leaves the evidence', async () => {
  const { alice, stranger, bob, message, room } = await aSaying()
  await bob.call(rooms.routes.addMember, { roomId: room.id, userId: stranger.id })
  const { personal } = capability
  if (personal === 'none') throw new Error('reports keeps personal data')
  const ids: string[] = []
  for (const one of [alice, stranger]) {
    ids.push((await one.call(routes.create, { messageId: message.id, reason: 'hate' })).id)
    expect(await personal.export(one.id)).toMatchObject([{ subjectId: message.id, reason: 'hate' }])
    await personal.erase(app.kernel.contextFor({}), one.id)
    expect(await personal.export(one.id)).toEqual([])
  }
  for (const id of ids)
    expect(await find(id)).toMatchObject({ reporter: null, evidence: { content: { text: 'something bad' } } })
})
