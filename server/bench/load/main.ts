/** `npm run bench`: the server under load beside its baselines. `-- S2 S4 ours redis` only those; `--quick`, `--profile`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { endEverything } from './processes'
import { openReport } from './report'
import { measureIdle } from './scenarios/idle'
import { measureDatabase, measurePairs } from './scenarios/pairs'
import { measureRooms } from './scenarios/rooms'
import { measureSlow } from './scenarios/slow'
import { measureStorm } from './scenarios/storm'
import type { System } from './system'
import { bareWs, socketIo } from './systems/baselines'
import { ejabberd } from './systems/ejabberd'
import { mosquitto } from './systems/mosquitto'
import { hasWorkers, ours } from './systems/ours'
import { redis } from './systems/redis'
import { writeUp } from './write-up'

const given = process.argv.slice(2)
const isQuick = given.includes('--quick')
const profiled = given.includes('--profile')
const extent = { rounds: isQuick || profiled ? 1 : 3, seconds: isQuick ? 2 : 4, isQuick }
const named = given.filter(argument => /^S\d$|^slow$|^workers$/.test(argument))
const report = openReport()
const begun = new Date()

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    endEverything()
    process.exit(1)
  })
process.on('exit', endEverything)

const known: Record<string, System> = {
  ...{ ours: ours({ profiled }), ws: bareWs, 'socket.io': socketIo },
  ...(isQuick ? {} : { mosquitto, redis, ejabberd }),
}
const chosen = given.filter(argument => argument in known)

/** Those that were asked for, or all; a profile is of ours alone. */
const among = (...names: string[]): System[] =>
  names
    .filter(name => (profiled ? name === 'ours' : chosen.length === 0 || chosen.includes(name)))
    .flatMap(name => known[name] ?? [])
const near = ['ours', 'ws', 'socket.io']
const all = [...near, 'mosquitto', 'redis', 'ejabberd']

const scenarios: Record<string, () => Promise<unknown>> = {
  S1: () => measureIdle(among(...near), extent, report),
  S2: () => measureRooms('S2', among(...all), extent, report),
  // Signing ten thousand people up at ejabberd takes longer than all the rest.
  S3: () => measureRooms('S3', among(...all.filter(name => name !== 'ejabberd')), extent, report),
  async S4() {
    await measurePairs(among('ours', 'ejabberd'), extent, report)
    if (!profiled) await measureDatabase(extent, report)
  },
  S5: () => measureStorm(among(...near), extent, report),
  slow: () => measureSlow(ours({ profiled }), extent, report),
  async workers() {
    if (hasWorkers()) await measureRooms('S3', [ours({ workers: 2 })], extent, report)
    else report.remark('The built server has no --workers: not measured.')
  },
}

const needed = isQuick ? 2_000 : 12_000
const openFiles = Number(/Max open files\s+(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1])
if (openFiles < needed) {
  console.error(
    `The bench opens ${needed} sockets, and only ${openFiles} files may be open: ulimit -n ${needed}`,
  )
  process.exit(1)
}

if (loadavg()[0]! > 1) console.log(`This machine is busy: its load is ${loadavg()[0]!.toFixed(1)}.`)

const usual = profiled ? ['S1', 'S2', 'S3', 'S4', 'S5'] : Object.keys(scenarios)
for (const name of named.length > 0 ? named : usual) await scenarios[name]?.()
const text = writeUp(report, begun, given)
if (!profiled) console.log(`\n${text}`)
// Only a whole run is worth keeping.
if (named.length === 0 && chosen.length === 0 && !isQuick && !profiled)
  writeFileSync(join(import.meta.dirname, '../../bench/results.md'), text)
if (report.failed() || report.faults('Community Chat') > 0) process.exitCode = 1
process.exit()
