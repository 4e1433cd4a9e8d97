/** Two nodes with Redis between them: what one does the other tells at once, and without Redis as before. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { presence } from '@community-chat/shared/capabilities/presence/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { typing } from '@community-chat/shared/capabilities/typing/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Redis } from 'ioredis'
import { anAccount } from '../capabilities/accounts/factory'
import { callHttp, connect } from './person'
import { type DatabaseProgram, startDatabase, startServer } from './programs'
import { pause, rawCall, rawHttp } from './raw'
import { type RedisProgram, startRedis } from './redis'

type Node = Awaited<ReturnType<typeof startServer>>
const dir = mkdtempSync(join(tmpdir(), 'community-chat-redis-nodes-'))
let database: DatabaseProgram
let redis: RedisProgram
let here: Node
let there: Node
beforeAll(async () => {
  ;[database, redis] = await Promise.all([startDatabase(join(dir, 'mongo')), startRedis()])
  const env = {
    MONGODB_URI: database.uri('nodes'),
    REDIS_URL: redis.url,
    JWT_SECRET: 'only-for-tests-0123456789-abcdefghij',
    LOG_LEVEL: 'error',
    PRESENCE_GRACE: '1',
  }
  here = await startServer(env, dir)
  there = await startServer(env, dir)
  await relayed()
})
afterAll(async () => {
  await Promise.all([here?.stop(), there?.stop()])
  await Promise.all([database?.stop(), redis?.kill()])
  rmSync(dir, { recursive: true, force: true })
})

const account = (name: string) => anAccount(here as never, name)

/** Both nodes speak through Redis. */
async function relayed(): Promise<void> {
  const isUp = async (node: Node) => (await rawHttp(node as never, '/health')).body.redis?.ok === true
  for (let i = 0; i < 100; i++) {
    if ((await isUp(here)) && (await isUp(there))) return
    await pause(100)
  }
  throw new Error('Redis did not come up')
}

async function aPair() {
  const [alice, bob] = [await account('alice'), await account('bob')]
  const create = { name: 'both', memberIds: [bob.session.user.id] }
  const room = await callHttp(here, rooms.routes.create, create, alice.session.accessToken)
  const [mine, theirs] = [
    await connect(here as never, alice.session),
    await connect(there as never, bob.session),
  ]
  await heardByEachOther(room.id, [mine, theirs])
  return { room, roomId: room.id, alice: mine, bob: theirs }
}

/**
 * Pushes of the room come to all of them; what came until then is forgotten. A node that has just begun to hear a room
 * looks how far it is and says only that: what is sent meanwhile may come by that word alone, and devices sync.
 */
async function heardByEachOther(
  roomId: string,
  people: Awaited<ReturnType<typeof connect>>[],
): Promise<void> {
  for (let round = 0; round < 20; round++) {
    for (const who of people) await say(who, roomId, `${who.id} ${round}`)
    const isHeard = () => people.every(who => people.every(({ id }) => texts(who).includes(`${id} ${round}`)))
    for (let i = 0; i < 20 && !isHeard(); i++) await pause(50)
    if (isHeard()) return people.forEach(({ frames }) => frames.splice(0))
  }
  throw new Error('one node does not hear the other')
}
const say = (who: Awaited<ReturnType<typeof connect>>, roomId: string, text: string) =>
  who.ask(messages.routes.send, { roomId, content: { text } })
const texts = (who: Awaited<ReturnType<typeof connect>>) =>
  who.frames.flatMap(one =>
    one.type === 'new_message' && one.data.message.type === 'text' ? [one.data.message.content.text] : [],
  )

test('what two people say on two nodes comes once and in one order to both', async () => {
  const { roomId, alice, bob } = await aPair()
  await Promise.all(
    Array.from({ length: 30 }, async (_, i) => {
      await say(i % 2 ? alice : bob, roomId, `word ${i}`)
    }),
  )
  for (let i = 0; i < 50 && texts(alice).length + texts(bob).length < 60; i++) await pause(50)
  expect(texts(alice)).toHaveLength(30)
  expect(texts(bob)).toEqual(texts(alice))
  const seen = bob.frames.filter(one => one.roomId === roomId && one.data?.message)
  const chain = seen.map(one => [one.data.prev, one.data.message.rev])
  for (const [i, [prev]] of chain.entries()) if (i > 0) expect(prev).toBe(chain[i - 1]![1])
})

