/** `npm run fuzz`: throws a million frames and a hundred thousand bodies of garbage at a server, and lets devices dawdle. */
import { join } from 'node:path'
import { buildServer, keepOutside } from './build.mjs'
import { install, root, run } from './workspace.mjs'

process.chdir(root)
await install()
await buildServer()
const { build } = await import('esbuild')
await build({
  absWorkingDir: join(root, 'server'),
  entryPoints: ['src/hardening/main.ts'],
  outdir: 'dist/hardening',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning',
  plugins: [{ name: 'dependencies stay outside', setup: keepOutside }],
})
await run('node', ['server/dist/hardening/main.js', ...process.argv.slice(2)])
