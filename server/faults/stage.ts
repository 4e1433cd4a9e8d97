/** What a fault happens to: server nodes, their database and their Redis, on lines that can be made to misbehave. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Db, MongoClient } from 'mongodb'
import { builtServer } from '../src/law/cluster'
import { freePort, type Launch, type Running, startDatabase, startRedis, startServer } from './processes'
import { openProxy, type Proxy, type Tap } from './proxy'

/** One server node; its port stays the same when it comes back. */
export interface StageNode {
  port: number
  isUp: boolean
  program: Running
  /** Its lines to the database and to Redis; only where the stage is lined. */
  toDatabase?: Proxy
  toRedis?: Proxy
  /** Starts it again. */
  start: () => Promise<void>
  /** Ends it; answers with its exit code. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>
}

/** A store that may be killed and come back where it was. */
export interface Store {
  port: number
  program: () => Running
  kill: () => Promise<void>
  start: () => Promise<void>
}

/** Everything that is under test. */
export interface Stage {
  folder: string
  nodes: StageNode[]
  database: Store
  redis?: Store
  /** The store itself, for looking behind the servers. */
  db: Db
  /** What servers and database wrote since this was last asked, with errors as the lowest level of their logs. */
  errors: () => string[]
  close: () => Promise<void>
}

/** How a stage is set. */
export interface Setting {
  nodes?: number
  /** Whether there is a Redis between the nodes; there is one unless this says no. */
  hasRedis?: boolean
  /** Every node reaches the database and Redis through lines of its own, and `tap` hears the one to the database. */
  isLined?: boolean
  tap?: Tap
  env?: Record<string, string>
  /** What a single node is started with besides. */
  launchOf?: (index: number) => Launch
  /** Another bundle of the server. */
  program?: string
  /** Called when the stage is closed. */
  ended?: () => void
  /** Where the database keeps its files, if not in the folder of the stage. */
  databaseFolder?: string
}

/** Sets a stage; whoever does so closes it. */
export async function openStage(setting: Setting = {}): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'community-chat-faults-'))
  const past: Running[] = []
  const keep = (program: Running) => {
    past.push(program)
    return program
  }
  const databaseFolder = setting.databaseFolder ?? join(folder, 'mongo')
  const database = await openStore(port => startDatabase(databaseFolder, port, { cwd: folder }).then(keep))
  const redis = setting.hasRedis === false ? undefined : await openStore(port => startRedis(folder, port))
  const client = new MongoClient(`mongodb://127.0.0.1:${database.port}/?directConnection=true`, {
    serverSelectionTimeoutMS: 20_000,
  })
  const stage: Stage = {
    ...{ folder, database, redis, nodes: [], db: client.db('faults') },
    errors: () => past.flatMap(({ lines }) => lines.splice(0)),
    close: async () => {
      await Promise.all(stage.nodes.map(node => node.stop()))
      await client.close(true)
      await Promise.all([database.kill(), redis?.kill()])
      await Promise.all(stage.nodes.flatMap(node => [node.toDatabase?.close(), node.toRedis?.close()]))
      rmSync(folder, { recursive: true, force: true })
      setting.ended?.()
    },
  }
  const open = async (index: number) =>
    void (stage.nodes[index] = await openNode(stage, setting, index, keep))
  try {
    await open(0) // alone, so that only one makes the indexes
    await Promise.all(Array.from({ length: (setting.nodes ?? 2) - 1 }, (_, n) => open(n + 1)))
  } catch (error) {
    await stage.close()
    throw error
  }
  return stage
}

async function openNode(
  { folder, database, redis }: Stage,
  { isLined, tap, env, launchOf, program }: Setting,
  index: number,
  keep: (program: Running) => Running,
): Promise<StageNode> {
  const toDatabase = isLined ? await openProxy(() => database.port, { tap }) : undefined
  const toRedis = isLined && redis ? await openProxy(() => redis.port) : undefined
  const special = launchOf?.(index)
  const port = await freePort()
  const settings = {
    ...{
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: folder,
      LOG_LEVEL: 'error',
    },
    ...{ JWT_SECRET: 'only-for-tests-0123456789-abcdefghij', ACCESS_TOKEN_SECONDS: '3600' },
    ...{ RATE_LIMIT_ENABLED: 'false', LINK_CARDS: 'false' },
    MONGODB_URI: `mongodb://127.0.0.1:${toDatabase?.port ?? database.port}/faults?directConnection=true`,
    ...(redis ? { REDIS_URL: `redis://127.0.0.1:${toRedis?.port ?? redis.port}` } : {}),
    ...env,
    ...special?.env,
  }
  const launch = () =>
    startServer({ ...special, env: settings, cwd: folder }, program ?? builtServer).then(keep)
  const node: StageNode = {
    ...{ port, isUp: true, toDatabase, toRedis, program: await launch() },
    start: async () => {
      node.program = await launch()
      node.isUp = true
    },
    stop: signal => {
      node.isUp = false
      return node.program.end(signal)
    },
  }
  return node
}

async function openStore(launch: (port: number) => Promise<Running>): Promise<Store> {
  const port = await freePort()
  let program = await launch(port)
  return {
    port,
    program: () => program,
    kill: async () => void (await program.end('SIGKILL')),
    start: async () => {
      program = await launch(port)
    },
  }
}
