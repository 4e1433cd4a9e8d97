/** Starting the server that is measured, and measuring it. */
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestApp } from '../src/testing/app'
import type { Ask, Explained } from './serve'

/** A server under measurement, on a folder of its own. */
export interface Measured {
  app: TestApp
  ask: <T>(ask: Ask) => Promise<T>
  /** What it asked of its database while `work` ran, explained. */
  explain: (work: () => Promise<unknown>) => Promise<Explained[]>
  /** Memory in megabytes: all, and without the mapped file of the database. */
  memory: () => { all: number; own: number }
  /** The database's file, in megabytes. */
  fileSize: () => number
  stop: () => void
}

/** Starts one. */
export async function start(): Promise<Measured> {
  const dir = mkdtempSync(join(tmpdir(), 'community-chat-bench-'))
  const child = fork(new URL('./serve.js', import.meta.url), {
    env: {
      ...process.env,
      DATA_DIR: dir,
      NODE_ENV: 'production',
      RATE_LIMIT_ENABLED: 'false',
      JWT_SECRET: 'only-for-measuring-0123456789-abcdefghij',
      MONGODB_URI: '',
    },
  })
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', ({ port }: { port: number }) => resolve(port))
    child.once('exit', code => reject(new Error(`the server ended with ${code}`)))
  })
  const ask = asking(child)
  const app = { url: `http://127.0.0.1:${port}`, socketUrl: `ws://127.0.0.1:${port}/ws` } as TestApp
  return {
    app,
    ask,
    async explain(work) {
      await ask({ do: 'watch' })
      await work()
      return ask<Explained[]>({ do: 'explain' })
    },
    memory: () => ({ all: memoryOf(child, 'VmRSS'), own: memoryOf(child, 'RssAnon') }),
    fileSize: () => statSync(join(dir, 'mongo', 'data.mdb')).size / 2 ** 20,
    stop() {
      child.removeAllListeners('exit')
      child.kill()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

function asking(child: ChildProcess) {
  let asked = 0
  return <T>(ask: Ask): Promise<T> => {
    const id = ++asked
    return new Promise((resolve, reject) => {
      const hear = (message: { id: number; answer: T & { error?: string } }) => {
        if (message.id !== id) return
        child.off('message', hear)
        if (message.answer?.error) reject(new Error(message.answer.error))
        else resolve(message.answer)
      }
      child.on('message', hear)
      child.send({ id, ask })
    })
  }
}

const memoryOf = ({ pid }: ChildProcess, what: string): number =>
  Number(new RegExp(`${what}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

/** Milliseconds of the middle one and of the slowest twentieth. */
export interface Taken {
  p50: number
  p95: number
}

/** Does something so many times, one after the other, after a tenth of it for warming up. */
export async function measure(times: number, work: (n: number) => Promise<unknown>): Promise<Taken> {
  for (let n = 0; n < times / 10; n++) await work(n)
  const taken: number[] = []
  for (let n = 0; n < times; n++) {
    const begun = performance.now()
    await work(n)
    taken.push(performance.now() - begun)
  }
  taken.sort((a, b) => a - b)
  return { p50: taken[times >> 1]!, p95: taken[Math.floor(times * 0.95)]! }
}

/** What the machine is. */
export const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`

/** Reads that look at all there is, or that sort what they found. */
export const scans = (reads: Explained[]): Explained[] =>
  reads.filter(
    ({ stages, documents, returned }) => stages.includes('COLLSCAN') || documents > 4 * returned + 300,
  )

const problems: string[] = []
/** Notes what must not be; the command fails in the end. */
export const object = (problem: string): void => void problems.push(problem)
export const objections = (): readonly string[] => problems

/** One row of a table. */
export const row = (...cells: (string | number)[]): void =>
  console.log(
    `| ${cells.map(cell => String(typeof cell === 'number' ? cell.toFixed(1) : cell)).join(' | ')} |`,
  )
