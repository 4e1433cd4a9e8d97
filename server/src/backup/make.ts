/** Makes a back-up of the embedded database. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { startEmbeddedMongo } from '@community-chat/embedded-mongo'
import { MongoClient } from 'mongodb'
import { addressFile } from '../kernel/store/mongo'
import { type Manifest, writeManifest } from './manifest'

/**
 * Copies the database of a data folder into `folder`, which must be empty or not there yet, while its server runs or
 * without one. All that was acknowledged before the call is in it. Nothing is left of one that fails.
 */
export async function makeBackup(dataFolder: string, folder: string): Promise<Manifest> {
  const source = resolve(dataFolder, 'mongo')
  if (!existsSync(source)) throw new Error(`${resolve(dataFolder)} holds no database.`)
  const target = resolve(folder)
  if (existsSync(target) && readdirSync(target).length > 0) throw new Error(`${target} is not empty.`)
  mkdirSync(target, { recursive: true, mode: 0o700 })
  const made = new Date()
  const database = await reach(dataFolder, source)
  try {
    await database.client.db('admin').command({ backup: 1, to: join(target, 'database') })
    return await writeManifest(target, made)
  } catch (error) {
    for (const name of readdirSync(target)) rmSync(join(target, name), { recursive: true, force: true })
    throw error
  } finally {
    await database.close()
  }
}

/** The database as its server has it open; where none runs, opened for as long as it is needed. */
async function reach(dataFolder: string, source: string) {
  const address = addressFile({ DATA_DIR: dataFolder })
  const running = existsSync(address) && (await connect(readFileSync(address, 'utf8')).catch(() => null))
  if (running) return { client: running, close: () => running.close() }
  const embedded = await startEmbeddedMongo({ dir: source })
  const client = await connect(embedded.uri)
  const close = async () => {
    await client.close()
    await embedded.close()
  }
  return { client, close }
}

const connect = (uri: string) => new MongoClient(uri, { serverSelectionTimeoutMS: 4000 }).connect()
