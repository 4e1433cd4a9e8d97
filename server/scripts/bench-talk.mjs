/** `npm run bench:talk`: measures long rooms and the search of messages on this machine. */
import { buildTool } from './build.mjs'
import { run } from './workspace.mjs'

await buildTool('bench', ['bench/talk.ts', 'bench/serve.ts'])
await run('node', ['server/dist/bench/talk.js', ...process.argv.slice(2)])
