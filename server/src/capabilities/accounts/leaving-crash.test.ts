/** Deleting an account when the server dies in the middle of it, on the programs as they are shipped. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import mongoose from 'mongoose'
import { callHttp } from '../../testing/person'
import { type DatabaseProgram, type Program, startDatabase, startServer } from '../../testing/programs'
import { pause } from '../../testing/raw'
import { anAccount } from './factory'
import { Accounts } from './model'

const dir = mkdtempSync(join(tmpdir(), 'community-chat-leaving-'))
const env = {
  JWT_SECRET: 'only-for-tests-0123456789-abcdefghij',
  RATE_LIMIT_ENABLED: 'false',
  LOG_LEVEL: 'error',
}
const said = 400
let database: DatabaseProgram
const servers: Program[] = []
beforeAll(async () => {
  database = await startDatabase(join(dir, 'mongo'))
})
afterAll(async () => {
  await mongoose.disconnect()
  for (const one of [...servers, database]) await one.stop()
  rmSync(dir, { recursive: true, force: true })
})

async function start(name: string): ReturnType<typeof startServer> {
  const server = await startServer({ ...env, MONGODB_URI: database.uri(name) }, dir)
  servers.push(server)
  return server
}

test.each([
  ['alone', 0],
  ['beside another node', 1],
])(
  'a server that is killed while it erases someone ends it when it starts again, %s',
  async (_, others) => {
    const name = `leaving-${others}`
    await mongoose.connect(database.uri(name), { autoIndex: false, autoCreate: false })
    const stillSaid = (senderId: string) =>
      mongoose.connection.collection('messages').countDocuments({ senderId, countable: true })
    const first = await start(name)
    if (others) await start(name)
    const friend = await anAccount(first as never, 'friend')
    const { username, password, session } = await anAccount(first as never, 'leaver')
    const [userId, token] = [session.user.id, session.accessToken]
    const input = { name: 'long', memberIds: [userId] }
    const room = await callHttp(first, rooms.routes.create, input, friend.session.accessToken)
    const say = (text: string) =>
      callHttp(first, messages.routes.send, { roomId: room.id, content: { text } }, token)
    for (let i = 0; i < said; i += 20)
      await Promise.all(Array.from({ length: 20 }, (_, k) => say(`message ${i + k}`)))

    await callHttp(first, accounts.routes.remove, { confirm: username, password }, token)
    while ((await stillSaid(userId)) === said) await pause(5)
    await first.stop('SIGKILL')
    const left = await stillSaid(userId)
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThan(said)
    expect(await Accounts.exists({ _id: userId, deletingAt: { $ne: null } })).not.toBeNull()

    const second = await start(name)
    expect(await stillSaid(userId)).toBe(0)
    expect(await Accounts.exists({ _id: userId })).toBeNull()
    const next = await callHttp(second, accounts.routes.signup, { username, password })
    expect(next.user.id).not.toBe(userId)
    await mongoose.disconnect()
  },
  60_000,
)
