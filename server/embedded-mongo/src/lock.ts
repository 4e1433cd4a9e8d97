import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

/**
 * Takes a folder for this process, so that two servers never write it. The lock names a process by number, start
 * time and machine; one whose process is gone (kill -9, power cut) is set aside. Returns what gives the folder back.
 */
export function lockFolder(dir: string): () => void {
  const path = join(dir, 'server.lock')
  const mine = JSON.stringify({
    pid: process.pid,
    started: startOf(process.pid),
    host: hostname(),
    id: Math.random(),
  })
  const draft = `${path}.${process.pid}.${Date.now()}.${Math.random().toString(36).slice(2)}`
  writeFileSync(draft, mine, { mode: 0o600 })
  try {
    if (!claim(draft, path)) {
      const holder = read(path)
      if (holder && isAlive(holder))
        throw new Error(`${dir} is in use by another server (process ${holder.pid})`)
      renameSync(path, `${draft}.stale`)
      rmSync(`${draft}.stale`, { force: true })
      if (!claim(draft, path)) throw new Error(`${dir} is in use by another server that has just started`)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  return () => {
    if (readFileSync(path, 'utf8') === mine) rmSync(path, { force: true })
  }
}

interface Holder {
  pid: number
  started: string
  host: string
}

// A hard link either appears with all its content or fails because the name is taken.
function claim(draft: string, path: string): boolean {
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function read(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder
  } catch {
    return undefined
  }
}

function isAlive({ pid, started, host }: Holder): boolean {
  if (host !== hostname()) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return startOf(pid) === started
}

// Process numbers are used again, above all in containers; the start time tells a namesake apart.
function startOf(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // One that was killed and whose parent has not asked for it yet holds no files any more.
    return state === 'Z' ? '' : `${boot} ${fields[18]}`
  } catch {
    return ''
  }
}
