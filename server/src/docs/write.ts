/** Writes the documents of every contract into a folder, and takes away what no longer belongs there. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { capabilities } from '../capabilities'
import { readEnv } from '../kernel/env'
import { filesOf } from './files'

const folder = process.argv[2]!
// No capability runs here: the secret only keeps one from being made and stored.
const { env } = readEnv({ JWT_SECRET: 'no token is signed while documents are written' }, folder)
const files = filesOf(capabilities(env).map(one => one.contract))
mkdirSync(folder, { recursive: true })
for (const name of readdirSync(folder)) if (!Object.hasOwn(files, name)) rmSync(join(folder, name))
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
console.log(`${Object.keys(files).length} files in shared/docs`)
