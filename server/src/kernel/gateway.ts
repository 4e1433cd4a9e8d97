/** The socket's door: upgrade, sign-in, frames in, and the one clock that watches every connection. */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { Fault, fault } from '@community-chat/shared/protocol/faults'
import { closeCodes, unauthenticatedFrame } from '@community-chat/shared/protocol/frame'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import type { Kernel } from './kernel'
import { type Connection, sendFrame, slowBytes, waitingBytes } from './connection'
import { receive } from './frames'
import { newId } from './id'
import { gauge } from './metrics'
import { addressOf, originAllowed } from './origin'
import * as topics from './topics'

const authenticateWithin = 5_000
const waitingPerAddress = 20
const slowFor = 30_000
const warnBefore = 60_000
let open = 0
gauge('chat_sockets_open', 'Open sockets, signed in or not.', () => open)

/** What is read of a binary frame: it is a bad one like any other. */
const nothing = Buffer.alloc(0)

/** The sockets of this node. */
export interface Gateway {
  count: () => number
  connections: () => Iterable<Connection>
  /** Takes no new socket and closes every open one with 4012. Resolves when they are gone, after 3 s at the latest. */
  drain: () => Promise<void>
}

/** Opens `GET /ws` on HTTP servers. */
export function openGateway(kernel: Kernel, ...servers: Server[]): Gateway {
  const { env } = kernel
  const connections = new Set<Connection>()
  const waiting = new Map<string, number>()
  let draining = false
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: env.WS_MAX_PAYLOAD,
    clientTracking: false,
    perMessageDeflate: false,
  })

  for (const server of servers) server.on('upgrade', upgrade)

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy())
    const refusal = refuseUpgrade(request)
    if (refusal) return reject(socket, refusal)
    sockets.handleUpgrade(request, socket, head, ws => accept(ws, request))
  }

  function refuseUpgrade(request: IncomingMessage): string | null {
    if (request.url?.split('?')[0] !== '/ws') return '404 Not Found'
    if (!originAllowed(request, env)) return '403 Forbidden'
    if (draining || connections.size >= env.WS_MAX_CONNECTIONS) return '503 Service Unavailable'
    const address = addressOf(request, env)
    const unnamed = request.headers.authorization === undefined
    return unnamed && (waiting.get(address) ?? 0) >= waitingPerAddress ? '429 Too Many Requests' : null
  }

  function accept(socket: WebSocket, request: IncomingMessage): void {
    const connection = newConnection(
      socket,
      addressOf(request, env),
      String(request.headers['user-agent'] ?? ''),
    )
    connections.add(connection)
    open++
    waiting.set(connection.address, (waiting.get(connection.address) ?? 0) + 1)
    limitPayload(socket, unauthenticatedFrame)
    socket.on('error', () => socket.terminate())
    socket.on('pong', () => (connection.missed = 0))
    socket.on('close', () => forget(connection))
    socket.on('message', (data: RawData, binary: boolean) => {
      connection.missed = 0
      if (draining) return
      void receive(kernel, connection, binary ? nothing : (data as Buffer), signIn)
    })
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
    if (request.headers.authorization !== undefined)
      void signIn(connection, bearer ?? '').catch(() => undefined)
  }

  /** Names the person behind a connection; again with a new token of the same person. Throws the refusal. */
  async function signIn(connection: Connection, token: string): Promise<void> {
    const { socket } = connection
    try {
      const identity = kernel.registry.identify(token)
      const before = connection.identity
      if (before && before.userId !== identity.userId) throw fault('forbidden')
      connection.identity = identity
      connection.warnedOfExpiry = false
      if (before) return
      settle(connection)
      limitPayload(socket, env.WS_MAX_PAYLOAD)
      topics.open(connection, identity.userId)
      const hearings = await Promise.all(
        kernel.registry.capabilities.map(one => one.hears?.(identity.userId) ?? []),
      )
      if (socket.readyState !== socket.OPEN) return
      topics.hearRooms(connection, hearings.flat())
      sendFrame(connection, {
        type: 'welcome',
        connectionId: connection.id,
        userId: identity.userId,
        heartbeat: env.WS_HEARTBEAT_INTERVAL,
        serverTime: new Date().toISOString(),
      })
      for (const one of kernel.registry.capabilities) one.connected?.(connection)
    } catch (error) {
      if (!(error instanceof Fault)) kernel.log.error({ err: error }, 'a sign-in on a socket failed')
      socket.close(error instanceof Fault ? closeCodes.token : 1011)
      throw error
    }
  }

  /** The connection no longer counts among those that have not said who they are. */
  function settle(connection: Connection): void {
    const left = (waiting.get(connection.address) ?? 1) - 1
    if (left > 0) waiting.set(connection.address, left)
    else waiting.delete(connection.address)
  }

  function forget(connection: Connection): void {
    if (!connections.delete(connection)) return
    open--
    if (!connection.identity) return settle(connection)
    topics.close(connection)
    for (const one of kernel.registry.capabilities) one.disconnected?.(connection)
  }

  let ticks = 0
  const wheel = setInterval(() => {
    const now = Date.now()
    const beat = ++ticks % env.WS_HEARTBEAT_INTERVAL === 0
    for (const connection of connections) watch(connection, now, beat)
  }, 1000)
  wheel.unref()

  async function drain(): Promise<void> {
    draining = true
    clearInterval(wheel)
    // What is being answered is answered; what comes now is sent again to whoever takes over.
    await until(1000, () => [...connections].every(connection => connection.busy === 0))
    for (const { socket } of connections)
      socket.close(closeCodes.goingAway, JSON.stringify({ retryAfter: 1 }))
    await until(2000, () => connections.size === 0)
    for (const { socket } of connections) socket.terminate()
  }

  return { count: () => connections.size, connections: () => connections, drain }
}

