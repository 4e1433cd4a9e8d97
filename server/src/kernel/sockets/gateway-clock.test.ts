import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { anAccount } from '../../capabilities/accounts/factory'
import { openTestApp, type TestApp } from '../../testing/app'
import { callHttp } from '../../testing/person'
import { pause, rawHttp, rawSignedIn, rawSocket } from '../../testing/raw'

const lasts = 5
let app: TestApp
let isClosed = false
beforeAll(async () => {
  app = await openTestApp({ ACCESS_TOKEN_SECONDS: String(lasts), WS_HEARTBEAT_INTERVAL: '1' })
})
afterAll(() => (isClosed ? undefined : app.close()))

// They wait for the same clock, side by side.
test.concurrent(
  'before its token ends a socket is told when, and at the end it is closed with 4001',
  async () => {
    const { session } = await anAccount(app)
    const begun = Date.now()
    const socket = await rawSignedIn(app, session.accessToken)
    const { data } = await socket.frame(one => one.type === 'token_expiring')
    expect(Date.parse(data.expiresAt) - begun).toBeLessThanOrEqual(lasts * 1000)
    expect(await socket.closed).toBe(4001)
    expect(Date.now() - begun).toBeGreaterThan((lasts - 1) * 1000 - 100)
    expect(Date.now() - begun).toBeLessThan((lasts + 2) * 1000)
    expect(socket.frames.filter(one => one.type === 'token_expiring')).toHaveLength(1)
    expect((await rawHttp(app, '/api/me', { token: session.accessToken })).status).toBe(401)
  },
)

test.concurrent('a new token on the open socket carries it past the end of the old one', async () => {
  const { session } = await anAccount(app)
  const socket = await rawSignedIn(app, session.accessToken)
  await pause(2500)
  const next = await callHttp(app, accounts.routes.refresh, { refreshToken: session.refreshToken })
  expect((await socket.ask({ type: 'authenticate', token: next.accessToken })).type).toBe('reply')
  await pause(4000)
  expect((await socket.ask({ type: 'list_conversations' })).type).toBe('reply')
  expect(socket.frames.filter(one => one.type === 'token_expiring')).toHaveLength(2)
  expect(await socket.closed).toBe(4001)
})

test.concurrent('who answers no pings is gone after two; who does, stays', async () => {
  const { session } = await anAccount(app)
  const begun = Date.now()
  const dead = await rawSocket(app, {
    headers: { authorization: `Bearer ${session.accessToken}` },
    autoPong: false,
  })
  const alive = await rawSignedIn(app, session.accessToken)
  let pings = 0
  alive.socket.on('ping', () => pings++)
  expect(await dead.closed).toBe(1006)
  // Its first ping comes at any time of a heartbeat, the second a third of one later, the third at the next look.
  expect(Date.now() - begun).toBeGreaterThan(1300)
  expect(Date.now() - begun).toBeLessThan(4500)
  while (pings < 2) await pause(50)
  expect(alive.socket.readyState).toBe(alive.socket.OPEN)
  alive.socket.terminate()
})

test.concurrent('the welcome says how often it pings', async () => {
  const { session } = await anAccount(app)
  const socket = await rawSignedIn(app, session.accessToken)
  expect(socket.frames[0]!.heartbeat).toBe(1)
  socket.socket.terminate()
})

// Runs last: afterwards there is no server.
test('a server that stops closes every socket with 4012 and when to come back; what it acked is stored', async () => {
  const { session } = await anAccount(app)
  const sockets = await Promise.all(Array.from({ length: 5 }, () => rawSignedIn(app, session.accessToken)))
  const reasons: string[] = []
  for (const { socket } of sockets) socket.on('close', (_code, reason) => reasons.push(String(reason)))
  const acked = sockets[0]!.ask({ type: 'send_message', roomId: 'lobby', content: { text: 'just in time' } })
  const { data } = await acked
  const [codes] = await Promise.all([Promise.all(sockets.map(one => one.closed)), stop()])
  expect(codes).toEqual([4012, 4012, 4012, 4012, 4012])
  expect(reasons.map(reason => JSON.parse(reason))).toEqual(Array(5).fill({ retryAfter: 0.5 }))
  await expect(rawHttp(app, '/health')).rejects.toThrow()
  expect(messages.routes.send.output.parse(data).content).toMatchObject({ text: 'just in time' })
})

async function stop(): Promise<void> {
  isClosed = true
  await app.close()
}
