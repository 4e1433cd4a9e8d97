import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

// The kernel keeps about 108 bytes for the path of a Unix socket.
const MAX_SOCKET_PATH_BYTES = 100

/**
 * The socket path to use: the one asked for, or, where that is too long, one in a private folder under the temporary
 * one, with a name that the data folder determines.
 */
export function usableSocketPath(wanted: string, dir: string): string {
  if (Buffer.byteLength(wanted) <= MAX_SOCKET_PATH_BYTES) return wanted
  const name = createHash('sha256').update(resolve(dir)).digest('hex').slice(0, 16)
  const folder = join(tmpdir(), `embedded-mongo-${name}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return join(folder, 'mongo.sock')
}

/** The connection string for an address as the server reports it: a socket path or `host:port`. */
export function uriOf(address: string): string {
  const host = address.startsWith('/') ? encodeURIComponent(address) : address
  return `mongodb://${host}/?directConnection=true`
}
