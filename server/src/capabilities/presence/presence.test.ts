import { blocks } from '@community-chat/shared/capabilities/blocks/contract'
import { type Presence, presence } from '@community-chat/shared/capabilities/presence/contract'
import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import { afterAll, beforeAll, expect, test as alone } from '@jest/globals'
import { isWatched } from '../../kernel/sockets/topics'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, callHttp, connect, type TestPerson } from '../../testing/person'
import { pause } from '../../testing/raw'
import { Choices, Sightings } from './model'
import { personal } from './service'

/** They wait far more than they work, so they wait side by side, each with people of its own. */
const test = alone.concurrent
const { routes, pushes } = presence
let app: TestApp
beforeAll(async () => {
  app = await openTestApp({ PRESENCE_GRACE: '1' })
})
afterAll(() => app.close())

const look = async (who: TestPerson, userId: string) =>
  (await who.call(routes.watch, { userIds: [userId] })).items[0]
const heardOf = (who: TestPerson, userId: string): Presence[] =>
  who.frames.filter(one => one.type === 'presence_updated' && one.data.userId === userId).map(one => one.data)

/** Bob watches alice. */
async function aWatcher() {
  const [alice, bob] = [await aPerson(app, 'alice'), await aPerson(app, 'bob')]
  const [seen] = (await bob.ask(routes.watch, { userIds: [alice.id] })).items
  const next = (status: string) =>
    bob.next(pushes.updated, data => data.userId === alice.id && data.status === status)
  return { alice, bob, seen, next }
}

test('who connects is online at once, for whoever asks', async () => {
  const { alice, seen } = await aWatcher()
  expect(seen).toEqual({ userId: alice.id, status: 'online' })
})

test('of two devices one leaving keeps online; after the last, offline comes with the grace, and last seen', async () => {
  const { alice, bob, next } = await aWatcher()
  const second = await connect(app, alice.session)
  await second.disconnect()
  await pause(2500)
  expect(heardOf(bob, alice.id)).toEqual([])

  const offline = next('offline')
  const killed = Date.now()
  alice.socket.terminate()
  const { lastSeenAt } = await offline
  expect(Date.now() - killed).toBeGreaterThanOrEqual(1000)
  expect(Math.abs(Date.parse(lastSeenAt!) - killed)).toBeLessThan(900)
  expect(await look(bob, alice.id)).toEqual({ userId: alice.id, status: 'offline', lastSeenAt })

  const online = next('online')
  await connect(app, alice.session)
  expect(await online).toEqual({ userId: alice.id, status: 'online' })
})

test('who comes back within the grace was never gone', async () => {
  const { alice, bob } = await aWatcher()
  alice.socket.terminate()
  await pause(300)
  await connect(app, alice.session)
  await pause(2500)
  expect(heardOf(bob, alice.id)).toEqual([])
})

test('the app in the background everywhere is away; in front on one device is online', async () => {
  const { alice, next } = await aWatcher()
  const second = await connect(app, alice.session)
  const away = next('away')
  await alice.ask(routes.update, { active: false })
  expect((await second.ask(routes.update, {})).seen.status).toBe('online')
  expect((await second.ask(routes.update, { active: false })).seen.status).toBe('away')
  await away
  const online = next('online')
  await alice.ask(routes.update, { active: true })
  await online
})

test('a choice is kept and told; several changes within a second are one push', async () => {
  const { alice, bob, next } = await aWatcher()
  const away = next('away')
  for (const status of ['away', 'invisible', 'online', 'away'] as const)
    await alice.call(routes.update, { status })
  await away
  await pause(1200)
  expect(heardOf(bob, alice.id)).toHaveLength(1)
  await connect(app, alice.session)
  expect((await alice.call(routes.update, {})).choice).toBe('away')
})

test.each(['invisible', 'offline'] as const)(
  'who chose %s seems offline, without a last sight',
  async status => {
    const { alice, bob, next } = await aWatcher()
    const offline = next('offline')
    expect(await alice.call(routes.update, { status })).toEqual({
      choice: 'invisible',
      seen: { userId: alice.id, status: 'offline' },
    })
    expect(await offline).toEqual({ userId: alice.id, status: 'offline' })
    await alice.disconnect()
    await pause(2300)
    expect((await Choices.findById(alice.id).lean())?.lastSeenAt).toBeDefined()
    expect(await look(bob, alice.id)).toEqual({ userId: alice.id, status: 'offline' })
  },
)

