import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { type Program, startProgram } from '../../testing/programs'

// Several programs are started, one after the other.
jest.setTimeout(120_000)
const dir = mkdtempSync(join(tmpdir(), 'community-chat-workers-'))
let program: Program
let url: string

beforeAll(async () => {
  const main = resolve(import.meta.dirname, '../../../dist/main.js')
  const env = { NODE_ENV: 'test', HOST: '127.0.0.1', PORT: '0', DATA_DIR: dir, LOG_LEVEL: 'fatal' }
  program = startProgram([main, '--workers', '2'], env, dir)
  url = `http://127.0.0.1:${await program.says(/ready: http:\/\/localhost:(\d+)/)}`
})
afterAll(async () => {
  await program.stop('SIGTERM')
  rmSync(dir, { recursive: true, force: true })
})

const ask = () => fetch(`${url}/metrics`, { headers: { connection: 'close' } }).then(answer => answer.text())
/** The values of a metric by worker. */
const valuesOf = (text: string, name: string) =>
  Object.fromEntries(
    [...text.matchAll(new RegExp(`^${name}\\{worker="(\\d+)"\\} (\\S+)$`, 'gm'))].map(one => [
      one[1]!,
      one[2],
    ]),
  )

test('whichever worker is asked, the numbers of all are in the answer, each by itself', async () => {
  for (let i = 0; i < 4; i++) {
    const text = await ask()
    expect(Object.keys(valuesOf(text, 'chat_sockets_open'))).toEqual(['1', '2'])
    expect(valuesOf(text, 'chat_mongo_up')).toEqual({ 1: '1', 2: '1' })
    const types = [...text.matchAll(/^# TYPE (\S+)/gm)].map(one => one[1])
    expect(types.length).toBe(new Set(types).size)
  }
})

test('a worker that was replaced is named no more, its successor by a name of its own', async () => {
  program.child.kill('SIGHUP')
  const workers = async () => Object.keys(valuesOf(await ask(), 'chat_sockets_open')).toSorted()
  let now: string[] = []
  for (const until = Date.now() + 50_000; now.join() !== '3,4' && Date.now() < until;) {
    await new Promise(done => setTimeout(done, 100))
    now = await workers().catch(() => now)
  }
  expect(now).toEqual(['3', '4'])
})
