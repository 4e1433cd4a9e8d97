import { afterPrefix } from '../query/keys'
import type { Environment } from './environment'
import { ownerPrefix } from './key-bytes'

/** The tables in which collections and indexes keep their keys. */
export type OwnedTable = 'records' | 'entries'

const ALL = { start: Buffer.from('g:'), end: Buffer.from('g;') }

/** Notes that nothing refers any more to the keys of a dropped collection or index. */
export function discard(environment: Environment, table: OwnedTable, owner: number): void {
  environment.catalogue.putSync(Buffer.from(`g:${table}:${owner}`), Buffer.from('1'))
}

/** Tells whether there are keys to erase. */
export function hasGarbage(environment: Environment): boolean {
  for (const _ of environment.catalogue.getKeys({ ...ALL, limit: 1 })) return true
  return false
}

/** Erases up to `limit` keys that nothing refers to any more; tells whether more are left. */
export function eraseGarbage(environment: Environment, limit: number): boolean {
  let left = limit
  for (const note of [...environment.catalogue.getKeys({ ...ALL })]) {
    const [, table, owner] = Buffer.from(note).toString().split(':') as [string, OwnedTable, string]
    const prefix = ownerPrefix(Number(owner))
    const range = { start: prefix, end: afterPrefix(prefix), limit: left }
    const doomed = [...environment[table].getKeys(range)]
    for (const key of doomed) environment[table].removeSync(key)
    left -= doomed.length
    if (left <= 0) return true
    environment.catalogue.removeSync(note)
  }
  return false
}
