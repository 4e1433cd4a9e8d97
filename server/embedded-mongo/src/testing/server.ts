import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { startEmbeddedMongo, type EmbeddedMongo, type ServeOptions } from '@community-chat/embedded-mongo'
import { MongoClient, type Collection, type Db } from 'mongodb'

/** A folder for one test, removed with `remove`. */
export function temporaryFolder(): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'embedded-mongo-'))
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) }
}

/** A shipped server on a folder of its own, and an ordinary driver connected to it. */
export interface TestServer {
  server: EmbeddedMongo
  client: MongoClient
  db: Db
  /** A collection that no other test uses. */
  collection: () => Collection
  stop: () => Promise<void>
}

/** Starts the built package in a worker thread and connects to it. */
export async function startServer(options: Partial<ServeOptions> = {}): Promise<TestServer> {
  const { dir, remove } = temporaryFolder()
  const server = await startEmbeddedMongo({ dir, ...options })
  const client = await new MongoClient(server.uri).connect()
  const db = client.db('test')
  let made = 0
  return {
    server,
    client,
    db,
    collection: () => db.collection(`things${++made}`),
    async stop() {
      await client.close()
      await server.close()
      remove()
    },
  }
}

/** The server as a process of its own, which a test may kill. */
export async function spawnServer(
  dir: string,
  ...args: string[]
): Promise<{ uri: string; child: ChildProcess }> {
  const cli = new URL('../../dist/cli.js', import.meta.url).pathname
  const child = spawn(process.execPath, [cli, '--dir', dir, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout! }), 'line'),
    once(child, 'exit'),
  ])) as [unknown]
  if (typeof line !== 'string') throw new Error(`the server ended with ${String(line)}`)
  return { uri: line.slice(line.indexOf('mongodb://')), child }
}

const toDo: (() => unknown)[] = []

/** Something to undo after the test, whether it passes or fails: what a failed test leaves open would keep jest from ending. */
export function afterwards(undo: () => unknown): void {
  toDo.push(undo)
}

/** Undoes what the test asked for, the last first; for `afterEach`. */
export async function cleanUp(): Promise<void> {
  for (let undo = toDo.pop(); undo; undo = toDo.pop()) await undo()
}

/** Ends a process and waits until it is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}
