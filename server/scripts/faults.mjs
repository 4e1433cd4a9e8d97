/** `npm run faults`: what is acked survives kills, cuts, floods and garbage, on this machine. */
import { join } from 'node:path'
import { buildServer, keepOutside } from './build.mjs'
import { install, root, run } from './workspace.mjs'

process.chdir(root)
await install()
await buildServer()
const { build } = await import('esbuild')
await build({
  absWorkingDir: join(root, 'server'),
  entryPoints: ['faults/main.ts'],
  outdir: 'dist/faults',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning',
  plugins: [{ name: 'dependencies stay outside', setup: keepOutside }],
})
await run('node', ['server/dist/faults/main.js', ...process.argv.slice(2)]).catch(() => process.exit(1))
