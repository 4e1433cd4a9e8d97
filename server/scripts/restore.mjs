/** `npm run restore -- FOLDER [DATA_FOLDER]`: makes such a copy the database of DATA_DIR, or of the data folder named, that has none yet. */
import { install, root } from './workspace.mjs'

process.chdir(root)
await install()
const { buildServer } = await import('./build.mjs')
await buildServer()
process.argv.splice(2, 0, 'restore')
await import('../dist/backup/command.js')
