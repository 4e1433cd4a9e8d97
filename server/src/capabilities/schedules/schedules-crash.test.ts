/** What is planned when nodes race and die, on the programs as they are shipped. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { scheduleRows, schedules } from '@community-chat/shared/capabilities/schedules/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { callHttp, connect } from '../../testing/person'
import { type DatabaseProgram, type Program, startDatabase, startServer } from '../../testing/programs'
import { pause } from '../../testing/raw'
import { anAccount } from '../accounts/factory'
import { inSeconds } from './factory'

const { routes } = schedules
const dir = mkdtempSync(join(tmpdir(), 'community-chat-schedules-'))
const env = {
  JWT_SECRET: 'only-for-tests-0123456789-abcdefghij',
  RATE_LIMIT_ENABLED: 'false',
  LOG_LEVEL: 'error',
  SCHEDULE_SHORTEST: '1',
}
let database: DatabaseProgram
const servers: Program[] = []
beforeAll(async () => {
  database = await startDatabase(join(dir, 'mongo'))
})
afterAll(async () => {
  for (const one of [...servers, database]) await one.stop()
  rmSync(dir, { recursive: true, force: true })
})

async function start(name: string): ReturnType<typeof startServer> {
  const server = await startServer({ ...env, MONGODB_URI: database.uri(name) }, dir)
  servers.push(server)
  return server
}

/** Somebody with a room of their own. */
async function anAuthor(server: Awaited<ReturnType<typeof startServer>>) {
  const { session } = await anAccount(server as never, 'author')
  const token = session.accessToken
  const { id: roomId } = await callHttp(server, rooms.routes.create, { name: 'mine' }, token)
  const plan = (text: string, at: string) =>
    callHttp(server, routes.create, { roomId, content: { text }, at }, token)
  return { session, token, roomId, plan }
}
const texts = async (server: { url: string }, roomId: string, token: string) =>
  (await callHttp(server, messages.routes.history, { roomId, limit: 100 }, token)).items.flatMap(
    ({ content }) => (content && 'text' in content ? [content.text] : []),
  )

test('two nodes that see the same moment come say each thing once, and remind once', async () => {
  const [here, there] = [await start('race'), await start('race')]
  const { session, token, roomId, plan } = await anAuthor(here)
  const devices = [await connect(here as never, session), await connect(there as never, session)]
  const at = inSeconds(6) // both have looked by then
  const names = Array.from({ length: 20 }, (_, i) => `text ${i}`)
  await Promise.all(names.map(name => plan(name, at)))
  await callHttp(here, routes.remind, { note: 'call her', at }, token)
  const list = async () => (await callHttp(there, routes.list, {}, token)).items
  for (let i = 0; i < 150 && (await list()).length > 1; i++) await pause(100)
  const [due] = await list()
  expect(scheduleRows.read(due!)).toMatchObject({ state: 'due', note: 'call her' })
  expect((await texts(there, roomId, token)).toSorted()).toEqual(names.toSorted())
  await pause(1500)
  for (const { frames } of devices) {
    const told = frames.filter(one => one.type === 'own_updated').flatMap(one => one.data.rows)
    expect(told.filter(row => row.id === due!.id && row.data.state === 'due')).toHaveLength(1)
  }
}, 60_000)

test('a server that was killed says what fell due meanwhile as soon as it is back, each once', async () => {
  const first = await start('kill')
  const { token, roomId, plan } = await anAuthor(first)
  const names = Array.from({ length: 60 }, (_, i) => `text ${i}`)
  const at = inSeconds(3)
  await Promise.all(names.map(name => plan(name, at)))
  while ((await texts(first, roomId, token)).length === 0) await pause(10)
  await first.stop('SIGKILL') // in the middle of it
  const second = await start('kill')
  const rest = async () => (await callHttp(second, routes.list, { limit: 100 }, token)).items.length
  for (let i = 0; i < 150 && (await rest()) > 0; i++) await pause(100)
  expect((await texts(second, roomId, token)).toSorted()).toEqual(names.toSorted())
  const late = await anAuthor(second)
  const { id } = await late.plan('while nobody ran', inSeconds(1.5))
  await second.stop('SIGKILL')
  await pause(1500)
  const third = await start('kill')
  for (let i = 0; i < 50 && (await texts(third, late.roomId, late.token)).length === 0; i++) await pause(100)
  expect(await texts(third, late.roomId, late.token)).toEqual(['while nobody ran'])
  const again = await callHttp(third, routes.sendNow, { scheduleId: id }, late.token)
  expect(again).toMatchObject({ gone: true })
  expect(await texts(third, late.roomId, late.token)).toHaveLength(1)
}, 60_000)
