import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../testing/app'
import { aPerson, type TestPerson } from '../testing/person'
import { type DatabaseProgram, startDatabase } from '../testing/programs'
import { pause, rawHttp } from '../testing/raw'

const dir = mkdtempSync(join(tmpdir(), 'community-chat-health-'))
let database: DatabaseProgram
let app: TestApp
let alice: TestPerson
beforeAll(async () => {
  database = await startDatabase(dir)
  app = await openTestApp({ MONGODB_URI: database.uri('health') })
  alice = await aPerson(app, 'alice')
})
afterAll(async () => {
  await app?.close()
  await database?.stop()
  rmSync(dir, { recursive: true, force: true })
})

const health = () => rawHttp(app, '/health')
const say = (text: string, clientId: string) =>
  alice.call(messages.routes.send, { roomId: 'lobby', content: { text }, clientId })

test('while the database answers, the node is healthy', async () => {
  expect(await health()).toMatchObject({
    status: 200,
    body: { status: 'healthy', mongo: { ok: true, ms: expect.any(Number) } },
  })
})

test('when it is gone the node says so with 503, refuses with `unavailable`, keeps its sockets, and is well again when it is back', async () => {
  const before = await say('before', 'client-id-before-it-died')
  const port = database.port
  await database.stop('SIGKILL')

  const sick = await health()
  expect(sick).toMatchObject({ status: 503, body: { status: 'unhealthy', mongo: { ok: false } } })
  const [read, sent, asked] = await Promise.all([
    rawHttp(app, '/api/rooms/lobby', { token: alice.session.accessToken }),
    say('meanwhile', 'client-id-while-it-was-dead').catch(error => error),
    alice.ask(messages.routes.history, { roomId: 'lobby' }).catch(error => error),
  ])
  expect(read).toMatchObject({
    status: 503,
    body: { error: { code: 'unavailable', data: { retryAfter: 1 } } },
  })
  expect(Number(read.headers['retry-after'])).toBe(1)
  expect(read.text).not.toMatch(/mongo|127\.0\.0\.1/i)
  expect([sent.code, asked.code]).toEqual(['unavailable', 'unavailable'])
  expect(alice.socket.readyState).toBe(alice.socket.OPEN)

  database = await startDatabase(dir, port)
  for (let i = 0; i < 50 && (await health()).status !== 200; i++) await pause(100)
  expect((await health()).status).toBe(200)
  expect(await say('before', 'client-id-before-it-died')).toEqual(before)
  const after = await say('meanwhile', 'client-id-while-it-was-dead')
  expect(after.seq).toBeGreaterThan(before.seq)
  const { items } = await alice.ask(messages.routes.history, { roomId: 'lobby' })
  expect(items.filter(one => one.type === 'text').map(one => one.id)).toEqual([before.id, after.id])
})
