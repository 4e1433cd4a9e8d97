/** Brings a back-up of the embedded database into a data folder. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { startEmbeddedMongo } from '@community-chat/embedded-mongo'
import { type Db, MongoClient } from 'mongodb'
import { advanceCounters } from './counters'
import { checkManifest, type Manifest } from './manifest'

/** What was brought back: the documents of each collection. */
export interface Restored {
  manifest: Manifest
  documents: Record<string, number>
}

/**
 * Makes a back-up the database of a data folder that has none. The files are held against their sums, and every index
 * against the documents, before anything is put in its place; where one is wrong, or this is interrupted, the data
 * folder has no database still. Rooms go on with numbers that no device can have seen.
 */
export async function restoreBackup(folder: string, dataFolder: string): Promise<Restored> {
  const target = resolve(dataFolder, 'mongo')
  if (existsSync(target) && readdirSync(target).length > 0)
    throw new Error(`${target} is not empty: name another folder, or move it away while no server runs.`)
  const manifest = await checkManifest(resolve(folder))
  mkdirSync(resolve(dataFolder), { recursive: true })
  const draft = mkdtempSync(resolve(dataFolder, 'restoring-'))
  try {
    for (const { name } of manifest.files) cpSync(join(resolve(folder), 'database', name), join(draft, name))
    const documents = await openAndCheck(draft)
    // Fails where a server has begun to use the folder meanwhile: it is no longer empty.
    renameSync(draft, target)
    return { manifest, documents }
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw error
  }
}

async function openAndCheck(dir: string): Promise<Record<string, number>> {
  const embedded = await startEmbeddedMongo({ dir })
  const client = new MongoClient(embedded.uri)
  try {
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true })
    const all: Record<string, number> = {}
    for (const { name } of databases) Object.assign(all, await validate(client.db(name)))
    for (const { name } of databases) await advanceCounters(client.db(name))
    return all
  } finally {
    await client.close()
    await embedded.close()
  }
}

async function validate(database: Db): Promise<Record<string, number>> {
  const documents: Record<string, number> = {}
  for (const { name } of await database.listCollections({}, { nameOnly: true }).toArray()) {
    const { valid, errors, nrecords } = await database.command({ validate: name })
    if (!valid) throw new Error(`${name} is damaged: ${(errors as string[]).slice(0, 3).join('; ')}`)
    documents[name] = nrecords as number
  }
  return documents
}
