/**
 * Several processes behind one port: the first starts them, keeps their number, passes on what they tell each other, and
 * replaces them one after the other on SIGHUP. It serves nobody itself.
 */
import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { switchboard } from './kernel/nodes/carrier-workers'
import type { Env } from './kernel/env'
import type { Log } from './kernel/log'
import { gatherNumbers } from './kernel/nodes/metrics-workers'
import { openEmbedded } from './kernel/store/mongo'
import { sayReady, stepAside, stopWith } from './serve'

const mostWorkers = 64
/** A worker that ends sooner than this after it began is started again only after a pause. */
const soon = 5000
/** Milliseconds for a drain beside `DRAIN_DELAY`; then it is killed. */
const drainsWithin = 10_000

/** How many processes serve: 1 without `--workers`; the number of cores for `--workers 0`. A text is what is wrong. */
export function workersWanted(args: string[]): number | string {
  const at = args.indexOf('--workers')
  if (at < 0) return 1
  const count = Number(args[at + 1])
  if (!Number.isInteger(count) || count < 0 || count > mostWorkers)
    return `--workers takes a whole number from 0 (as many as there are cores) to ${mostWorkers}.`
  return count === 0 ? availableParallelism() : count
}

/** Starts the database where there is none, and the workers; resolves when all of them serve. */
export async function leadWorkers(env: Env, log: Log, count: number): Promise<void> {
  const embedded = env.MONGODB_URI ? null : await openEmbedded(env)
  const settings = { MONGODB_URI: embedded?.uri ?? env.MONGODB_URI }
  cluster.setupPrimary({ exec: join(import.meta.dirname, 'main.js'), serialization: 'advanced' })
  const connect = switchboard()
  const listenTo = gatherNumbers()
  const serving = new Set<Worker>()
  const starting = new Set<Promise<number>>()
  let stopping = false

  function start(): Promise<number> {
    const ready = begin()
    starting.add(ready)
    ready.catch(() => undefined).finally(() => starting.delete(ready))
    return ready
  }

  async function begin(): Promise<number> {
    const worker = cluster.fork(settings)
    const begun = Date.now()
    connect(worker)
    listenTo(worker)
    worker.on('exit', code => {
      const isLost = serving.delete(worker) && !stopping
      if (!isLost) return
      log.error({ worker: worker.id, code }, 'a worker ended; another is started')
      setTimeout(() => void start().catch(failed), Date.now() - begun < soon ? 1000 : 0)
    })
    const port = await readyOf(worker)
    serving.add(worker)
    return port
  }
  const dismiss = async (worker: Worker, aside: boolean) => {
    if (serving.delete(worker)) await drained(worker, aside, env.DRAIN_DELAY * 1000 + drainsWithin)
  }
  const failed = (error: unknown) => log.error({ err: error }, 'a worker could not be started')

  // The first alone: it makes the indexes and the signing secret.
  const port = await start()
  await Promise.all(Array.from({ length: count - 1 }, start))
  sayReady(port)

  let turning: Promise<void> = Promise.resolve()
  process.on('SIGHUP', () => {
    turning = turning
      .then(async () => {
        await Promise.allSettled(starting)
        for (const worker of [...serving]) {
          await start()
          await dismiss(worker, true)
        }
      })
      .catch(failed)
  })
  stopWith(async () => {
    stopping = true
    await Promise.all([...serving].map(worker => dismiss(worker, false)))
    await embedded?.close()
  }, log)
}

/** Lets a worker drain and end; one that takes too long is killed. */
async function drained(worker: Worker, aside: boolean, within: number): Promise<void> {
  const gone = once(worker, 'exit')
  if (aside) worker.send(stepAside)
  else worker.process.kill('SIGTERM')
  const timer = setTimeout(() => worker.process.kill('SIGKILL'), within)
  await gone
  clearTimeout(timer)
}

/** The port on which a new worker serves; rejects when it ends before it does. */
function readyOf(worker: Worker): Promise<number> {
  return new Promise((resolve, reject) => {
    worker.on('message', (said: { ready?: number }) => {
      if (typeof said?.ready === 'number') resolve(said.ready)
    })
    worker.once('exit', code => reject(new Error(`a worker ended with ${code} before it served`)))
  })
}