test('a custom status is the one of the profile, told when it comes, when it ends and when it is cleared', async () => {
  const { alice, bob } = await aWatcher()
  const next = (fits: (one: Presence) => boolean) => bob.next(pushes.updated, fits)
  const told = next(one => one.customStatus === 'hiking')
  const until = new Date(Date.now() + 2500).toISOString()
  const { seen } = await alice.call(routes.update, { customStatus: 'hiking', customUntil: until })
  expect(seen.customStatus).toBe('hiking')
  expect((await bob.call(profiles.routes.get, { userId: alice.id })).status).toMatchObject({
    text: 'hiking',
    until,
  })
  await told
  expect((await next(one => !one.customStatus)).status).toBe('online')
  await alice.call(routes.update, { customStatus: 'back' })
  expect((await alice.call(routes.update, { customStatus: null })).seen).not.toHaveProperty('customStatus')
})

test.each([
  ['without a status', { customUntil: '2099-01-01T00:00:00Z' }],
  ['in the past', { customStatus: 'late', customUntil: '2001-01-01T00:00:00Z' }],
])('an end %s is refused by its name', async (_, input) => {
  const alice = await aPerson(app, 'alice')
  await expect(alice.call(routes.update, input)).rejects.toMatchObject({
    code: 'invalid_input',
    data: { issues: [{ path: 'customUntil' }] },
  })
})

test('only those who watch hear; a new list takes the place of the old one; over HTTP nothing follows', async () => {
  const { alice, bob, next } = await aWatcher()
  const [carol, dave] = [await aPerson(app, 'carol'), await aPerson(app, 'dave')]
  await carol.call(routes.watch, { userIds: [alice.id] })
  await dave.ask(routes.watch, { userIds: [alice.id] })
  await dave.ask(routes.watch, { userIds: [carol.id] })
  const away = next('away')
  await alice.call(routes.update, { status: 'away' })
  await away
  await pause(200)
  expect([carol, dave, alice].flatMap(one => heardOf(one, alice.id))).toEqual([])
  expect(heardOf(bob, alice.id)).toHaveLength(1)
})

test('200 can be watched, 201 not; an id nobody has is left out; on closing all is forgotten', async () => {
  const { alice, bob } = await aWatcher()
  const many = Array.from({ length: 199 }, (_, i) => `nobody-${i}`)
  expect((await bob.ask(routes.watch, { userIds: [alice.id, ...many] })).items).toHaveLength(1)
  await expect(bob.ask(routes.watch, { userIds: ['one', 'more', ...many] })).rejects.toMatchObject({
    code: 'invalid_input',
    data: { issues: [{ path: 'userIds' }] },
  })
  expect(isWatched('nobody-7')).toBe(true)
  await bob.disconnect()
  await pause(50)
  expect([isWatched('nobody-7'), isWatched(alice.id)]).toEqual([false, false])
})

test('between two of whom one blocked the other neither sees the other, also who watched before', async () => {
  const { alice, bob, next } = await aWatcher()
  await alice.call(blocks.routes.block, { userId: bob.id })
  expect(await look(bob, alice.id)).toEqual({ userId: alice.id, status: 'offline' })
  expect(await look(alice, bob.id)).toEqual({ userId: bob.id, status: 'offline' })
  const offline = next('offline')
  await alice.call(routes.update, { status: 'away' })
  expect(await offline).toEqual({ userId: alice.id, status: 'offline' })
  await alice.call(routes.update, { status: 'online', customStatus: 'secret' })
  await pause(1300)
  expect(heardOf(bob, alice.id)).toHaveLength(1)
})

test('a person is exported, and erased for good although a socket of theirs is still open', async () => {
  const alice = await aPerson(app, 'alice')
  await alice.call(routes.update, { status: 'away' })
  await pause(1200)
  expect(await personal.export(alice.id)).toMatchObject({
    choice: { choice: 'away' },
    sightings: [{ userId: alice.id }],
  })
  await personal.erase(app.kernel.contextFor({}), alice.id)
  await alice.disconnect()
  await pause(1300)
  expect(
    await Promise.all([
      Choices.countDocuments({ _id: alice.id }),
      Sightings.countDocuments({ userId: alice.id }),
    ]),
  ).toEqual([0, 0])
})

test('who is signed out may neither choose nor watch', async () => {
  const refused = { code: 'unauthenticated', status: 401 }
  await expect(callHttp(app, routes.update, { status: 'away' })).rejects.toMatchObject(refused)
  await expect(callHttp(app, routes.watch, { userIds: [] })).rejects.toMatchObject(refused)
})
