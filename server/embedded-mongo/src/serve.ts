import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { usableSocketPath } from './address'
import { openDatabase } from './database'
import { lockFolder } from './lock'
import { listen } from './server'

/** What to serve and where. Without a port it is a Unix socket, by default one inside the folder. */
export interface ServeOptions {
  dir: string
  socketPath?: string
  port?: number
  host?: string
  ttlSweepMs?: number
  cursorIdleMs?: number
}

/** A running server; closing it answers what has been asked, flushes, and frees the folder. */
export interface Serving {
  address: string
  close(): Promise<void>
}

/** Locks a folder, opens it and listens, in this thread. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { dir, port, host = '127.0.0.1', ttlSweepMs, cursorIdleMs } = options
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const unlock = lockFolder(dir)
  try {
    const database = openDatabase({ dir, ttlSweepMs, cursorIdleMs })
    const socketPath = usableSocketPath(options.socketPath ?? join(dir, 'mongo.sock'), dir)
    const listening = await listen(database.service, port === undefined ? { socketPath } : { host, port })
    return {
      address: listening.address,
      async close() {
        await listening.close()
        await database.close()
        if (port === undefined) rmSync(socketPath, { force: true })
        unlock()
      },
    }
  } catch (error) {
    unlock()
    throw error
  }
}
