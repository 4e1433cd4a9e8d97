/** Programs that are measured: started on a core, looked at through /proc, and ended without fail. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const running = new Set<ChildProcess>()
const folders = new Set<string>()
const ticksPerSecond = 100
const endsWithin = 5_000

/** Ends at once every program that was started, and removes every folder. */
export function endEverything(): void {
  for (const child of running) child.kill('SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
}

/** A folder for one program's data, removed in the end. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'community-chat-load-'))
  folders.add(folder)
  return folder
}

/** A running program. */
export interface Program {
  pid: number
  /** Resolves with the first group of what it writes once that fits; rejects when it ends before, or after 30 s. */
  says: (pattern: RegExp) => Promise<string>
  /** Asks it to end and resolves once it has; after 5 s it is killed. */
  stop: () => Promise<void>
}

/** Where a program runs: cores as taskset takes them. */
export interface Placing {
  cores: string
  env?: Record<string, string>
  cwd?: string
}

/** Starts a program with only these variables. */
export function startProgram(command: string[], { cores, env, cwd }: Placing): Program {
  const child = spawn('taskset', ['-c', cores, ...command], {
    cwd,
    env: { PATH: process.env.PATH, NODE_OPTIONS: process.env.NODE_OPTIONS ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let written = ''
  const looks = new Set<() => void>()
  const gather = (part: Buffer) => {
    written = (written + String(part)).slice(-20_000)
    for (const look of looks) look()
  }
  child.stdout.on('data', gather)
  child.stderr.on('data', gather)
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  void ended.then(() => running.delete(child))
  return {
    pid: child.pid!,
    says: pattern =>
      new Promise((resolve, reject) => {
        const fail = (why: string) => reject(new Error(`${command.join(' ')} ${why} ${pattern}: ${written}`))
        const look = () => {
          const found = pattern.exec(written)
          if (found) resolve(found[1] ?? found[0])
        }
        looks.add(look)
        look()
        setTimeout(fail, 60_000, 'did not say').unref()
        void ended.then(() => fail('ended before'))
      }),
    async stop() {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), endsWithin)
      await ended
      clearTimeout(timer)
    },
  }
}

/** A port of this machine that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise(resolve => server.close(resolve))
  return port
}

/** Waits until something listens on a port of this machine, 10 s at the most. */
export async function untilListening(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const socket = connect(port, '127.0.0.1')
    const isOpen = await new Promise(resolve => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    })
    socket.destroy()
    if (isOpen) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error(`nothing listens on ${port}`)
}

/** Seconds of processor time, user and system, that a program and all that it started have used. */
export function cpuOf(pid: number): number {
  return familyOf(pid).reduce((sum, one) => sum + ticksOf(one), 0) / ticksPerSecond
}

/** Resident megabytes of a program and all that it started. */
export const memoryOf = (pid: number): number =>
  familyOf(pid).reduce((sum, one) => sum + residentOf(one), 0) / 1024

/** A program and all that it started. */
export function familyOf(pid: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const fields = statOf(Number(name))
    if (fields) parents.set(Number(name), Number(fields[1]))
  }
  const family = [pid]
  for (const one of family)
    for (const [child, parent] of parents) if (parent === one && !family.includes(child)) family.push(child)
  return family
}

const ticksOf = (pid: number): number => {
  const fields = statOf(pid)
  return fields ? Number(fields[11]) + Number(fields[12]) : 0
}

/** The fields of /proc/PID/stat behind the name, which may hold blanks; null once the program is gone. */
function statOf(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

function residentOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}
