/** `npm run bench`: the server under load beside its baselines. `-- S2 S4` only those; `--quick`, `--profile`. */
import { writeFileSync } from 'node:fs'
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

/** What stands beside ours; a profile is of ours alone. */
const beside = (...others: System[]): System[] => [ours({ profiled }), ...(profiled ? [] : others)]
const distant = isQuick ? [] : [mosquitto, redis, ejabberd]

const scenarios: Record<string, () => Promise<unknown>> = {
  S1: () => measureIdle(beside(bareWs, socketIo), extent, report),
  S2: () => measureRooms('S2', beside(bareWs, socketIo, ...distant), extent, report),
  S3: () => measureRooms('S3', beside(bareWs, socketIo, ...distant), extent, report),
  async S4() {
    await measurePairs(beside(...(isQuick ? [] : [ejabberd])), extent, report)
    if (!profiled) await measureDatabase(extent, report)
  },
  S5: () => measureStorm(beside(bareWs, socketIo), extent, report),
  slow: () => measureSlow(ours({ profiled }), extent, report),
  async workers() {
    if (hasWorkers()) await measureRooms('S3', [ours({ workers: 2 })], extent, report)
    else report.remark('The built server has no --workers: not measured.')
  },
}

const usual = profiled ? ['S2', 'S4'] : Object.keys(scenarios)
for (const name of named.length > 0 ? named : usual) {
  try {
    await scenarios[name]?.()
  } catch (error) {
    report.remark(`${name} failed: ${(error as Error).message}`)
    process.exitCode = 1
  }
}
const text = writeUp(report, begun, given)
console.log(`\n${text}`)
// Only a whole run is worth keeping.
if (named.length === 0 && !isQuick && !profiled)
  writeFileSync(join(import.meta.dirname, '../../bench/results.md'), text)
if (report.faults('Community Chat') > 0) process.exitCode = 1
process.exit()
