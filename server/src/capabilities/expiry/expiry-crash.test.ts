/** Vanishing when servers die, and on two nodes, on the programs as they are shipped. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { expiry } from '@community-chat/shared/capabilities/expiry/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { callHttp } from '../../testing/person'
import { type DatabaseProgram, type Program, startDatabase, startServer } from '../../testing/programs'
import { pause } from '../../testing/raw'
import { anAccount } from '../accounts/factory'

const dir = mkdtempSync(join(tmpdir(), 'community-chat-expiry-'))
const env = {
  JWT_SECRET: 'only-for-tests-0123456789-abcdefghij',
  RATE_LIMIT_ENABLED: 'false',
  LOG_LEVEL: 'error',
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

async function start(): ReturnType<typeof startServer> {
  const server = await startServer({ ...env, MONGODB_URI: database.uri('expiry') }, dir)
  servers.push(server)
  return server
}

test('read on one node it begins for all; both are killed, and a third lets it vanish', async () => {
  const [first, second] = [await start(), await start()]
  const alice = await anAccount(first as never, 'alice')
  const bob = await anAccount(first as never, 'bob')
  const [mine, theirs] = [alice.session.accessToken, bob.session.accessToken]
  const { id: roomId } = await callHttp(first, rooms.routes.openDirect, { userId: bob.session.user.id }, mine)
  const said = { roomId, content: { text: 'soon gone' }, expiresAfter: 5 }
  const { id: messageId, seq } = await callHttp(first, messages.routes.send, said, mine)
  await callHttp(second, conversations.routes.markRead, { roomId, seq }, theirs)
  const endsAt = async () =>
    expiry.of(await callHttp(first, messages.routes.get, { messageId }, mine))?.endsAt ?? null
  while ((await endsAt()) === null) await pause(50)
  const end = Date.parse((await endsAt())!)
  await Promise.all([first.stop('SIGKILL'), second.stop('SIGKILL')])

  const third = await start()
  const gone = async () => (await callHttp(third, messages.routes.get, { messageId }, theirs)).gone
  while (!(await gone())) await pause(100)
  expect((await gone())!.why).toBe('expired')
  expect(Date.parse((await gone())!.at)).toBeGreaterThanOrEqual(end - 50)
}, 60_000)
