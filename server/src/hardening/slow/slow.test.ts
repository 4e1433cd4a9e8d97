/** Who says one byte in ten seconds is cut within ten, wherever it is, and others are served meanwhile. */
import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { callHttp } from '../../testing/person'
import { rawSignedIn, type RawSocket } from '../../testing/raw'
import { startWatched, type Watched } from '../wire/running'
import { askMeanwhile, dawdle, places, type Stay } from './slow'

/** Beyond ten seconds: for a machine that has other things to do. */
const grace = 5_000
const each = 50
const late = 'HTTP/1.1 408 Request Timeout'
const opened = 'HTTP/1.1 101 Switching Protocols'
/** What they are told, and that no more than twenty of one address wait without a name. */
const expected: Record<string, string[]> = {
  nothing: [`${each} ${late}`],
  head: [`${each} ${late}`],
  upgrade: [`${each} ${late}`],
  body: [`${each} ${late}`],
  unnamed: [`20 ${opened}`, `${each - 20} HTTP/1.1 429 Too Many Requests`],
}

const named = places.filter(place => place !== 'refused')

let server: Watched
let token: string
let alice: RawSocket
beforeAll(async () => {
  server = await startWatched()
  token = (await server.signUp('alice')).accessToken
  alice = await rawSignedIn(server, token)
})
afterAll(async () => {
  alice.socket.terminate()
  await server.close()
})

test('two hundred and fifty slow ones are cut in time and leave nothing behind; who is in a hurry is served', async () => {
  const before = server.descriptors()
  const gone = Promise.all(named.map(place => dawdle(server.port, place, each))).then(all => all.flat())
  let isOver = false
  const over = gone.finally(() => (isOver = true))
  const [stays, onSocket, onHttp] = await Promise.all([
    over,
    askMeanwhile(
      async () => expect((await alice.ask({ type: 'watch', userIds: [] })).type).toBe('reply'),
      () => isOver,
    ),
    askMeanwhile(
      () => callHttp(server, profiles.routes.me, {}, token),
      () => isOver,
    ),
  ])
  expect(stays.filter(one => one.lasted > 10_000 + grace)).toEqual([])
  expect(Math.min(onSocket.length, onHttp.length)).toBeGreaterThan(20)
  for (const place of named) expect([place, ...answersIn(stays, place)]).toEqual([place, ...expected[place]!])
  expect(server.descriptors()).toBeLessThan(before + 10)
}, 60_000)

test('who is refused on a socket and does not go is gone within ten seconds', async () => {
  const stays = await dawdle(server.port, 'refused', each)
  expect(stays.filter(one => one.lasted > 10_000 + grace)).toEqual([])
  expect(answersIn(stays, 'refused')).toEqual([`${each} ${opened}`])
})

function answersIn(stays: Stay[], place: string): string[] {
  const told = stays.filter(one => one.place === place).map(one => one.told.split('\r\n')[0]!)
  return [...new Set(told)].sort().map(one => `${told.filter(other => other === one).length} ${one}`)
}