/** Waits until something is so, for `ms` at the most. */
async function until(ms: number, isSo: () => boolean): Promise<void> {
  const end = Date.now() + ms
  while (!isSo() && Date.now() < end) await new Promise(resolve => setTimeout(resolve, 10))
}

/** One look at a connection: sign-in deadline, token's end, slow reader, heartbeat. */
function watch(connection: Connection, now: number, beat: boolean): void {
  const { socket, identity } = connection
  if (!identity) {
    if (now - connection.openedAt > authenticateWithin) socket.close(closeCodes.token)
    return
  }
  if (now >= identity.expiresAt) return socket.close(closeCodes.token)
  if (!connection.warnedOfExpiry && now >= identity.expiresAt - warnBefore) {
    connection.warnedOfExpiry = true
    sendFrame(connection, {
      type: 'token_expiring',
      data: { expiresAt: new Date(identity.expiresAt).toISOString() },
    })
  }
  const slow = waitingBytes(connection) > slowBytes
  if (!slow) connection.slowSince = 0
  else if (connection.slowSince === 0) connection.slowSince = now
  else if (now - connection.slowSince > slowFor) return socket.close(closeCodes.tooSlow)
  if (!beat) return
  if (connection.missed++ >= 2) socket.terminate()
  else socket.ping()
}

const newConnection = (socket: WebSocket, address: string, device: string): Connection => ({
  id: newId(),
  socket,
  address,
  device: device.slice(0, 200),
  openedAt: Date.now(),
  missed: 0,
  badFrames: 0,
  slowSince: 0,
  warnedOfExpiry: false,
  busy: 0,
  frames: { second: 0, count: 0 },
  rooms: new Map(),
  watched: new Set(),
  lanes: new Map(),
})

/** ws has one limit for all sockets; before sign-in ours is smaller. The field is private: the version is pinned. */
function limitPayload(socket: WebSocket, bytes: number): void {
  const receiver = (socket as unknown as { _receiver?: { _maxPayload: number } })._receiver
  if (receiver) receiver._maxPayload = bytes
}

function reject(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
