import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { registerChecks, before } from '../../kernel/checks'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, connect, somePeople } from '../../testing/person'
import { pause } from '../../testing/raw'
import { changing, setStatus } from './api'
import { Profiles } from './model'

const { routes, pushes } = profiles
const soon = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString()
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

test('a status is set, seen by others wherever they see the person, and cleared', async () => {
  const { alice, bob } = await somePeople(app)
  const status = { text: 'In a meeting', emoji: '👩‍💻', until: soon(3_600_000) }
  const heard = bob.next(pushes.changed, ({ user }) => user.id === alice.id)
  expect((await alice.call(routes.update, { status })).status).toEqual(status)
  expect((await heard).user.status).toEqual(status)
  expect((await bob.call(routes.get, { userId: alice.id })).status).toEqual(status)
  const { items } = await bob.ask(routes.getMany, { userIds: [alice.id] })
  expect(items[0]?.status).toEqual(status)
  const room = await alice.call(rooms.routes.create, { name: 'ours', memberIds: [bob.id] })
  const members = await bob.call(rooms.routes.members, { roomId: room.id })
  expect(members.items.find(one => one.userId === alice.id)?.user.status).toEqual(status)

  const cleared = bob.next(pushes.changed, ({ user }) => user.id === alice.id)
  expect((await alice.call(routes.update, { status: null })).status).toBeNull()
  expect((await cleared).user.status).toBeNull()
})

test('an expired status is never shown, and one without an end stays', async () => {
  const alice = await aPerson(app, 'alice')
  await alice.call(routes.update, { status: { text: 'gone soon', until: soon(700) } })
  expect((await alice.call(routes.me, {})).status?.text).toBe('gone soon')
  await pause(800)
  expect((await alice.call(routes.me, {})).status).toBeNull()
  expect((await alice.call(routes.get, { userId: alice.id })).status).toBeNull()
  await alice.call(routes.update, { status: { text: 'for good', until: null } })
  expect((await alice.call(routes.me, {})).status).toEqual({ text: 'for good', until: null })
  const renamed = await alice.call(routes.update, { displayName: 'Alicia' })
  expect(renamed.status?.text).toBe('for good')
})

test('a bio has several lines, and is on the page of a person and in no list', async () => {
  const { alice, bob } = await somePeople(app)
  const second = await connect(app, alice.session)
  const heard = second.next(pushes.changed)
  expect((await alice.call(routes.update, { bio: '  first\nsecond  ' })).bio).toBe('first\nsecond')
  expect(await heard).not.toHaveProperty('user.bio')
  expect((await bob.call(routes.get, { userId: alice.id })).bio).toBe('first\nsecond')
  const { items } = await bob.ask(routes.getMany, { userIds: [alice.id] })
  expect(items[0]).not.toHaveProperty('bio')
  expect((await alice.call(routes.update, { bio: '' })).bio).toBe('')
})

test('of changes made at once none undoes another', async () => {
  const alice = await aPerson(app, 'alice')
  await Promise.all([
    alice.call(routes.update, { displayName: 'Ada Lovelace' }),
    alice.call(routes.update, { bio: 'told' }),
    alice.call(routes.update, { avatar: { letters: 'Q', colour: 5 } }),
    alice.call(routes.update, { status: { text: 'busy' } }),
  ])
  expect(await alice.call(routes.me, {})).toMatchObject({
    displayName: 'Ada Lovelace',
    bio: 'told',
    avatar: { colour: 5 },
    status: { text: 'busy' },
  })
})

test('every text passes the check before anyone sees it, whoever sets it', async () => {
  const alice = await aPerson(app, 'alice')
  const ask = before(changing, 'test', (_ctx, subject) =>
    /forbidden word/.test(JSON.stringify(subject))
      ? { answer: 'refuse', fault: fault('forbidden') }
      : subject.status?.text === 'rough'
        ? { answer: 'replace', value: { ...subject, status: { text: 'smooth' } } }
        : { answer: 'allow' },
  )
  registerChecks([ask])
  const bad = 'a forbidden word'
  for (const change of [{ displayName: bad }, { bio: bad }, { status: { text: bad } }])
    await expect(alice.call(routes.update, change)).rejects.toMatchObject({ code: 'forbidden' })
  const ctx = app.kernel.contextFor({})
  await expect(setStatus(ctx, alice.id, { text: bad })).rejects.toMatchObject({ code: 'forbidden' })
  expect((await alice.call(routes.update, { status: { text: 'rough' } })).status?.text).toBe('smooth')

  const heard = alice.next(pushes.changed, ({ user }) => user.status?.text === 'from elsewhere')
  await setStatus(ctx, alice.id, { text: 'from elsewhere', emoji: '🎧' })
  expect((await heard).user.status).toEqual({ text: 'from elsewhere', emoji: '🎧', until: null })
})

test('what a status was is gone with the next one', async () => {
  const alice = await aPerson(app, 'alice')
  await alice.call(routes.update, { status: { text: 'first', emoji: '🎧', until: soon(60_000) } })
  await alice.call(routes.update, { status: { text: 'second' } })
  const doc = await Profiles.findById(alice.id).lean()
  expect(doc?.status).toEqual({ text: 'second', until: null })
})
