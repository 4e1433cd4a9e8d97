import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../testing/app'
import { aPerson, callHttp, type TestPerson } from '../testing/person'
import { rawCall, rawHttp, rawSignedIn } from '../testing/raw'

let app: TestApp
let alice: TestPerson
let bob: TestPerson
beforeAll(async () => {
  app = await openTestApp({ RATE_LIMIT_ENABLED: 'true' })
  alice = await aPerson(app, 'alice')
  bob = await aPerson(app, 'bob')
})
afterAll(() => app.close())

test('past its limit a route answers 429 with seconds to wait, and others keep theirs', async () => {
  const change = (who: TestPerson) =>
    rawCall(app, profiles.routes.update, { displayName: 'again' }, who.session.accessToken)
  for (let i = 0; i < 30; i++) expect((await change(alice)).status).toBe(200)
  const { status, headers, body } = await change(alice)
  expect(status).toBe(429)
  expect(body.error).toMatchObject({ code: 'rate_limited', data: { retryAfter: expect.any(Number) } })
  expect(Number(headers['retry-after'])).toBe(body.error.data.retryAfter)
  expect(body.error.data.retryAfter).toBeGreaterThan(0)
  expect(body.error.data.retryAfter).toBeLessThanOrEqual(60)
  expect((await change(bob)).status).toBe(200)
  expect((await callHttp(app, profiles.routes.me, {}, alice.session.accessToken)).displayName).toBe('again')
})

test('over the socket the same limit is a fault with retryAfter, and the socket stays open', async () => {
  const socket = await rawSignedIn(app, bob.session.accessToken)
  const join = () => socket.ask({ type: 'join_room', roomId: 'lobby' })
  for (let i = 0; i < 60; i++) expect((await join()).type).toBe('reply')
  expect(await join()).toMatchObject({ type: 'fault', code: 'rate_limited', retryAfter: expect.any(Number) })
  // HTTP and socket share one count.
  await expect(bob.call(rooms.routes.join, { roomId: 'lobby' })).rejects.toMatchObject({
    code: 'rate_limited',
  })
  // Whoever asks past it is told so late; what they ask afterwards does not wait for that.
  const first = await Promise.race([join(), socket.ask({ type: 'list_conversations' })])
  expect(first.type).toBe('reply')
  socket.socket.terminate()
})

test('a resend of an acked message passes even when its sender is limited; a new one takes no value', async () => {
  const room = await alice.call(rooms.routes.create, { name: 'busy' })
  const send = (clientId: string) =>
    alice.ask(messages.routes.send, { roomId: room.id, content: { text: 'x' }, clientId })
  const id = (i: number) => `client-id-${String(i).padStart(10, '0')}`
  const sent = []
  for (let i = 0; i < 240; i++) sent.push(await send(id(i)))
  await expect(send(id(240))).rejects.toMatchObject({ code: 'rate_limited', retryAfter: expect.any(Number) })
  expect(await send(id(0))).toEqual(sent[0])
  expect(await send(id(239))).toEqual(sent[239])
  const { at } = await alice.call(messages.routes.history, { roomId: room.id, limit: 1 })
  expect(at).toBe(sent[239]!.rev)
})

test('who has not signed in is counted by address, whatever they say it is', async () => {
  const refresh = (headers: Record<string, string> = {}) =>
    rawHttp(app, '/api/token/refresh', { method: 'POST', body: { refreshToken: 'x'.repeat(40) }, headers })
  for (let i = 0; i < 120; i++) expect((await refresh()).status).toBe(401)
  expect((await refresh()).status).toBe(429)
  expect((await refresh({ 'x-forwarded-for': '203.0.113.7' })).status).toBe(429)
  expect(accounts.routes.refresh.limit).toBe('120/min')
})

test('what is refused for its form does not count', async () => {
  const carol = await aPerson(app, 'carol')
  for (let i = 0; i < 40; i++) {
    expect(
      (await rawCall(app, profiles.routes.update, { displayName: '' }, carol.session.accessToken)).status,
    ).toBe(400)
  }
  await carol.call(profiles.routes.update, { displayName: 'fine' })
})
