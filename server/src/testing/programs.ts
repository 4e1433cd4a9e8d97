/** The programs as they are shipped, each in a process of its own, for what cannot be seen from inside one. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'

const server = resolve(import.meta.dirname, '../..')

/** A running program and everything it has written. */
export interface Program {
  child: ChildProcess
  output: () => string
  /** Resolves with the first group of what it writes, once it fits; rejects when it ends before. */
  says: (pattern: RegExp) => Promise<string>
  /** Its exit code, null when it was killed. */
  ended: Promise<number | null>
  stop: (signal?: NodeJS.Signals) => Promise<void>
}

/** Starts a script with exactly these variables. */
export function startProgram(args: string[], env: Record<string, string> = {}, cwd = server): Program {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let written = ''
  const looking = new Set<() => void>()
  const gather = (part: Buffer) => {
    written += String(part)
    for (const look of looking) look()
  }
  child.stdout!.on('data', gather)
  child.stderr!.on('data', gather)
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return {
    child,
    ended,
    output: () => written,
    says: pattern =>
      new Promise((done, failed) => {
        const look = () => {
          const found = pattern.exec(written)
          if (!found) return
          looking.delete(look)
          done(found[1] ?? found[0])
        }
        looking.add(look)
        look()
        void ended.then(code => failed(new Error(`ended with ${code} before ${pattern}: ${written}`)))
      }),
    async stop(signal = 'SIGKILL') {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill(signal)
      await ended
    },
  }
}

/** A database of its own on a port of this machine. */
export type DatabaseProgram = Program & { port: number; uri: (name: string) => string }

/** Starts one over a folder; `port` 0 is any free one. */
export async function startDatabase(dir: string, port = 0): Promise<DatabaseProgram> {
  const cli = join(server, 'embedded-mongo/dist/cli.js')
  const program = startProgram([cli, '--dir', dir, '--port', String(port)])
  const found = await program.says(/ready: mongodb:\/\/[^/?:]+:(\d+)/)
  return {
    ...program,
    port: Number(found),
    uri: name => `mongodb://127.0.0.1:${found}/${name}?directConnection=true`,
  }
}

/** The built server on a free port; answers with where it is. */
export async function startServer(
  env: Record<string, string>,
  cwd: string,
): Promise<Program & { url: string; socketUrl: string; port: number }> {
  const settings = {
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: cwd,
    PASSWORD_MEMORY: '8',
    ...env,
  }
  const program = startProgram([join(server, 'dist/main.js')], settings, cwd)
  const port = Number(await program.says(/ready: http:\/\/localhost:(\d+)/))
  return { ...program, port, url: `http://127.0.0.1:${port}`, socketUrl: `ws://127.0.0.1:${port}/ws` }
}
