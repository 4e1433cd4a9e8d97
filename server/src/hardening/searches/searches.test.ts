/** Nothing that anybody looks for breaks a search; `npm run fuzz` measures how long it may hold up others. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startWatched, type Watched } from '../wire/running'
import { dearQueries, fillWith, searchFor } from './searches'

let server: Watched
beforeAll(async () => void (server = await startWatched()), 60_000)
afterAll(() => server?.close())

test('every dear query is answered, or has nothing to look for', async () => {
  const searcher = await server.signUp('searcher')
  await fillWith(server, searcher, 2 * dearQueries.length)
  const { 200: answered = 0, 400: refused = 0, ...others } = await searchFor(server, searcher, 2)
  expect([answered + refused, others]).toEqual([2 * dearQueries.length, {}])
  expect(refused).toBeLessThan(10) // a query without a word in it
  expect(server.output()).not.toMatch(/a request failed|uncaught/i)
}, 60_000)
