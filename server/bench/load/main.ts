/** `npm run bench`: the server under load beside its baselines. `-- S2 S4` only those; `--quick`, `--profile`. */
import { endEverything } from './processes'
import { openReport } from './report'
import { measureRooms } from './scenarios/rooms'
import { bareWs, socketIo } from './systems/baselines'
import { ours } from './systems/ours'

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    endEverything()
    process.exit(1)
  })
process.on('exit', endEverything)

const isQuick = process.argv.includes('--quick')
const extent = { rounds: isQuick ? 1 : 3, seconds: isQuick ? 2 : 4, isQuick }
const report = openReport()
const named = process.argv.filter(argument => /^S\d$/.test(argument))
const wanted = (name: string) => named.length === 0 || named.includes(name)
const systems = [ours(), bareWs, socketIo]
for (const name of ['S2', 'S3'] as const)
  if (wanted(name)) await measureRooms(name, systems, extent, report)
process.exit(0)
