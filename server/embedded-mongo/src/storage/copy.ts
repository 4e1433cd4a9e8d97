import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Environment } from './environment'

/**
 * Copies all documents and indexes into a folder that it makes, as they are at one moment between the call and its
 * answer: every write that was acknowledged before the call is in it, of a later one all or nothing. Reading and
 * writing go on meanwhile. When this resolves, with the bytes copied, the copy is flushed; when it rejects, nothing of
 * it is left. Throws EEXIST where the folder exists.
 */
export async function copyEnvironment(environment: Environment, folder: string): Promise<number> {
  mkdirSync(folder, { mode: 0o700 })
  try {
    // Compacting writes the pages of one transaction, with one meta page. The plain copy takes the meta pages as they
    // stand; another machine would open it at the flushed one, which may be older than what was acknowledged.
    await environment.root.backup(folder, true)
    const file = join(folder, 'data.mdb')
    chmodSync(file, 0o600)
    for (const path of [file, folder, dirname(folder)]) flush(path)
    return statSync(file).size
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

function flush(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
