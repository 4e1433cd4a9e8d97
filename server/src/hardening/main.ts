/**
 * `npm run fuzz`: garbage by the million, dear searches, guesses at names, then two thousand slow devices; prints what was
 * seen, and fails where it must not be.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chance, givenSeed } from '../law/chance'
import { callHttp } from '../testing/person'
import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import { throwBodies } from './garbage/bodies'
import { throwFrames } from './garbage/frames'
import { newTally, type Tally } from './garbage/tally'
import { startTarget } from './garbage/target'
import { dearQueries, fillWith, searchFor } from './searches/searches'
import { askMeanwhile, dawdle, places, quantile } from './slow/slow'
import { rawHttp } from '../testing/raw'
import { startWatched } from './wire/running'

const [frameCount = 1_000_000, bodyCount = 100_000, slowCount = 2000] = process.argv.slice(2).map(Number)
const seed = givenSeed ?? Math.floor(Math.random() * 2 ** 31)
const rounded = (numbers: number[]) => numbers.map(one => Math.round(one)).join(', ')
let isWrong = false

console.log(`LAW_SEED=${seed}: ${frameCount} frames, ${bodyCount} bodies, ${slowCount} slow devices`)
const inside = resolve('server/src/hardening/garbage/inside.mjs')
if (frameCount + bodyCount > 0) await garbage()
await searches()
await names()
if (slowCount > 0) await slowDevices()
process.exit(isWrong ? 1 : 0)

async function garbage(): Promise<void> {
  const begun = Date.now()
  const target = await startTarget(16, inside)
  // Whoever has seen enough is told what there was to see.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, target.stop)
  const [frames, bodies] = [newTally(), newTally()]
  const telling = setInterval(() => console.log(`… ${frames.sent} frames, ${bodies.sent} bodies`), 30_000)
  await Promise.all([
    throwFrames(target, chance(seed), frameCount, frames),
    throwBodies(target, chance(seed + 1), bodyCount, bodies),
  ])
  clearInterval(telling)
  const crashed = target.isGone()
  const { longest, polluted, waits, output } = await target.end()
  const bugs = output
    .split('\n')
    .filter(line => /a request failed|a sign-in on a socket failed|uncaught/i.test(line))
  tell('frames', frames)
  tell('bodies', bodies)
  console.log(
    `seconds: ${Math.round((Date.now() - begun) / 1000)}; crashed: ${crashed}; polluted: ${polluted.join(', ') || 'nothing'}`,
  )
  console.log(`the event loop stood still for at most (ms): ${rounded(longest.slice(0, 10))}`)
  console.log(
    `a bystander waited (ms) p50, p99, most: ${rounded([quantile(waits, 0.5), quantile(waits, 0.99), quantile(waits, 1)])} of ${waits.length}`,
  )
  console.log(
    `bugs in the log: ${bugs.length}${bugs
      .slice(0, 5)
      .map(line => `\n  ${line.slice(0, 600)}`)
      .join('')}`,
  )
  isWrong ||=
    crashed || polluted.length > 0 || bugs.length > 0 || frames.wrong.length > 0 || bodies.wrong.length > 0
}

function tell(name: string, { sent, answers, wrong }: Tally): void {
  const sorted = Object.entries(answers).sort(([, a], [, b]) => b - a)
  console.log(`${name}: ${sent}; ${sorted.map(([kind, count]) => `${kind} ${count}`).join(', ')}`)
  console.log(`${name} answered wrongly: ${wrong.length}${wrong.map(one => `\n  ${one}`).join('')}`)
}

async function searches(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'community-chat-inside-'))
  const seen = join(folder, 'seen.json')
  const server = await startWatched({ NODE_OPTIONS: `--import=${inside}`, SEEN_INSIDE: seen })
  const searcher = await server.signUp('searcher')
  await fillWith(server, searcher, 50 * dearQueries.length)
  const statuses = await searchFor(server, searcher, 20)
  await new Promise(done => setTimeout(done, 1100))
  const { longest } = JSON.parse(readFileSync(seen, 'utf8')) as { longest: number[] }
  await server.close()
  rmSync(folder, { recursive: true, force: true })
  const counts = Object.entries(statuses).map(([status, count]) => `${status} ${count}`)
  console.log(`dear searches over ${50 * dearQueries.length} long messages: ${counts.join(', ')}`)
  console.log(`the event loop stood still for at most (ms): ${rounded(longest.slice(0, 5))}`)
  isWrong ||= Object.keys(statuses).some(status => status !== '200' && status !== '400')
}

/** Whether the time of a refusal tells who has an account. Each name is guessed at once: ten tries lock it. */
async function names(): Promise<void> {
  const server = await startWatched()
  const known = Array.from({ length: 40 }, (_, number) => `somebody-${number}`)
  for (const name of known) await server.signUp(name)
  const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] }
  for (const name of known) {
    for (const [kind, username] of [
      ['known', name],
      ['unknown', `not-${name}`],
    ] as const) {
      const begun = performance.now()
      await rawHttp(server, '/api/login', { method: 'POST', body: { username, password: 'a wrong guess' } })
      times[kind].push(performance.now() - begun)
    }
  }
  await server.close()
  const median = (kind: 'known' | 'unknown') =>
    quantile(
      times[kind].toSorted((a, b) => a - b),
      0.5,
    ).toFixed(1)
  console.log(
    `a wrong guess took ${median('known')} ms for a name that there is, ${median('unknown')} ms for none`,
  )
}

async function slowDevices(): Promise<void> {
  const server = await startWatched()
  const { accessToken } = await server.signUp('bystander')
  const ask = () => callHttp(server, profiles.routes.me, {}, accessToken)
  const end = Date.now() + 5000
  const before = await askMeanwhile(ask, () => Date.now() > end)
  let isOver = false
  const each = Math.ceil(slowCount / places.length)
  const all = Promise.all(places.map(place => dawdle(server.port, place, each))).finally(
    () => (isOver = true),
  )
  const meanwhile = await askMeanwhile(ask, () => isOver)
  for (const stays of await all) {
    const longest = Math.max(...stays.map(one => one.lasted))
    console.log(`slow in ${stays[0]?.place}: ${stays.length}, cut after at most ${longest} ms`)
    isWrong ||= longest > 15_000
  }
  const p99 = (waits: number[]) => quantile(waits, 0.99).toFixed(1)
  console.log(`a bystander waited p99 ${p99(before)} ms before, ${p99(meanwhile)} ms meanwhile`)
  await server.close()
}
