/** The built server as a process of its own, seen from outside: what it holds, and whether it still answers. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accounts, type Session } from '@community-chat/shared/capabilities/accounts/contract'
import { callHttp } from '../../testing/person'
import { startServer } from '../../testing/programs'

/** A server process with an empty folder of its own. */
export interface Watched {
  port: number
  url: string
  socketUrl: string
  /** Memory that it has from the machine, in MiB. */
  memory: () => number
  /** How many descriptors it holds. */
  descriptors: () => number
  output: () => string
  ended: Promise<number | null>
  /** Signs up somebody new. */
  signUp: (name: string) => Promise<Session>
  close: () => Promise<void>
}

/** Starts one; `settings` are environment variables. Limits of rate are off unless they say otherwise. */
export async function startWatched(settings: Record<string, string> = {}): Promise<Watched> {
  const folder = mkdtempSync(join(tmpdir(), 'community-chat-hardening-'))
  const program = await startServer({ RATE_LIMIT_ENABLED: 'false', LINK_CARDS: 'false', ...settings }, folder)
  const { pid } = program.child
  return {
    port: program.port,
    url: program.url,
    socketUrl: program.socketUrl,
    output: program.output,
    ended: program.ended,
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024,
    descriptors: () => readdirSync(`/proc/${pid}/fd`).length,
    signUp: name =>
      callHttp(program, accounts.routes.signup, { username: name, password: `password of ${name}` }),
    async close() {
      await program.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
