/** `npm run bench:db`: measures the embedded database on this machine. */
import { join } from 'node:path'
import { install, root, run } from './workspace.mjs'

process.chdir(root)
await install()
await run('npm', ['run', '--silent', 'bench', '--', ...process.argv.slice(2)], {
  cwd: join(root, 'server/embedded-mongo'),
})
