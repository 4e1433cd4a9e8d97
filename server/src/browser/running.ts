/** The built server as its own process, that a test may kill and start again on the same port and data. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** One server process after the other. */
export interface Running {
  url: string
  /** Its `DATA_DIR`. */
  folder: string
  /** kill -9: nothing is drained, nothing is said. */
  kill: () => Promise<void>
  start: () => Promise<void>
  /** Ends it and removes its data. */
  close: () => Promise<void>
}

/** Starts `server/dist/main.js` on a free port with an empty data folder; `settings` are environment variables. */
export async function startServer(settings: Record<string, string> = {}): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'community-chat-browser-'))
  const port = await freePort()
  const root = resolve(import.meta.dirname, '../../..')
  let child: ChildProcess

  async function start(): Promise<void> {
    child = spawn(process.execPath, ['server/dist/main.js'], {
      cwd: root,
      env: {
        ...process.env,
        NODE_ENV: 'test',
        DATA_DIR: folder,
        PORT: String(port),
        HOST: '127.0.0.1',
        RATE_LIMIT_ENABLED: 'false',
        PASSWORD_MEMORY: '8',
        LINK_CARDS: 'false',
        LOG_LEVEL: 'error',
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await new Promise<void>((ready, failed) => {
      child.stdout!.on('data', data => String(data).includes('is ready') && ready())
      child.once('exit', code => failed(new Error(`the server ended with ${code}`)))
    })
  }

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise(done => child.once('exit', done))
    child.kill(signal)
    await ended
  }

  await start()
  return {
    url: `http://127.0.0.1:${port}`,
    folder,
    start,
    kill: () => end('SIGKILL'),
    async close() {
      await end('SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>(done => probe.listen(0, '127.0.0.1', done))
  const { port } = probe.address() as { port: number }
  await new Promise(done => probe.close(done))
  return port
}
