/** `npm run bench:talk`: measures long rooms and the search of messages on this machine. */
import { join } from 'node:path'
import { buildServer, keepOutside } from './build.mjs'
import { install, root, run } from './workspace.mjs'

process.chdir(root)
await install()
await buildServer()
const { build } = await import('esbuild')
await build({
  absWorkingDir: join(root, 'server'),
  entryPoints: ['bench/talk.ts', 'bench/serve.ts'],
  outdir: 'dist/bench',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning',
  plugins: [{ name: 'dependencies stay outside', setup: keepOutside }],
})
await run('node', ['server/dist/bench/talk.js', ...process.argv.slice(2)])
