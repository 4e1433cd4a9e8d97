/** The socket's door: upgrade, sign-in, frames in, and the way out. */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { Fault, fault } from '@community-chat/shared/protocol/faults'
import { closeCodes, unauthenticatedFrame } from '@community-chat/shared/protocol/frame'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import type { Kernel } from '../kernel'
import { openArrivals, reject, takenOver } from './arrivals'
import { type Connection, newConnection, sendFrame } from './connection'
import { receive } from './frames'
import { gauge } from '../metrics'
import { addressOf, originAllowed } from '../origin'
import { isResting, putOutLate } from './pace'
import * as topics from './topics'
import { openWatch } from './watch'
import { end } from './wire'

const waitingPerAddress = 20
/**
 * What one socket may cost. A message in more pieces, or a frame in more reads, weighs more in what is kept than in what
 * is said. Who is told to go and does not answer is gone after so many milliseconds.
 */
const cost = { maxFragments: 8 * 1024, maxBufferedChunks: 20_000, closeTimeout: 2_000 }
/** The same for who has signed in: a slow reader first has to get there. */
const closesWithin = 30_000
/** What is read of a binary frame: it is a bad one like any other. */
const nothing = Buffer.alloc(0)
let open = 0
gauge('chat_sockets_open', 'Open sockets, signed in or not.', () => open)

/** The sockets of this node. */
export interface Gateway {
  count: () => number
  connections: () => Iterable<Connection>
  isDraining: () => boolean
  /**
   * Takes no new socket from now on and, after some seconds in which load balancers see that, closes every open one with
   * 4012. Resolves when they are gone, 3 s later at the latest.
   */
  drain: (delay?: number) => Promise<void>
}

/** A socket knows its connection, so that no handler of it is a closure of its own. */
const held = Symbol('connection')
type Held = WebSocket & { [held]: Connection }

/** Opens `GET /ws` on HTTP servers. */
export function openGateway(kernel: Kernel, ...servers: Server[]): Gateway {
  const { env } = kernel
  const connections = new Set<Connection>()
  const waiting = new Map<string, number>()
  const { arrive, greet } = openArrivals(upgrade)
  const watch = openWatch(env.WS_HEARTBEAT_INTERVAL)
  /** No new socket is taken. */
  let draining = false
  /** What comes on open sockets is not answered any more. */
  let closing = false
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: env.WS_MAX_PAYLOAD,
    ...cost,
    clientTracking: false,
    perMessageDeflate: false,
  })
  for (const server of servers) server.on('upgrade', arrive)

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refusal = refuseUpgrade(request)
    if (refusal) return reject(socket, refusal)
    sockets.handleUpgrade(request, socket, head, accept)
    takenOver(socket)
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
    const device = String(request.headers['user-agent'] ?? '')
    const connection = newConnection(socket, addressOf(request, env), device)
    ;(socket as Held)[held] = connection
    connections.add(connection)
    watch.expect(connection)
    open++
    waiting.set(connection.address, (waiting.get(connection.address) ?? 0) + 1)
    limitPayload(socket, unauthenticatedFrame)
    socket.on('error', socket.terminate)
    socket.on('pong', onPong)
    socket.on('close', onClose)
    socket.on('message', onMessage)
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
    if (request.headers.authorization !== undefined) void greet(signIn(connection, bearer ?? ''))
  }

  function onMessage(this: WebSocket, data: RawData, binary: boolean): void {
    const connection = (this as Held)[held]
    connection.missed = 0
    if (!closing) receive(kernel, connection, binary ? nothing : (data as Buffer), signIn)
  }

  function onClose(this: WebSocket): void {
    const connection = (this as Held)[held]
    if (!connections.delete(connection)) return
    watch.forget(connection)
    open--
    if (!connection.identity) return settle(connection)
    topics.close(connection)
    for (const one of kernel.registry.capabilities) one.disconnected?.(connection)
  }

  /** Names the person behind a connection; again with a new token of the same person. Throws the refusal. */
  async function signIn(connection: Connection, token: string): Promise<void> {
    try {
      const identity = kernel.registry.identify(token)
      const before = connection.identity
      if (before && before.userId !== identity.userId) throw fault('forbidden')
      if (!before && isResting(identity.userId)) return putOutLate(connection, identity.userId)
      connection.identity = identity
      watch.expect(connection)
      if (!before) await welcome(connection, identity.userId)
    } catch (error) {
      if (!(error instanceof Fault)) kernel.log.error({ err: error }, 'a sign-in on a socket failed')
      const isTheirs = error instanceof Fault && error.code !== 'unavailable'
      end(connection, isTheirs ? closeCodes.token : 1011)
      throw error
    }
  }

  async function welcome(connection: Connection, userId: string): Promise<void> {
    const { socket } = connection
    settle(connection)
    limitPayload(socket, env.WS_MAX_PAYLOAD)
    waitForClose(socket, closesWithin)
    topics.open(connection, userId)
    const hearings = await Promise.all(kernel.registry.capabilities.map(one => one.hears?.(userId) ?? []))
    if (socket.readyState !== socket.OPEN) return
    topics.hearRooms(connection, hearings.flat())
    sendFrame(connection, {
      type: 'welcome',
      connectionId: connection.id,
      userId,
      heartbeat: env.WS_HEARTBEAT_INTERVAL,
      serverTime: new Date().toISOString(),
    })
    for (const one of kernel.registry.capabilities) one.connected?.(connection)
  }

  /** The connection no longer counts among those that have not said who they are. */
  function settle(connection: Connection): void {
    const left = (waiting.get(connection.address) ?? 1) - 1
    if (left > 0) waiting.set(connection.address, left)
    else waiting.delete(connection.address)
  }

  async function drain(delay = 0): Promise<void> {
    draining = true
    if (delay > 0) await new Promise(resolve => setTimeout(resolve, delay * 1000))
    closing = true
    watch.stop()
    // What is being answered is answered; what comes now is sent again to whoever takes over.
    await until(1000, () => [...connections].every(connection => connection.busy === 0))
    // Many come back not all at once.
    const spread = Math.min(connections.size / 1000, 5)
    for (const connection of connections) {
      const retryAfter = Math.round((0.5 + Math.random() * spread) * 10) / 10
      end(connection, closeCodes.goingAway, JSON.stringify({ retryAfter }))
    }
    await until(2000, () => connections.size === 0)
    for (const { socket } of connections) socket.terminate()
  }

  return { count: () => connections.size, connections: () => connections, isDraining: () => draining, drain }
}

/** Waits until something is so, for `ms` at the most. */
async function until(ms: number, isSo: () => boolean): Promise<void> {
  const last = Date.now() + ms
  while (!isSo() && Date.now() < last) await new Promise(resolve => setTimeout(resolve, 10))
}

function onPong(this: WebSocket): void {
  ;(this as Held)[held].missed = 0
}

/** ws has one limit for all sockets; before sign-in ours is smaller. The field is private: the version is pinned. */
function limitPayload(socket: WebSocket, bytes: number): void {
  const receiver = (socket as unknown as { _receiver?: { _maxPayload: number } })._receiver
  if (receiver) receiver._maxPayload = bytes
}

/** The same of how long it may take to answer that it is told to go. */
function waitForClose(socket: WebSocket, milliseconds: number): void {
  ;(socket as unknown as { _closeTimeout: number })._closeTimeout = milliseconds
}