test('who is typing on one node is seen to on the other', async () => {
  const { roomId, alice, bob } = await aPair()
  const told = bob.next(typing.pushes.started)
  await alice.ask(typing.routes.set, { roomId, isTyping: true })
  expect(await told).toEqual({ userId: alice.id })
})

test('who comes on one node is online to a watcher on the other', async () => {
  const alice = await account('alice')
  const watcher = await connect(there as never, (await account('watcher')).session)
  await watcher.ask(presence.routes.watch, { userIds: [alice.session.user.id] })
  const told = watcher.next(presence.pushes.updated, one => one.status === 'online')
  await connect(here as never, alice.session)
  expect((await told).userId).toBe(alice.session.user.id)
})

test('a limit holds for both nodes together', async () => {
  const { session } = await account('busy')
  const rate = Number(rooms.routes.create.limit.split('/')[0])
  const make = (node: Node, i: number) =>
    callHttp(node, rooms.routes.create, { name: `room ${i}` }, session.accessToken).then(
      () => 'made',
      error => error.code,
    )
  const outcomes = []
  for (let i = 0; i < rate + 4; i++) outcomes.push(await make(i % 2 ? here : there, i))
  expect(outcomes.filter(one => one === 'made')).toHaveLength(rate)
  expect(outcomes.slice(rate)).toEqual(Array(4).fill('rate_limited'))
})

test('ten wrong passwords lock a name on both nodes', async () => {
  const { username, password } = await account('locked')
  const guess = (node: Node, text: string) =>
    rawCall(node as never, accounts.routes.login, { username, password: text })
  for (let i = 0; i < 10; i++) await guess(i % 2 ? here : there, 'a guess')
  expect((await guess(here, password)).body.error.code).toBe('locked')
  expect((await guess(there, password)).body.error.code).toBe('locked')
})

test('garbage on the channels harms nobody', async () => {
  const { roomId, alice, bob } = await aPair()
  const stranger = new Redis(redis.url)
  const garbage = [
    '',
    '\n',
    'x',
    '{}\n',
    '{"from":1,"parts":2}\n',
    '{"from":"x","parts":[[1e9,null]]}\n',
    '[[[\n',
  ]
  for (const channel of [`chat:${roomId}`, 'chat:bell'])
    for (const text of garbage) await stranger.spublish(channel, text)
  stranger.disconnect()
  await say(alice, roomId, 'unharmed')
  for (let i = 0; i < 60 && !texts(bob).includes('unharmed'); i++) await pause(50)
  expect(texts(bob)).toContain('unharmed')
})

// Runs last: Redis dies in it.
test('when Redis dies sends go on and are heard on the other node; when it is back all is as before', async () => {
  const { roomId, alice, bob } = await aPair()
  await redis.kill()
  for (const text of ['without', 'still without']) await say(alice, roomId, text)
  for (let i = 0; i < 60 && !texts(bob).includes('still without'); i++) await pause(50)
  expect(texts(bob)).toEqual(['without', 'still without'])
  const sick = await rawHttp(here as never, '/health')
  expect(sick).toMatchObject({ status: 200, body: { status: 'degraded', redis: { ok: false } } })

  redis = await startRedis(redis.port)
  await relayed()
  const heard = bob.next(messages.pushes.created, ({ message }) => message.seq > 0)
  await say(alice, roomId, 'with it again')
  expect((await heard).message.content).toMatchObject({ text: expect.any(String) })
  for (let i = 0; i < 60 && !texts(bob).includes('with it again'); i++) await pause(50)
  expect(texts(bob)).toContain('with it again')
  expect(here.output()).not.toMatch(/"level":(50|60)/)
})
