import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson } from '../../testing/person'
import { pause, rawSignedIn, rawSocket } from '../../testing/raw'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp({ RATE_LIMIT_ENABLED: 'true' })
})
afterAll(() => app.close())

const question = { type: 'list_conversations', limit: 1 }

test('more than 400 frames in a second, over all sockets of a person, close one with 4008, and they rest for 5 s', async () => {
  const [hasty, other] = [await aPerson(app, 'hasty'), await aPerson(app, 'other')]
  const token = hasty.session.accessToken
  const [one, two] = [await rawSignedIn(app, token), await rawSignedIn(app, token)]
  for (let i = 0; i < 300; i++) for (const socket of [one, two]) socket.send(question)
  expect(await Promise.race([one.closed, two.closed])).toBe(4008)
  const begun = Date.now()
  const early = await rawSocket(app, { headers: { authorization: `Bearer ${token}` } })
  expect(await early.closed).toBe(4008)
  expect(Date.now() - begun).toBeGreaterThan(900)
  expect(early.frames).toEqual([])
  expect((await (await rawSignedIn(app, other.session.accessToken)).ask(question)).type).toBe('reply')
  await pause(begun + 5_100 - Date.now())
  // Not the same question: what was answered of the six hundred may have used up how often it may be asked.
  const answer = await (await rawSignedIn(app, token)).ask({ type: 'sync', rooms: {} })
  expect(answer).toMatchObject({ type: 'reply' })
})
