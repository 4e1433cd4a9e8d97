import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { callHttp, connect } from '../testing/person'
import { type DatabaseProgram, startDatabase, startServer } from '../testing/programs'
import { pause, rawHttp, rawSocket } from '../testing/raw'
import { openLog } from './log'

const dir = mkdtempSync(join(tmpdir(), 'community-chat-log-'))
const jwtSecret = 'this-Secret_signs.every,token!0123'
const said = ['a-message-body-in-the-open', 'an-edited-message-body', 'a-body-while-the-store-is-down']
const passwords = ['the-password-of-alice', 'a-wrong-password', 'the-new-password']
let database: DatabaseProgram
let app: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => {
  database = await startDatabase(join(dir, 'mongo'))
  const MONGODB_URI = database.uri('log')
  app = await startServer(
    { MONGODB_URI, LOG_LEVEL: 'trace', JWT_SECRET: jwtSecret, OPENAI_API_KEY: 'sk-a-key-of-another' },
    dir,
  )
})
afterAll(async () => {
  await app?.stop()
  await database?.stop()
  rmSync(dir, { recursive: true, force: true })
})

test('a whole run at the loudest level, with refusals, bugs and a dying store, logs no secret and no word that was said', async () => {
  const username = 'alice'
  const [password, wrong, newPassword] = passwords as [string, string, string]
  const first = await callHttp(app, accounts.routes.signup, { username, password })
  const session = await callHttp(app, accounts.routes.refresh, { refreshToken: first.refreshToken })
  const refused = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      error => error.code as string,
    )
  expect(await refused(callHttp(app, accounts.routes.signup, { username, password }))).toBe('username_taken')
  for (let i = 0; i < 11; i++)
    await refused(callHttp(app, accounts.routes.login, { username, password: wrong }))
  const alice = await connect(app as never, session)
  await refused(alice.call(accounts.routes.changePassword, { oldPassword: wrong, newPassword }))
  const room = await alice.call(rooms.routes.create, { name: 'room' })
  const message = await alice.ask(messages.routes.send, { roomId: room.id, content: { text: said[0]! } })
  await alice.call(messages.routes.edit, { messageId: message.id, content: { text: said[1]! } })
  await alice.call(conversations.routes.sync, { rooms: { [room.id]: 0 } })
  await alice.call(profiles.routes.update, { displayName: 'Alice' })
  for (const body of [
    `{"password":"${password}"`,
    { username, password, extra: 1 },
    { username: 7, password },
  ]) {
    await rawHttp(app, '/api/signup', { method: 'POST', body })
  }
  await rawHttp(app, `/api/me?token=${session.accessToken}`)
  const anonymous = await rawSocket(app)
  anonymous.send({ type: 'authenticate', token: `${session.accessToken}x` })
  await anonymous.closed
  for (let i = 0; i < 20; i++) alice.socket.send(`{"type":"send_message","content":{"text":"${said[0]}"}}`)
  await alice.closed
  await database.stop('SIGKILL')
  await Promise.all(
    Array.from({ length: 5 }, () =>
      refused(
        callHttp(
          app,
          messages.routes.send,
          { roomId: room.id, content: { text: said[2]! } },
          session.accessToken,
        ),
      ),
    ),
  )
  await refused(callHttp(app, accounts.routes.login, { username: 'bob', password }))
  await pause(200)
  await app.stop('SIGTERM')

  const log = app.output()
  expect(log).toContain('the database did not answer')
  const secrets = [
    ...passwords,
    ...said,
    jwtSecret,
    'sk-a-key-of-another',
    ...[first, session].flatMap(one => [
      one.accessToken,
      one.accessToken.split('.')[2]!,
      one.refreshToken,
      one.refreshToken.split('.')[1]!,
    ]),
    '$argon2id',
    'refreshHash',
    'passwordHash',
  ]
  expect(secrets.filter(secret => log.includes(secret))).toEqual([])
})

test('every line is JSON with its level and time', () => {
  const lines = app
    .output()
    .split('\n')
    .filter(line => line.startsWith('{'))
  expect(lines.length).toBeGreaterThan(0)
  for (const line of lines)
    expect(JSON.parse(line)).toMatchObject({
      level: expect.any(Number),
      time: expect.any(String),
      msg: expect.any(String),
    })
})

function logged(entry: object): string {
  let written = ''
  openLog('trace', { write: text => void (written += text) }).warn(entry, 'something')
  return written
}

test.each([
  ['a password', { password: 'hunter2' }],
  ['a token in a body', { body: { accessToken: 'hunter2', refreshToken: 'hunter2' } }],
  ['a header', { req: { headers: { authorization: 'hunter2' } } }],
  ['what was said', { message: { content: { text: 'hunter2' } }, content: 'hunter2' }],
  [
    'the document on a driver’s error',
    {
      err: Object.assign(new Error('refused'), {
        writeErrors: [{ err: { op: { content: { text: 'hunter2' } } } }],
        keyValue: { a: 'hunter2' },
      }),
    },
  ],
  ['the cause of an error', { err: new Error('refused', { cause: { password: 'hunter2' } }) }],
])('%s is not logged where somebody logs it by mistake', (_, entry) => {
  expect(logged(entry)).toContain('something')
  expect(logged(entry)).not.toContain('hunter2')
})

test('of an error its name, message, code and where it happened are logged', () => {
  const { err } = JSON.parse(logged({ err: Object.assign(new TypeError('broken'), { code: 11000 }) })) as {
    err: object
  }
  expect(err).toMatchObject({
    name: 'TypeError',
    message: 'broken',
    code: 11000,
    stack: expect.stringContaining('log.test'),
  })
})
