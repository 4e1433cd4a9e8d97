/** The programs under test, each in a process of its own that ends when this one does. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { builtServer, nodeFlags, serverFolder } from '../src/law/cluster'

/** What a program of Node's says of itself: bytes in its heap and in memory, and the most that waits in one of its sockets. */
export interface Vitals {
  heapUsed: number
  rss: number
  /** Microseconds of processor time since it began. */
  cpu: number
  waiting: number
  /** The longest turn of its event loop since it was last asked, in milliseconds. */
  longestTurn: number
  /** Properties that somebody put on every object. */
  pollution: string[]
}

/** A running program. */
export interface Running {
  child: ChildProcess
  /** What its first fitting line said. */
  ready: string
  /** Lines that it wrote besides. */
  lines: string[]
  /** Its exit code, null when it was killed. */
  ended: Promise<number | null>
  /** Asks it how it is, after a collection of garbage where that is wanted. Only programs of Node answer. */
  vitals: (collect?: boolean) => Promise<Vitals>
  /** Its open descriptors. */
  descriptors: () => number
  end: (signal?: NodeJS.Signals) => Promise<number | null>
}

/** How a program is started. */
export interface Launch {
  env?: Record<string, string>
  cwd?: string
  /** A program that runs this one, with its arguments, such as `prlimit`. */
  through?: string[]
}

/** Answers for the process that it is loaded into, and ends it when nobody listens any more. */
const probe = `
  import { monitorEventLoopDelay } from 'node:perf_hooks'
  if (process.channel) {
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    process.on('disconnect', () => process.exit())
    process.on('message', collect => {
      if (collect) for (let n = 0; n < 3; n++) globalThis.gc()
      const { heapUsed, rss } = process.memoryUsage()
      const { user, system } = process.cpuUsage()
      const waiting = Math.max(0, ...process._getActiveHandles().map(one => one.writableLength ?? 0))
      const longestTurn = delay.max / 1e6
      delay.reset()
      const pollution = []
      for (const name in {}) pollution.push(name)
      process.send({ heapUsed, rss, cpu: user + system, waiting, longestTurn, pollution })
    })
    process.channel.unref()
  }`
const loadProbe = `data:text/javascript,${encodeURIComponent(probe)}`

const running = new Set<ChildProcess>()
process.on('exit', () => running.forEach(child => child.kill('SIGKILL')))

/** Starts a script of Node's; resolves with the first line that fits. */
export function startNode(args: string[], says: RegExp, launch: Launch = {}): Promise<Running> {
  const [command, ...rest] = [...(launch.through ?? []), process.execPath]
  const flags = [...nodeFlags, '--expose-gc', '--import', loadProbe]
  return start([command!, ...rest, ...flags, ...args], says, launch, ['ignore', 'pipe', 'pipe', 'ipc'])
}

async function start(
  [command, ...args]: string[],
  says: RegExp,
  { env = {}, cwd = serverFolder }: Launch,
  stdio: ('ignore' | 'pipe' | 'ipc')[],
): Promise<Running> {
  const child = spawn(command!, args, { cwd, env: { PATH: process.env.PATH, ...env }, stdio })
  running.add(child)
  const lines: string[] = []
  const ended = new Promise<number | null>(resolve => {
    child.once('error', error => lines.push(error.message))
    child.once('close', code => {
      running.delete(child)
      resolve(code)
    })
  })
  const ready = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout!, child.stderr!])
      onLines(stream, line => {
        const found = says.exec(line)
        if (found) resolve(found[1] ?? found[0])
        else lines.push(line)
      })
    void ended.then(code => reject(new Error(`${command} ended with ${code}: ${lines.join('\n')}`)))
  })
  return {
    ...{ child, ready, lines, ended },
    vitals: async collect => {
      const answer = once(child, 'message')
      child.send(collect ?? false)
      return (await answer)[0] as Vitals
    },
    descriptors: () => readdirSync(`/proc/${child.pid}/fd`).length,
    end: signal => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal ?? 'SIGKILL')
      return ended
    },
  }
}

function onLines(stream: NodeJS.ReadableStream, hear: (line: string) => void): void {
  let rest = ''
  stream.on('data', part => {
    const all = (rest + String(part)).split('\n')
    rest = all.pop()!
    all.filter(Boolean).forEach(hear)
  })
}

/** The embedded database over a folder, on a port. */
export const startDatabase = (folder: string, port: number, launch: Launch = {}): Promise<Running> =>
  startNode(
    [join(serverFolder, 'embedded-mongo/dist/cli.js'), '--dir', folder, '--port', String(port)],
    /ready: mongodb:\/\/[^/?:]+:(\d+)/,
    launch,
  )

/** The built server, or another bundle of it, on a port. */
export const startServer = (launch: Launch, program = builtServer): Promise<Running> =>
  startNode([program], /ready: http:\/\/localhost:(\d+)/, launch)

/** A Redis that keeps nothing, on a port. It dies with -9 when it is ended, or when this process ends. */
export async function startRedis(folder: string, port: number): Promise<Running> {
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '']
  const leash = 'redis-server "$@" & read -r _; kill -9 $!'
  const program = await start(
    ['sh', '-c', leash, 'sh', ...settings, '--appendonly', 'no'],
    /Ready to accept connections/,
    {},
    ['pipe', 'pipe', 'pipe'],
  )
  return {
    ...program,
    end: () => {
      program.child.stdin!.end()
      return program.ended
    },
  }
}

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
