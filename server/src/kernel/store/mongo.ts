/** The store: the MongoDB that `MONGODB_URI` names, or the embedded one in `DATA_DIR`. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { startEmbeddedMongo } from '@community-chat/embedded-mongo'
import mongoose, { type Model } from 'mongoose'
import type { Env } from '../env'
import type { Log } from '../log'

/** Acknowledged means: on a majority, journaled. */
export const durable = { w: 'majority', j: true } as const

const pingLasts = 1500
/** How long a start waits for a database that does not answer, in milliseconds. */
const startsWithin = 60_000

/** An open store. */
export interface Store {
  /** Milliseconds of a round trip; throws when the store does not answer within 1.5 s. */
  ping: () => Promise<number>
  close: () => Promise<void>
}

type Where = Pick<Env, 'MONGODB_URI' | 'DATA_DIR'> & Partial<Pick<Env, 'NODE_ENV'>>

/**
 * Connects, or starts the embedded database and connects to that. A database that does not answer yet, as when all of a
 * deployment starts at once, is waited for, for a minute.
 */
export async function openStore(env: Where, log?: Pick<Log, 'warn'>): Promise<Store> {
  const monitorCommands = env.NODE_ENV === 'test'
  if (env.MONGODB_URI) return connectPatiently(env.MONGODB_URI, monitorCommands, log)
  const embedded = await openEmbedded(env)
  const store = await connect(embedded.uri, monitorCommands)
  return {
    ...store,
    async close() {
      await store.close()
      await embedded.close()
    },
  }
}

/** Starts the embedded database of `DATA_DIR`; its address serves this process and others of this machine. */
export async function openEmbedded(env: Where): Promise<{ uri: string; close: () => Promise<void> }> {
  mkdirSync(resolve(env.DATA_DIR), { recursive: true })
  const embedded = await startEmbeddedMongo({ dir: resolve(env.DATA_DIR, 'mongo') })
  const uri = embedded.uri.replace('/?', `/${embeddedName}?`)
  writeFileSync(addressFile(env), uri, { mode: 0o600 })
  return {
    uri,
    async close() {
      rmSync(addressFile(env), { force: true })
      await embedded.close()
    },
  }
}

/** Connects to the store of a running server, or opens it where none runs: for commands beside the server. */
export async function joinStore(env: Where): Promise<Store> {
  if (!env.MONGODB_URI && existsSync(addressFile(env))) {
    const running = await connect(readFileSync(addressFile(env), 'utf8')).catch(() => null)
    if (running) return running
  }
  return openStore(env)
}

/**
 * Makes each collection and its indexes what its model says. All are looked at at once, since nearly always there is
 * nothing to do; what differs is made one after the other.
 */
export async function syncModels(models: Model<any>[]): Promise<void> {
  const stored = await mongoose.connection.db!.listCollections({}, { nameOnly: true }).toArray()
  const names = new Set(stored.map(({ name }) => name))
  const fits = async (model: Model<any>) => {
    if (!names.has(model.collection.name)) return false
    const { toCreate, toDrop } = await model.diffIndexes()
    return toCreate.length + toDrop.length === 0
  }
  const fitting = await Promise.all(models.map(fits))
  for (const [i, model] of models.entries()) {
    if (fitting[i]) continue
    await model.createCollection()
    await model.syncIndexes()
  }
}

/** The database's name where the address names none. */
const embeddedName = 'chat'

/** Where a server that runs the embedded database says how to reach it. */
export const addressFile = (env: Pick<Env, 'DATA_DIR'>): string => resolve(env.DATA_DIR, 'mongo.uri')

async function connectPatiently(
  uri: string,
  monitorCommands: boolean,
  log?: Pick<Log, 'warn'>,
): Promise<Store> {
  const begun = performance.now()
  for (;;) {
    try {
      return await connect(uri, monitorCommands)
    } catch (error) {
      const isUnreachable = /^MongoServerSelection|^MongooseServerSelection/.test((error as Error).name)
      if (!isUnreachable || performance.now() - begun > startsWithin) throw error
      log?.warn({ err: error }, 'the database does not answer yet')
    }
  }
}

async function connect(uri: string, monitorCommands = false): Promise<Store> {
  mongoose.set('strictQuery', 'throw')
  await mongoose.connect(uri, {
    monitorCommands,
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
    serverSelectionTimeoutMS: 4000,
    socketTimeoutMS: 20_000,
    // What a rush needed is given back after it.
    minPoolSize: 4,
    maxIdleTimeMS: 30_000,
    writeConcern: durable,
    retryWrites: false,
    retryReads: true,
  })
  return {
    async ping() {
      const begun = performance.now()
      await within(pingLasts, mongoose.connection.db!.command({ ping: 1 }))
      return performance.now() - begun
    },
    close: () => mongoose.disconnect(),
  }
}

/** What takes longer than so many milliseconds is an error: nobody knows how it ended. */
export async function within<T>(
  milliseconds: number,
  work: Promise<T>,
  late: () => Error = () => new Error('the store did not answer'),
): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), milliseconds)
  })
  return Promise.race([work, tooLate]).finally(() => clearTimeout(timer))
}
