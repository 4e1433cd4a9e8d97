/** `npm run bench`: measures the server under load, beside what it is compared with, on this machine. */
import { spawn } from 'node:child_process'
import { availableParallelism, platform } from 'node:os'
import { buildTool } from './build.mjs'

if (platform() !== 'linux' || availableParallelism() < 2) {
  console.error('The bench needs Linux and two cores: one for what is measured and one for the clients.')
  process.exit(1)
}
await buildTool(
  'load',
  ['bench/load/main.ts', 'bench/load/servers/ws.ts', 'bench/load/servers/socketio.ts'],
  'bench/load',
)
// The clients run on the second core, what is measured on the first.
const main = [process.execPath, 'server/dist/load/main.js', ...process.argv.slice(2)]
const child = spawn('taskset', ['-c', '1', ...main], { stdio: 'inherit' })
// It ends what it started; a signal that only this process got must reach it.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', code => process.exit(code ?? 1))
