/** One case of conformance: what is sent on a signed-in socket, and what must come back. */
import { frame, type FrameShape, opcodes } from '../wire/frame'

/** What comes back, in its order; a close is the last. */
export interface Answers {
  /** Ids of requests that are answered by a reply. */
  replies?: string[]
  /** Ids as they come back in faults; null where the frame could not be read at all. */
  faults?: (string | null)[]
  pongs?: Buffer[]
  /** The code of the server's closing frame; without one the socket is in order afterwards. */
  close?: number
}

/** A case; its id is Autobahn's where there is one that asks the same. */
export interface Case {
  id: string
  title: string
  send: Buffer[]
  get: Answers
  /** Bytes of each write; each frame in a write of its own where it is left out. */
  chopped?: number
}

/** A request that is answered by a reply, as text of exactly so many bytes. */
export function request(id: string, length = 0): string {
  return JSON.stringify({ type: 'watch', userIds: [], id }).padEnd(length)
}

/** A frame that carries a text as the id of a request nobody knows, so that the fault brings it back. */
export const carrying = (text: Buffer): Buffer =>
  Buffer.concat([Buffer.from('{"type":"nothing","id":"'), text, Buffer.from('"}')])

/** A request in one frame. */
export const asking = (id = '1', shape: FrameShape = {}): Buffer => frame(request(id), shape)

/** A ping, and what must come back. */
export const ping = (payload: Buffer | string = '', shape: FrameShape = {}): Buffer =>
  frame(payload, { opcode: opcodes.ping, ...shape })

/** A pong that nobody asked for. */
export const pong = (payload: Buffer | string = ''): Buffer => frame(payload, { opcode: opcodes.pong })
