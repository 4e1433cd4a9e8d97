/** `npm run bench`: measures the server under load, beside what it is compared with, on this machine. */
import { join } from 'node:path'
import { buildServer, keepOutside } from './build.mjs'
import { install, root, run } from './workspace.mjs'

process.chdir(root)
await install()
await buildServer()
const { build } = await import('esbuild')
await build({
  absWorkingDir: join(root, 'server'),
  entryPoints: ['bench/load/main.ts', 'bench/load/servers/ws.ts', 'bench/load/servers/socketio.ts'],
  outbase: 'bench/load',
  outdir: 'dist/load',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning',
  plugins: [{ name: 'dependencies stay outside', setup: keepOutside }],
})
// The clients run on the second core, what is measured on the first.
await run('taskset', ['-c', '1', 'node', 'server/dist/load/main.js', ...process.argv.slice(2)])
