/** One socket: what it may carry, and how bytes leave it. */
import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { Identity } from './context'

/** Waiting bytes above which a reader gets no ephemera and only `skip`s. */
export const slowBytes = 256 * 1024
/** Waiting bytes above which it is closed with 4013. */
export const tooSlowBytes = 1024 * 1024

/** A socket and what the server knows of it. Times in milliseconds since 1970. */
export interface Connection {
  id: string
  socket: WebSocket
  address: string
  device: string
  identity?: Identity
  openedAt: number
  /** Pings not answered yet. */
  missed: number
  /** Bad frames in a row. */
  badFrames: number
  /** When the buffer was first seen above `slowBytes`, 0 when it is not. */
  slowSince: number
  warnedOfExpiry: boolean
  /** Frames being answered. */
  busy: number
  /** Frames counted in the present second, and that second. */
  frames: { second: number; count: number }
  /** The rooms it hears, with the first seq its person may see. */
  rooms: Map<string, number>
  /** The people whose presence it watches, at most 200. */
  watched: ReadonlySet<string>
  /** The last frame under way for each room or message, so that frames of one room or message keep their order. */
  lanes: Map<string, Promise<void>>
}

const corked = new Set<Socket>()

/** Sends ready bytes; what is sent in one tick leaves in one write. Does nothing on a closed socket. */
export function sendBytes(connection: Connection, bytes: Buffer): void {
  const { socket } = connection
  if (socket.readyState !== socket.OPEN) return
  const raw = (socket as unknown as { _socket: Socket | null })._socket
  if (raw && !corked.has(raw)) {
    if (corked.size === 0) setImmediate(uncorkAll)
    raw.cork()
    corked.add(raw)
  }
  socket.send(bytes, { binary: false })
}

/** Sends one frame as JSON. */
export const sendFrame = (connection: Connection, frame: unknown): void =>
  sendBytes(connection, Buffer.from(JSON.stringify(frame)))

/** Bytes accepted but not yet taken by the network. */
export const waitingBytes = (connection: Connection): number => connection.socket.bufferedAmount

function uncorkAll(): void {
  for (const raw of corked) raw.uncork()
  corked.clear()
}
