/** `npm run backup -- FOLDER`: copies the embedded database into a folder, while the server runs or not; says how, where MONGODB_URI names another. */
import { install, root } from './workspace.mjs'

process.chdir(root)
await install()
const { buildServer } = await import('./build.mjs')
await buildServer()
process.argv.splice(2, 0, 'backup')
await import('../dist/backup/command.js')
