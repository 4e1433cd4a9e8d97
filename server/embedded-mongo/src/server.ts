import { chmodSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import type { Service } from './commands/call'
import { converse, type Conversation } from './conversation'

/** Where to listen: a Unix socket, which only the same user may open, or a TCP port. */
export type Listen = { socketPath: string } | { host: string; port: number }

/** A listening server; `address` is the socket path or `host:port`. Closing it answers what has been asked. */
export interface Listening {
  address: string
  close(): Promise<void>
}

/** Speaks the wire protocol on a socket. */
export async function listen(service: Service, where: Listen): Promise<Listening> {
  const conversations = new Set<Conversation>()
  let connections = 0
  const server = createServer({ noDelay: true }, socket => {
    const caller = { connectionId: ++connections, isPrivate: 'socketPath' in where }
    const conversation = converse(service, socket, caller)
    conversations.add(conversation)
    socket.once('close', () => conversations.delete(conversation))
  })
  await bind(server, where)
  const bound = server.address()
  const address = typeof bound === 'string' ? bound : hostAndPort(bound as AddressInfo)
  return {
    address,
    async close() {
      const closed = new Promise(resolve => server.close(resolve))
      await Promise.all([...conversations].map(conversation => conversation.finish()))
      await closed
    },
  }
}

const hostAndPort = ({ family, address, port }: AddressInfo): string =>
  family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`

async function bind(server: Server, where: Listen): Promise<void> {
  if ('socketPath' in where) rmSync(where.socketPath, { force: true })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    if ('socketPath' in where) server.listen({ path: where.socketPath }, resolve)
    else server.listen({ host: where.host, port: where.port }, resolve)
  })
  if ('socketPath' in where) chmodSync(where.socketPath, 0o600)
}
