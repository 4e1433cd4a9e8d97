/** `npm run fuzz`: throws a million frames and a hundred thousand bodies of garbage at a server, and lets devices dawdle. */
import { buildTool } from './build.mjs'
import { run } from './workspace.mjs'

await buildTool('hardening', ['src/hardening/main.ts'])
await run('node', ['server/dist/hardening/main.js', ...process.argv.slice(2)])
