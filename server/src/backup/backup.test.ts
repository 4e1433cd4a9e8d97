/** Back-up and restore, as the commands are run beside the server as it is shipped. */
import {
  appendFileSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals'
import { anAccount } from '../capabilities/accounts/factory'
import { callHttp } from '../testing/person'
import { type Program, startProgram, startServer } from '../testing/programs'
import { dumpCommands, restoreCommands } from './mongodb'
import { restoreBackup } from './restore'

type Server = Awaited<ReturnType<typeof startServer>>

const senders = 4
// Several programs are started, one after the other.
jest.setTimeout(120_000)
const dir = mkdtempSync(join(tmpdir(), 'community-chat-backup-'))
const command = resolve(import.meta.dirname, '../../dist/backup/command.js')
const settings = { JWT_SECRET: 'only-for-tests-0123456789-abcdefghij', RATE_LIMIT_ENABLED: 'false' }
const programs: Program[] = []
let made: string
let live: string
let roomId: string
let token: string
let lost: number
let ackedBefore: string[]

async function serve(dataFolder: string): Promise<Server> {
  const server = await startServer({ ...settings, LOG_LEVEL: 'error', DATA_DIR: dataFolder }, dir)
  programs.push(server)
  return server
}

async function run(args: string[], env: Record<string, string> = {}) {
  const program = startProgram([command, ...args], { ...settings, ...env }, dir)
  return { code: await program.ended, output: program.output() }
}

function writeAt(file: string, position: number, text: string): void {
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, text, position)
  closeSync(descriptor)
}

const listing = (name: string) =>
  JSON.stringify({
    format: 1,
    made: new Date().toISOString(),
    files: [{ name, bytes: 1, sha256: '0'.repeat(64) }],
  })

const send = (server: Server, text: string) =>
  callHttp(server, messages.routes.send, { roomId, content: { text } }, token)

async function textsOf(server: Server): Promise<Set<string>> {
  const all = new Set<string>()
  for (let before: number | undefined; ;) {
    const page = await callHttp(
      server,
      messages.routes.history,
      { roomId, limit: 100, ...(before ? { before } : {}) },
      token,
    )
    for (const { content } of page.items) if (content && 'text' in content) all.add(content.text)
    if (page.items.length === 0) return all
    before = page.items[0]!.seq
  }
}

