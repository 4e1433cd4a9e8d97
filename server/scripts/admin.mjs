/** `npm run admin NAME`: makes the account with that sign-in name an administrator. */
import { install, root } from './workspace.mjs'

process.chdir(root)
await install()
const { buildServer } = await import('./build.mjs')
await buildServer()
await import('../dist/admin.js')
