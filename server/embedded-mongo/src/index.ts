import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { uriOf } from './address'
import type { ServeOptions } from './serve'
import type { WorkerMessage } from './worker'

export type { ServeOptions } from './serve'

/** A database server in a worker thread of this process. */
export interface EmbeddedMongo {
  /** Ready for mongoose or the driver. */
  uri: string
  /** The socket path, or `host:port`. */
  address: string
  /** Answers what has been asked, flushes and ends. */
  close(): Promise<void>
}

/**
 * Starts the database of a folder in a worker thread, so that it never blocks this event loop and dies with this
 * process. It listens on a Unix socket inside the folder unless a port is given. Should the thread ever fail, the
 * process fails with it: there is nothing to serve without the data.
 */
export async function startEmbeddedMongo(options: ServeOptions): Promise<EmbeddedMongo> {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: options })
  const address = await ready(worker)
  let closing: Promise<void> | undefined
  const close = async () => {
    const ended = once(worker, 'exit')
    worker.postMessage('close')
    await ended
  }
  worker.on('error', error => {
    throw error
  })
  worker.on('exit', code => {
    if (!closing) throw new Error(`the database thread ended by itself (${code})`)
  })
  return { uri: uriOf(address), address, close: () => (closing ??= close()) }
}

/** Where it listens. Only the first word counts: the end of a thread that refused says nothing more. */
async function ready(worker: Worker): Promise<string> {
  const said = once(worker, 'message').then(([message]) => message as WorkerMessage)
  const ended = once(worker, 'exit').then((): WorkerMessage => ({ closed: true }))
  const message = await Promise.race([said, ended])
  if ('ready' in message) return message.ready
  await worker.terminate()
  throw new Error('failed' in message ? message.failed : 'the database ended before it was ready')
}
