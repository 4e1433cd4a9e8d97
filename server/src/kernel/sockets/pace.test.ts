import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson } from '../../testing/person'
import { pause, type RawSocket, rawSignedIn, rawSocket } from '../../testing/raw'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp({ RATE_LIMIT_ENABLED: 'true' })
})
afterAll(() => app.close())

const question = { type: 'list_conversations', limit: 1 }

test('more than 200 frames in a second, over all sockets of a person, close one with 4008; they rest for 5 s, then for 10', async () => {
  const [hasty, other] = [await aPerson(app, 'hasty'), await aPerson(app, 'other')]
  const token = hasty.session.accessToken
  const [one, two] = [await rawSignedIn(app, token), await rawSignedIn(app, token)]
  expect(await flooded(one, two)).toBe(4008)
  const begun = Date.now()
  const early = await rawSocket(app, { headers: { authorization: `Bearer ${token}` } })
  expect(await early.closed).toBe(4008)
  expect(Date.now() - begun).toBeGreaterThan(900)
  expect(early.frames).toEqual([])
  expect((await (await rawSignedIn(app, other.session.accessToken)).ask(question)).type).toBe('reply')
  await pause(begun + 5_100 - Date.now())
  // Not the same question: what was answered of the six hundred may have used up how often it may be asked.
  const back = await rawSignedIn(app, token)
  expect(await back.ask({ type: 'sync', rooms: {} })).toMatchObject({ type: 'reply' })
  expect(await flooded(back, await rawSignedIn(app, token))).toBe(4008)
  const again = await rawSocket(app, { headers: { authorization: `Bearer ${token}` } })
  const [code, reason] = await once(again.socket, 'close')
  expect(code).toBe(4008)
  const { retryAfter } = JSON.parse(String(reason))
  expect(retryAfter).toBeGreaterThan(6)
  expect(retryAfter).toBeLessThanOrEqual(10)
})

/**
 * Says three hundred things on each socket at once, and again after a second, as a burst may fall into two seconds of the
 * server, until one is closed. Resolves with its code when the server has read all that was said on the others too.
 */
async function flooded(...sockets: RawSocket[]): Promise<number> {
  let code = 0
  const closed = Promise.race(sockets.map(socket => socket.closed)).then(one => (code = one))
  while (code === 0) {
    for (let i = 0; i < 300; i++) for (const socket of sockets) socket.send(question)
    await Promise.race([closed, pause(1100)])
  }
  await Promise.all(sockets.map(socket => Promise.race([socket.closed, socket.ask(question)])))
  return code
}
