import { open, type Database, type RootDatabase } from 'lmdb'

/** A table of bytes by bytes, ordered as memcmp orders them. */
export type Table = Database<Buffer, Buffer>

/** The one LMDB environment of a folder and its three tables. */
export interface Environment {
  root: RootDatabase
  catalogue: Table
  records: Table
  entries: Table
}

/**
 * Opens a folder. The flags are the durability promise: `overlappingSync` commits before it flushes, but keeps a
 * third meta page that always points at flushed pages, so that after a power cut the folder opens at the last
 * flushed transaction and after kill -9 (same boot) at the last committed one; neither can leave it torn.
 * `noMemInit` only skips clearing pages that are about to be overwritten.
 */
export function openEnvironment(dir: string): Environment {
  const root = open({
    path: dir,
    noSubdir: false,
    maxDbs: 4,
    overlappingSync: true,
    noMemInit: true,
    encoding: 'binary',
    keyEncoding: 'binary',
  })
  const table = (name: string) =>
    root.openDB({ name, encoding: 'binary', keyEncoding: 'binary' }) as unknown as Table
  return { root, catalogue: table('catalogue'), records: table('records'), entries: table('entries') }
}
