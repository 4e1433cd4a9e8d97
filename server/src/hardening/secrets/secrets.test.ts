/** Nothing of what people write or prove themselves by is logged, and no operator of theirs reaches the database, whatever they call. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import mongoose from 'mongoose'
import { openTestApp } from '../../testing/app'
import { aPerson } from '../../testing/person'
import { pause, rawCall, rawSignedIn } from '../../testing/raw'
import { rightInput, routes } from '../garbage/corpus'
import { startWatched, type Watched } from '../wire/running'

const word = 'a-word-nobody-may-log'
let server: Watched
beforeAll(async () => {
  server = await startWatched({ LOG_LEVEL: 'trace' })
})
afterAll(() => server.close())

/** An input with the word in every text that is no id and not one of a few words. */
function withWord(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map(one => withWord(one, name))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withWord(one, key)]))
  return typeof value === 'string' && !/Ids?$|^(type|kind|role)$/.test(name) ? `${value} ${word}` : value
}

test('every route, called with a word in each text, wrongly and rightly, logs neither the word nor a token', async () => {
  const session = await server.signUp('alice')
  const socket = await rawSignedIn(server, session.accessToken)
  for (const route of routes) {
    const right = rightInput(route, { roomId: 'lobby', communityId: 'welcome', userId: session.user.id })
    const inputs = [withWord(right), withWord({ ...right, unknownField: 'x' }), { ...right, [word]: word }]
    for (const input of inputs as Record<string, unknown>[]) {
      await rawCall(server, route, input, route.access === 'public' ? undefined : session.accessToken)
      if (route.type) socket.send({ ...input, type: route.type, id: '1' })
      await pause(3)
    }
    // Twenty bad ones in a row would close it.
    await socket.ask({ type: 'watch', userIds: [] })
  }
  socket.socket.terminate()
  await pause(300)
  const log = server.output()
  const parts = [word, session.accessToken, session.accessToken.split('.')[2]!, session.refreshToken]
  expect(parts.filter(one => log.includes(one))).toEqual([])
}, 60_000)

test('no operator that a device writes is asked of the database', async () => {
  const app = await openTestApp()
  const asked: string[] = []
  mongoose.set('debug', (...call: unknown[]) => asked.push(JSON.stringify(call)))
  const { session } = await aPerson(app, 'mallory')
  const operators = ['$ne', '$gt', '$where', '$regex', '$in', '$expr', 'a.b'].map(name => ({ [name]: word }))
  for (const route of routes) {
    const right = rightInput(route, { roomId: 'lobby', communityId: 'welcome', userId: session.user.id })
    for (const [index, name] of Object.keys(right).entries()) {
      const input = { ...right, [name]: operators[index % operators.length] }
      await rawCall(app, route, input, route.access === 'public' ? undefined : session.accessToken)
    }
  }
  mongoose.set('debug', false)
  await app.close()
  expect(asked.length).toBeGreaterThan(50)
  expect(asked.filter(call => /"(\$\w+|a\.b)":"a-word-nobody/.test(call))).toEqual([])
}, 60_000)