// A server under load is backed up; it answers some more, and is killed.
beforeAll(async () => {
  live = join(dir, 'live')
  made = join(dir, 'backup')
  const server = await serve(live)
  token = (await anAccount(server as never, 'alice')).session.accessToken
  roomId = (await callHttp(server, rooms.routes.create, { name: 'room' }, token)).id
  const acked: string[] = []
  let stopped = false
  const load = Array.from({ length: senders }, async (_, sender) => {
    for (let n = 0; !stopped; n++) {
      await send(server, `${sender} ${n}`)
      acked.push(`${sender} ${n}`)
    }
  })
  while (acked.length < 200) await new Promise(done => setTimeout(done, 5))
  ackedBefore = [...acked]
  const { code, output } = await run(['backup', made], { DATA_DIR: live })
  expect([code, output]).toEqual([0, expect.stringMatching(/^Backed up .* MB in /)])
  stopped = true
  await Promise.all(load)
  lost = (await send(server, 'after the back-up')).rev
  await server.stop('SIGKILL')
})
afterEach(async () => {
  for (const one of programs.splice(0)) await one.stop()
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

test('all that was acknowledged before a back-up began is in what is restored elsewhere, and every index is right', async () => {
  const data = join(dir, 'elsewhere')
  const { code, output } = await run(['restore', made, data])
  expect([code, output]).toEqual([0, expect.stringMatching(/every index was checked/)])
  expect(Number(/^(\d+)\tmessages$/m.exec(output)?.[1])).toBeGreaterThanOrEqual(ackedBefore.length)
  expect(readdirSync(data)).toEqual(['mongo'])
  const server = await serve(data)
  const kept = await textsOf(server)
  expect(ackedBefore.filter(text => !kept.has(text))).toEqual([])
  expect(kept.has('after the back-up')).toBe(false)
})

test('a device that knows what is lost loads its rooms anew, and misses nothing that is said from then on', async () => {
  const data = join(dir, 'past')
  await run(['restore', made], { DATA_DIR: data })
  const server = await serve(data)
  const catchUp = async (watermark: number) => {
    const input = { rooms: { [roomId]: watermark }, since: new Date().toISOString(), limit: 200 }
    const { rooms: changes } = await callHttp(server, conversations.routes.sync, input, token)
    return changes[0] ?? null
  }
  const anew = await catchUp(lost)
  expect(anew).toMatchObject({ roomId, gap: true })
  expect(anew!.to).toBeGreaterThan(lost)
  expect(await catchUp(anew!.to)).toBeNull()
  const said = await send(server, 'a new time')
  expect(said.seq).toBeGreaterThan(anew!.to)
  expect((await catchUp(anew!.to))!.messages.map(one => one.id)).toEqual([said.id])
})

test('without a server the database is opened for the back-up, and left to the next', async () => {
  const [data, again, twice] = [join(dir, 'still'), join(dir, 'again'), join(dir, 'twice')]
  await run(['restore', made, data])
  expect((await run(['backup', again], { DATA_DIR: data })).code).toBe(0)
  expect((await run(['restore', again, twice])).code).toBe(0)
  const kept = await textsOf(await serve(twice))
  expect(ackedBefore.filter(text => !kept.has(text))).toEqual([])
})

test('nothing is written over: neither a back-up, nor a folder with something in it, nor a database', async () => {
  const full = join(dir, 'full')
  mkdirSync(full)
  writeFileSync(join(full, 'letter'), 'dear')
  for (const folder of [made, full]) {
    const { code, output } = await run(['backup', folder], { DATA_DIR: live })
    expect([code, output]).toEqual([1, `${folder} is not empty.\n`])
  }
  expect(readdirSync(full)).toEqual(['letter'])
  const { code, output } = await run(['restore', made, live])
  expect([code, output]).toEqual([1, expect.stringContaining('mongo is not empty')])
  const nothing = await run(['backup', join(dir, 'nothing')], { DATA_DIR: join(dir, 'nobody') })
  expect([nothing.code, nothing.output]).toEqual([1, expect.stringContaining('holds no database')])
  expect((await run(['restore', join(dir, 'full'), join(dir, 'x')])).output).toContain('is no back-up')
  expect((await run(['backup'])).output).toBe('Usage: npm run backup -- FOLDER\n')
})

test.each<[string, (file: string, manifest: string) => void]>([
  ['one byte more', file => appendFileSync(file, 'x')],
  ['one byte changed', file => writeAt(file, 5000, 'x')],
  ['a file missing', file => rmSync(file)],
  ['no manifest', (_, manifest) => rmSync(manifest)],
  ['a torn manifest', (_, manifest) => writeFileSync(manifest, '{"format":1,')],
  ['a path out of it', (_, manifest) => writeFileSync(manifest, listing('../../live/mongo/data.mdb'))],
])('a back-up with %s is refused, and nothing is left of it', async (_, harm) => {
  const source = mkdtempSync(join(dir, 'damaged-'))
  cpSync(made, source, { recursive: true })
  harm(join(source, 'database/data.mdb'), join(source, 'manifest.json'))
  const target = join(source, 'target')
  await expect(restoreBackup(source, target)).rejects.toThrow(/damaged|missing|cannot be read|no back-up/)
  expect(existsSync(target)).toBe(false)
})

test('a real MongoDB is left to its own tools, and no password is shown', async () => {
  const uri = 'mongodb://chat:se%40cret@one:27017,two:27017/chat?replicaSet=rs0&authSource=admin'
  const { code, output } = await run(['backup', 'to'], { MONGODB_URI: uri })
  expect([code, output]).toEqual([0, `${dumpCommands(uri, 'to')}\n`])
  expect((await run(['restore', 'from'], { MONGODB_URI: uri })).output).toBe(
    `${restoreCommands(uri, 'from')}\n`,
  )
  expect(output).toContain(
    "mongodump --uri='mongodb://chat@one:27017,two:27017/?replicaSet=rs0&authSource=admin' --oplog",
  )
  expect(output + restoreCommands(uri, 'from')).not.toMatch(/se(%40|@)cret/)
  expect(dumpCommands('mongodb+srv://host.example/chat', 'to')).toContain("'mongodb+srv://host.example/'")
})
