/**
 * Ready bytes onto sockets: a frame is made once and the same bytes go to everyone; what one socket gets in one turn of
 * the event loop leaves in one write. It writes past ws, whose inner parts it names: that version is pinned, and
 * `wire.test.ts` holds the bytes against a plain client.
 */
import type { Socket } from 'node:net'
import * as ws from 'ws'
import type { WebSocket } from 'ws'

/** A text frame of the server's, or several one after the other, as they go over the network. */
export type Frames = Buffer & { readonly frames: unique symbol }

/** A socket that may be written to, with what waits for the end of this turn. */
export interface Outlet {
  socket: WebSocket
  /** The frames of this turn, in order; one alone stands by itself, as it nearly always does. */
  out: Frames | Frames[] | null
}

interface Inner {
  _socket: Socket | null
  _sender: { _state: number; _queue: unknown[] }
  _extensions: object
}
interface Framing {
  frame: (data: Buffer, options: Record<string, unknown>) => Buffer[]
}
const { frame: frameOf } = (ws as unknown as { Sender: Framing }).Sender
const textFrame = { fin: true, opcode: 1, mask: false, readOnly: true, rsv1: false }
const pingFrame = Buffer.from([0x89, 0])
let dirty: Outlet[] = []

/** Frames one JSON text. */
export const framed = (json: string): Frames =>
  Buffer.concat(frameOf(Buffer.from(json), textFrame)) as unknown as Frames

/** Frames one value as JSON. */
export const frameFor = (value: unknown): Frames => framed(JSON.stringify(value))

/** Several frames as one. */
export const together = (frames: Frames[]): Frames =>
  frames.length === 1 ? frames[0]! : (Buffer.concat(frames) as unknown as Frames)

/** Hands frames to a socket; they leave at the end of this turn. Does nothing on a socket that is not open. */
export function send(outlet: Outlet, frames: Frames): void {
  if (outlet.socket.readyState !== outlet.socket.OPEN) return
  const { out } = outlet
  if (out === null) {
    outlet.out = frames
    if (dirty.push(outlet) === 1) setImmediate(flush)
  } else if (Array.isArray(out)) out.push(frames)
  else outlet.out = [out, frames]
}

/** Closes a socket with a code once what it was handed has left. */
export function end(outlet: Outlet, code: number, reason?: string): void {
  release(outlet)
  outlet.socket.close(code, reason)
}

/** Asks whether the other side is still there. */
export function ping({ socket }: Outlet): void {
  const inner = socket as unknown as Inner
  if (socket.readyState !== socket.OPEN) return
  if (inner._socket && mayWritePast(inner)) inner._socket.write(pingFrame)
  else socket.ping()
}

/** Bytes handed over and not yet taken by the network. */
export const waitingBytes = ({ socket }: Outlet): number => socket.bufferedAmount

function flush(): void {
  const leaving = dirty
  dirty = []
  for (const outlet of leaving) release(outlet)
}

function release(outlet: Outlet): void {
  const { socket, out } = outlet
  if (out === null) return
  outlet.out = null
  if (socket.readyState !== socket.OPEN) return
  const inner = socket as unknown as Inner
  const raw = inner._socket
  if (!raw || !mayWritePast(inner)) return [out].flat().forEach(one => sendThrough(socket, one))
  if (!Array.isArray(out)) return void raw.write(out)
  raw.cork()
  for (const one of out) raw.write(one)
  raw.uncork()
}

/** ws must neither compress nor hold anything back: what is written past it would overtake that. */
const mayWritePast = ({ _sender, _extensions }: Inner): boolean =>
  _sender._state === 0 && _sender._queue.length === 0 && !('permessage-deflate' in _extensions)

function sendThrough(socket: WebSocket, frames: Buffer): void {
  for (let at = 0; at < frames.length;) {
    const short = frames[at + 1]!
    const head = short === 127 ? 10 : short === 126 ? 4 : 2
    const size =
      short === 127
        ? Number(frames.readBigUInt64BE(at + 2))
        : short === 126
          ? frames.readUInt16BE(at + 2)
          : short
    socket.send(frames.subarray(at + head, at + head + size), { binary: false })
    at += head + size
  }
}
