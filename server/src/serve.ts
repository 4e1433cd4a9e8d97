/** One serving process: listens, says that it is ready, and drains when told to stop. */
import cluster from 'node:cluster'
import { openApp } from './app'
import type { Env } from './kernel/env'
import { listen } from './kernel/listen'
import type { Log } from './kernel/log'

/** Milliseconds for a stop beside `DRAIN_DELAY`: a store that does not answer holds up each of those who write a last time. */
const stopsWithin = 15_000

/** Opens the app and listens; resolves when it serves. */
export async function serve(env: Env, log: Log): Promise<void> {
  const app = await openApp(env, log)
  stopWith(app.close, log, env.DRAIN_DELAY * 1000 + stopsWithin)
  app.server.on('error', error => {
    console.error(`Could not listen on port ${env.PORT}: ${error.message}`)
    process.exit(1)
  })
  if (app.socketServer !== app.server) await listen(app.socketServer, env.WS_PORT!, env.HOST)
  const port = await listen(app.server, env.PORT, env.HOST)
  if (cluster.isWorker) process.send?.({ ready: port })
  else sayReady(port)
}

/** The line that says where the page is. */
export const sayReady = (port: number): void =>
  console.log(`Community Chat is ready: http://localhost:${port}`)

/** What the first process sends to a worker whose place another took. */
export const stepAside = 'step aside'

/**
 * Runs `close` once when the process is told to end, and ends it, after so many milliseconds in any case; `aside` where
 * another took its place.
 */
export function stopWith(close: (aside: boolean) => Promise<void>, log: Log, within = Infinity): void {
  let stopping = false
  const stop = (aside: boolean) => {
    if (stopping) return
    stopping = true
    if (within < Infinity)
      setTimeout(() => {
        log.error('stopping took too long; what was acked is stored')
        process.exit(1)
      }, within).unref()
    close(aside).then(
      () => process.exit(0),
      error => {
        log.error({ err: error }, 'stopping failed')
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(false))
  if (cluster.isWorker) process.on('message', said => said === stepAside && stop(true))
}
