import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../testing/app'
import { aPerson, somePeople } from '../testing/person'
import { pause, rawHttp } from '../testing/raw'
import { isNear } from './metrics'

const token = 'a-token-for-metrics-0123456789'
let app: TestApp
let proxied: TestApp
beforeAll(async () => {
  app = await openTestApp({ METRICS_TOKEN: token })
})
afterAll(async () => {
  await app.close()
  await proxied?.close()
})

/** One sample's value, by its name and labels as they stand in the text. */
async function read(sample: string): Promise<number> {
  const { text } = await rawHttp(app, '/metrics')
  const line = text.split('\n').find(one => one.startsWith(`${sample} `))
  return line === undefined ? 0 : Number(line.slice(sample.length + 1))
}

test('sockets, people, messages, bulks, pushes and routes are counted where they happen', async () => {
  const { alice, bob, stranger } = await somePeople(app)
  const room = await alice.call(rooms.routes.create, { name: 'counted', memberIds: [bob.id] })
  const names = [
    'chat_messages_committed_total',
    'chat_pushes_sent_total',
    'chat_route_seconds_count{route="messages.send",outcome="ok"}',
    'chat_route_seconds_count{route="messages.send",outcome="refused"}',
    'chat_commit_bulk_messages_sum',
  ]
  await pause(50)
  const before = await Promise.all(names.map(read))
  for (let i = 0; i < 3; i++)
    await alice.call(messages.routes.send, { roomId: room.id, content: { text: `${i}` } })
  await stranger
    .call(messages.routes.send, { roomId: room.id, content: { text: 'x' } })
    .catch(() => undefined)
  const after = await Promise.all(names.map(read))
  const [committed, pushes, ok, refused, bulked] = after.map((value, i) => value - before[i]!)
  expect([committed, ok, refused, bulked]).toEqual([3, 3, 1, 3])
  expect(pushes).toBeGreaterThanOrEqual(6)
  expect([await read('chat_sockets_open'), await read('chat_people_connected')]).toEqual([3, 3])
  expect([await read('chat_mongo_up'), await read('chat_commits_waiting')]).toEqual([1, 0])
  await alice.disconnect()
  await pause(50)
  expect([await read('chat_sockets_open'), await read('chat_people_connected')]).toEqual([2, 2])
})

test('the answer is the text of Prometheus, with what every process has', async () => {
  const { status, headers, text } = await rawHttp(app, '/metrics')
  expect([status, headers['content-type'], headers['cache-control']]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
    'no-store',
  ])
  for (const name of [
    'nodejs_eventloop_lag_p99_seconds',
    'process_cpu_seconds_total',
    'nodejs_heap_size_used_bytes',
  ]) {
    expect(text).toMatch(new RegExp(`^${name} `, 'm'))
  }
})

test('labels name routes and limits, never a path, an id or a person', async () => {
  const alice = await aPerson(app, 'alice')
  await rawHttp(app, `/api/rooms/${alice.id}`, { token: alice.session.accessToken })
  await rawHttp(app, `/api/nothing/${alice.id}`)
  const { text } = await rawHttp(app, '/metrics')
  expect(text).not.toContain(alice.id)
  const known = [...app.kernel.registry.byName.keys()]
  const named = [...text.matchAll(/route="([^"]+)"/g)].map(match => match[1]!)
  expect(named.length).toBeGreaterThan(0)
  expect(named.filter(name => !known.includes(name))).toEqual([])
  expect(
    [...text.matchAll(/outcome="([^"]+)"/g)]
      .map(match => match[1]!)
      .filter(one => !/^(ok|refused|failed|hit|miss)$/.test(one)),
  ).toEqual([])
})

test('who does not come from near finds nothing there, unless they have the token', async () => {
  const far = { 'x-forwarded-for': '203.0.113.9' }
  const ask = (headers: Record<string, string>) =>
    rawHttp(app, '/metrics', { headers }).then(one => one.status)
  expect(await ask({})).toBe(200)
  // A proxy that nobody told us to trust stands on this machine: whoever comes through it is not near.
  expect(await ask(far)).toBe(404)
  expect(await ask({ ...far, authorization: 'Bearer wrong' })).toBe(404)
  expect(await ask({ ...far, authorization: 'Bearer ' })).toBe(404)
  expect(await ask({ ...far, authorization: `Bearer ${token}` })).toBe(200)
  const unknown = await rawHttp(app, '/nothing-here', { headers: far })
  const refused = await rawHttp(app, '/metrics', { headers: far })
  expect(refused.body.error.code).toBe(unknown.body.error.code)
})

test('a proxy that is trusted says who is near; an unset token lets nobody in', async () => {
  await app.close()
  proxied = await openTestApp({ TRUST_PROXY: 'true' })
  const ask = (headers: Record<string, string>) =>
    rawHttp(proxied, '/metrics', { headers }).then(one => one.status)
  expect(await ask({ 'x-forwarded-for': '203.0.113.9' })).toBe(404)
  expect(await ask({ 'x-forwarded-for': '203.0.113.9', authorization: 'Bearer ' })).toBe(404)
  expect(await ask({ 'x-forwarded-for': '203.0.113.9, 10.1.2.3' })).toBe(200)
})

test.each([
  ['127.0.0.1', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['10.20.30.40', true],
  ['172.31.0.1', true],
  ['172.32.0.1', false],
  ['192.168.1.1', true],
  ['::ffff:192.168.1.1', true],
  ['fd12::1', true],
  ['fe80::1', true],
  ['8.8.8.8', false],
  ['::ffff:8.8.8.8', false],
  ['2001:db8::1', false],
  ['unknown', false],
])('%s is of this machine or a private network: %s', (address, near) => {
  expect(isNear(address)).toBe(near)
})
