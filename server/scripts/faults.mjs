/** `npm run faults`: what is acked survives kills, cuts, floods and garbage, on this machine. */
import { buildTool } from './build.mjs'
import { installDebianPackages } from './debian.mjs'
import { run } from './workspace.mjs'

await installDebianPackages({ libfaketime: '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1' })
await buildTool('faults', ['faults/main.ts'])
await run('node', ['server/dist/faults/main.js', ...process.argv.slice(2)]).catch(() => process.exit(1))
