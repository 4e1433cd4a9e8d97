/** The processes under test: one database, two server nodes and perhaps Redis, which may be killed and come back. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { type Db, MongoClient } from 'mongodb'
import { startRedis } from '../testing/redis'

const redisAwayFor = 1500
/** Milliseconds that a node may take to start, on a machine that has other work too. */
const comesBackWithin = 60_000

/** The folder of the server package. */
export const serverFolder = new URL('../..', import.meta.url).pathname
export const builtServer = join(serverFolder, 'dist/main.js')
/** With what Node runs what is shipped: all of a heap is collected at 128 MB, where V8 would at a fifth more than what lives. */
export const nodeFlags = ['--initial-old-space-size=128']

export interface ClusterNode {
  port: number
  isUp: boolean
}
export interface Cluster {
  nodes: readonly ClusterNode[]
  /** The store itself, for looking behind the servers. */
  db: Db
  /** What nodes logged as errors: nothing may. */
  errors: string[]
  kills: number
  /** Kills a node with -9 and starts it again; resolves when it serves. Does nothing while it is not up. */
  kill(index: number): Promise<void>
  /** Kills Redis, where there is one, and starts an empty one a moment later. */
  killRedis(): Promise<void>
  stop(): Promise<void>
}

/** Starts a cluster; `program` is the server's bundle. */
export async function openCluster(
  program = builtServer,
  size = 2,
  { withRedis = false } = {},
): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'community-chat-law-'))
  // A copy, so that a build meanwhile does not change what a node comes back as.
  const copy = join(serverFolder, `dist/law-${process.pid}-${Date.now()}.js`)
  copyFileSync(program, copy)
  const errors: string[] = []
  const database = await start(
    [join(serverFolder, 'embedded-mongo/dist/cli.js'), '--dir', join(folder, 'mongo'), '--port', '0'],
    /mongodb:\/\/[^/]+/,
    { cwd: folder },
    errors,
  )
  const client = await new MongoClient(`${database.ready}/?directConnection=true`).connect()
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: folder,
    LOG_LEVEL: 'error',
    JWT_SECRET: 'only-for-tests-0123456789-abcdefghij',
    ACCESS_TOKEN_SECONDS: '3600',
    RATE_LIMIT_ENABLED: 'false',
    PASSWORD_MEMORY: '8',
    MONGODB_URI: `${database.ready}/law?directConnection=true`,
  }
  let redis = withRedis ? await startRedis() : null
  if (redis) Object.assign(env, { REDIS_URL: redis.url })
  const startNode = () => start([copy], /http:\/\/localhost:(\d+)/, { cwd: folder, env }, errors)
  const first = await startNode() // alone, so that only one makes the indexes
  const children = [first, ...(await Promise.all(Array.from({ length: size - 1 }, startNode)))]
  const nodes = children.map(({ ready }): ClusterNode => ({ port: Number(ready), isUp: true }))

  /** As a supervisor does, once more where it ended; one that hangs is an error. */
  const comeBack = async (index: number): Promise<Started> => {
    const late = setTimeout(comesBackWithin, null, { ref: false }).then(() => {
      throw new Error(`node ${index} is not ready after ${comesBackWithin} ms`)
    })
    const again = (error: unknown) => {
      console.warn(`node ${index} ended while it started: ${error}`)
      return startNode()
    }
    return Promise.race([startNode().catch(again), late]).catch(error => {
      errors.push(String(error))
      throw error
    })
  }

  let isStopped = false
  const cluster: Cluster = {
    nodes,
    db: client.db('law'),
    errors,
    kills: 0,
    kill: async index => {
      const node = nodes[index]!
      if (!node.isUp) return
      node.isUp = false
      cluster.kills++
      await end(children[index]!.child, 'SIGKILL')
      if (isStopped) return
      children[index] = await comeBack(index)
      if (isStopped) await end(children[index].child, 'SIGKILL')
      nodes[index] = Object.assign(node, { port: Number(children[index].ready), isUp: true })
    },
    killRedis: async () => {
      const doomed = redis
      if (!doomed) return
      redis = null
      cluster.kills++
      await doomed.kill()
      await setTimeout(redisAwayFor)
      if (!isStopped)
        redis = await startRedis(doomed.port).catch(error => {
          errors.push(`Redis did not come back: ${error}`)
          return null
        })
      if (isStopped) await redis?.kill()
    },
    stop: async () => {
      isStopped = true
      await redis?.kill()
      await client.close()
      await Promise.all(children.map(({ child }) => end(child, 'SIGKILL')))
      await end(database.child, 'SIGKILL')
      rmSync(folder, { recursive: true, force: true })
      rmSync(copy, { force: true })
    },
  }
  return cluster
}

/** A process on it ends when its parent does, however that ends: its input is closed then. */
const leash = 'data:text/javascript,process.stdin.resume().on("close",()=>process.exit())'

interface Started {
  child: ChildProcess
  /** What its first fitting line said. */
  ready: string
}

async function start(
  args: string[],
  says: RegExp,
  options: { cwd: string; env?: NodeJS.ProcessEnv },
  errors: string[],
): Promise<Started> {
  const child = spawn(process.execPath, [...nodeFlags, '--import', leash, ...args], {
    ...options,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const lines = createInterface({ input: child.stdout! })
  createInterface({ input: child.stderr! }).on('line', line => errors.push(line))
  const ready = new Promise<string>((resolve, reject) => {
    lines.on('line', line => {
      const found = says.exec(line)
      if (found) resolve(found[1] ?? found[0])
      else errors.push(line)
    })
    child.once('exit', code => reject(new Error(`${args[0]} ended with ${code}: ${errors.join('\n')}`)))
  })
  return { child, ready: await ready }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}
