/** Several processes behind one port, as they are shipped. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { closeCodes } from '@community-chat/shared/protocol/frame'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { anAccount } from './capabilities/accounts/factory'
import { connect, type TestPerson } from './testing/person'
import { type Program, startProgram } from './testing/programs'
import { pause, rawHttp } from './testing/raw'
import { workersWanted } from './workers'

const dir = mkdtempSync(join(tmpdir(), 'community-chat-workers-'))
let program: Program
let app: never
beforeAll(async () => {
  const settings = {
    ...{ NODE_ENV: 'test', HOST: '127.0.0.1', PORT: '0', DATA_DIR: dir, LOG_LEVEL: 'error' },
    ...{ PASSWORD_MEMORY: '8', RATE_LIMIT_ENABLED: 'false' },
  }
  program = startProgram([join(import.meta.dirname, '../dist/main.js'), '--workers', '2'], settings, dir)
  const port = await program.says(/ready: http:\/\/localhost:(\d+)/)
  app = {
    url: `http://127.0.0.1:${port}`,
    socketUrl: `ws://127.0.0.1:${port}/ws`,
    port: Number(port),
  } as never
}, 60_000)
afterAll(async () => {
  await program?.stop()
  rmSync(dir, { recursive: true, force: true })
})

/** The processes that serve. */
const workers = () =>
  execFileSync('pgrep', ['-P', String(program.child.pid)], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map(Number)

/** A room whose member has a socket at each of the two processes, and somebody who speaks there. */
async function aRoom() {
  const [alice, bob] = [await anAccount(app, 'alice'), await anAccount(app, 'bob')]
  const speaker = await connect(app, alice.session)
  const room = await speaker.call(rooms.routes.create, { name: 'both', memberIds: [bob.session.user.id] })
  // New connections go to the processes in turn.
  const listeners: TestPerson[] = []
  for (let i = 0; i < 4; i++) listeners.push(await connect(app, bob.session))
  return { roomId: room.id, speaker, listeners }
}

test('what is said to one process is heard at the other, once and in order', async () => {
  const { roomId, speaker, listeners } = await aRoom()
  for (let i = 0; i < 20; i++)
    await speaker.ask(messages.routes.send, { roomId, content: { text: `word ${i}` } })
  const heard = ({ frames }: TestPerson) =>
    frames.flatMap(one =>
      one.type === 'new_message' && one.data.message.type === 'text' ? [one.data.message.content.text] : [],
    )
  for (let i = 0; i < 100 && listeners.some(one => heard(one).length < 20); i++) await pause(50)
  for (const one of listeners) expect(heard(one)).toEqual(Array.from({ length: 20 }, (_, i) => `word ${i}`))
})

test('a process that is killed is replaced, and what was acked is there', async () => {
  const { roomId, speaker } = await aRoom()
  const said = await speaker.ask(messages.routes.send, { roomId, content: { text: 'before' } })
  const [doomed] = workers()
  process.kill(doomed!, 'SIGKILL')
  // One look at both: between two of them the dead one may go, before there is another.
  const areBoth = (pids: number[]) => pids.length === 2 && !pids.includes(doomed!)
  for (let i = 0; i < 200 && !areBoth(workers()); i++) await pause(50)
  expect(areBoth(workers())).toBe(true)
  const history = () => speaker.call(messages.routes.history, { roomId })
  const { items } = await history().catch(history) // a kept connection may have led to the killed one
  expect(items.map(one => one.id)).toContain(said.id)
})

test('SIGHUP replaces every process while the port goes on answering; sockets are told to come back', async () => {
  const { listeners } = await aRoom()
  const before = workers()
  program.child.kill('SIGHUP')
  const codes = Promise.all(listeners.map(one => one.closed))
  let refused = 0
  for (let i = 0; i < 1000 && workers().some(pid => before.includes(pid)); i++) {
    await rawHttp(app, '/health').catch(() => refused++)
    await pause(50)
  }
  expect(await codes).toEqual(listeners.map(() => closeCodes.goingAway))
  expect(workers().filter(pid => before.includes(pid))).toEqual([])
  expect(refused).toBe(0)
  expect((await rawHttp(app, '/health')).status).toBe(200)
}, 120_000)

// Runs last.
test('SIGTERM drains all of them and ends with 0', async () => {
  const { listeners } = await aRoom()
  program.child.kill('SIGTERM')
  expect(await Promise.all(listeners.map(one => one.closed))).toEqual(
    listeners.map(() => closeCodes.goingAway),
  )
  expect(await program.ended).toBe(0)
  const problems = program.output().match(/.*"level":(50|60).*/g) ?? []
  expect(problems.filter(line => !line.includes('a worker ended'))).toEqual([]) // the one that was killed
})

test.each([
  [[], 1],
  [['--workers', '3'], 3],
  [['--workers', '-1'], /whole number/],
  [['--workers', 'many'], /whole number/],
  [['--workers'], /whole number/],
])('%j asks for %s', (args, wanted) => {
  if (wanted instanceof RegExp) expect(workersWanted(args)).toMatch(wanted)
  else expect(workersWanted(args)).toBe(wanted)
})
