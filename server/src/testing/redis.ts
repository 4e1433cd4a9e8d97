/** A Redis of a test's own, that may be killed and come back. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A running redis-server. */
export interface RedisProgram {
  port: number
  url: string
  /** Ends it at once, as a crash would; what it held is gone. */
  kill: () => Promise<void>
}

/** Starts one that keeps nothing on disk; `port` 0 is any free one, `settings` are more arguments. */
export async function startRedis(port = 0, settings: string[] = []): Promise<RedisProgram> {
  const at = port || (await freePort())
  const dir = mkdtempSync(join(tmpdir(), 'community-chat-redis-'))
  const args = ['--port', String(at), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', dir]
  const child = spawn('redis-server', [...args, ...settings], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = once(child, 'exit')
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    void gone.then(([code]) => reject(new Error(`redis-server ended with ${code}`)))
    createInterface({ input: child.stdout }).on('line', line => {
      if (line.includes('Ready to accept connections')) resolve()
    })
  })
  return {
    port: at,
    url: `redis://127.0.0.1:${at}`,
    async kill() {
      child.kill('SIGKILL')
      await gone
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
