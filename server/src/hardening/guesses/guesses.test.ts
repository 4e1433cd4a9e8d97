/** Guessing passwords: many on one account from everywhere, and one on each of many from one place. */
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { rawHttp, type RawAnswer, sameBody } from '../../testing/raw'
import { startWatched, type Watched } from '../wire/running'

let server: Watched
beforeAll(async () => {
  server = await startWatched({ RATE_LIMIT_ENABLED: 'true', TRUST_PROXY: 'true' })
  await server.signUp('alice')
})
afterAll(() => server.close())

/** A guess that the proxy says to come from an address. */
const guess = (username: string, from: string, password = 'a guess') =>
  rawHttp(server, '/api/login', {
    method: 'POST',
    headers: { 'x-forwarded-for': from },
    body: { username, password },
  })
const address = (number: number) => `2001:db8::${number.toString(16)}`
const codes = (answers: RawAnswer[]) => {
  const counts: Record<string, number> = {}
  for (const { body } of answers) counts[body.error.code] = (counts[body.error.code] ?? 0) + 1
  return counts
}
async function each(count: number, ask: (number: number) => Promise<RawAnswer>): Promise<RawAnswer[]> {
  const answers: RawAnswer[] = []
  for (let from = 0; from < count; from += 50)
    answers.push(...(await Promise.all(Array.from({ length: 50 }, (_, index) => ask(from + index)))))
  return answers
}

test('of a thousand guesses at one account, each from another address, ten are judged', async () => {
  expect(codes(await each(1000, number => guess('alice', address(number))))).toEqual({
    wrong_credentials: 10,
    locked: 990,
  })
  expect((await guess('alice', address(5000), 'password of alice')).status).toBe(429)
})

test('of one guess at each of a thousand accounts from one address, as many are judged as a minute allows', async () => {
  const most = Number(accounts.routes.login.limit.split('/')[0])
  const counts = codes(await each(1000, number => guess(`account-${number}`, '192.0.2.7')))
  // A run that is longer than a minute gets the next minute's.
  expect(counts.wrong_credentials! % most).toBe(0)
  expect(counts.wrong_credentials).toBeLessThanOrEqual(3 * most)
  expect(counts.rate_limited).toBe(1000 - counts.wrong_credentials!)
})

test('a name that somebody has and one that nobody has are answered alike', async () => {
  await server.signUp('bob').catch(() => undefined)
  const answers = [await guess('bob', address(7000)), await guess('nobody-at-all', address(7001))]
  expect(answers.map(one => one.status)).toEqual([401, 401])
  expect(sameBody(answers[0]!)).toEqual(sameBody(answers[1]!))
  const sizes = answers.map(one => one.text.length)
  expect(sizes[0]).toBe(sizes[1])
})
