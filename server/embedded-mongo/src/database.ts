import { Cursors } from './cursors'
import type { Service } from './commands/call'
import { Catalogue } from './storage/catalogue'
import { openEnvironment } from './storage/environment'
import { eraseGarbage, hasGarbage } from './storage/garbage'
import { Writer } from './storage/writer'
import { expireDocuments } from './ttl'

const GARBAGE_PER_TURN = 2000

/** How a database is run; the defaults are for production, tests shorten the waits. */
export interface DatabaseOptions {
  dir: string
  ttlSweepMs?: number
  cursorIdleMs?: number
  now?: () => Date
}

/** An open folder, with its sweepers running. */
export interface Database {
  service: Service
  close(): Promise<void>
}

/** Opens a folder for serving. Only one may have it open; the caller holds the lock. */
export function openDatabase({
  dir,
  ttlSweepMs = 60_000,
  cursorIdleMs,
  now = () => new Date(),
}: DatabaseOptions): Database {
  const environment = openEnvironment(dir)
  const storage = { environment, catalogue: new Catalogue(environment) }
  const service: Service = { storage, writer: new Writer(storage), cursors: new Cursors(cursorIdleMs), now }
  const sweepers = [
    every(ttlSweepMs, () => expireDocuments(service)),
    every(1000, () => collectGarbage(service)),
  ]
  return {
    service,
    async close() {
      for (const stop of sweepers) await stop()
      service.cursors.close()
      await service.writer.settled()
      await environment.root.close()
    },
  }
}

// Dropped collections are erased a little at a time, so that dropping a large one holds nobody up.
async function collectGarbage({ storage, writer }: Service): Promise<void> {
  if (!hasGarbage(storage.environment)) return
  while (await writer.write(() => eraseGarbage(storage.environment, GARBAGE_PER_TURN))) continue
}

/** Repeats a task with a pause between runs; stopping waits for the run under way. */
function every(pauseMs: number, task: () => Promise<void>): () => Promise<void> {
  let running = Promise.resolve()
  const timer = setInterval(() => {
    running = running.then(task).catch(error => console.error(error))
  }, pauseMs).unref()
  return () => {
    clearInterval(timer)
    return running
  }
}
