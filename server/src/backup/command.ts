/** `npm run backup` and `npm run restore`: what they are given, and what they say. */
import { MongoClient } from 'mongodb'
import { readEnv } from '../kernel/env'
import { advanceCounters } from './counters'
import { makeBackup } from './make'
import { dumpCommands, restoreCommands } from './mongodb'
import { restoreBackup } from './restore'

const [verb, folder, named] = process.argv.slice(2)
const usage = {
  backup: 'npm run backup -- FOLDER',
  restore: 'npm run restore -- FOLDER [DATA_FOLDER]; after mongorestore: npm run restore -- --counters',
}
if (!folder || (verb !== 'backup' && verb !== 'restore')) {
  console.error(`Usage: ${verb === 'restore' ? usage.restore : usage.backup}`)
  process.exit(1)
}
const { env, problems } = readEnv(process.env, process.cwd())
if (problems.length > 0) {
  for (const problem of problems) console.error(`Configuration: ${problem}`)
  process.exit(1)
}
try {
  await (verb === 'backup' ? backUp(folder) : restore(folder))
  process.exit(0)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

async function backUp(folder: string): Promise<void> {
  if (env.MONGODB_URI) return console.log(dumpCommands(env.MONGODB_URI, folder))
  const { made, files } = await makeBackup(env.DATA_DIR, folder)
  const bytes = files.reduce((sum, one) => sum + one.bytes, 0)
  console.log(`Backed up what was acknowledged by ${made}: ${megabytes(bytes)} in ${folder}.`)
}

async function restore(folder: string): Promise<void> {
  if (folder === '--counters') return advance(env.MONGODB_URI)
  if (env.MONGODB_URI && !named) return console.log(restoreCommands(env.MONGODB_URI, folder))
  const target = named ?? env.DATA_DIR
  const { manifest, documents } = await restoreBackup(folder, target)
  for (const [name, count] of Object.entries(documents).toSorted()) console.log(`${count}\t${name}`)
  console.log(`${target} is as it was at ${manifest.made}; every index was checked.`)
}

async function advance(uri: string): Promise<void> {
  if (!uri) throw new Error('MONGODB_URI names no database; what `restore` brings back is advanced already.')
  const client = await new MongoClient(uri, { writeConcern: { w: 'majority', j: true } }).connect()
  await advanceCounters(client.db())
  await client.close()
  console.log('Every room goes on with numbers that no device has seen.')
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
