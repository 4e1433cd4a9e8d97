/** The socket's frames: request, reply, fault and push, all JSON text. */
import * as z from 'zod/mini'
import { Id, When } from './fields'

/** What a device sends: a route's `type`, an `id` to be answered with, and the flat input beside them. */
export interface RequestFrame {
  type: string
  id?: string
  [field: string]: unknown
}
export interface ReplyFrame {
  type: 'reply'
  id: string
  data: unknown
}
export interface FaultFrame {
  type: 'fault'
  id?: string
  code: string
  message: string
  data?: Record<string, unknown>
  retryAfter?: number
}
/** A push; `roomId` is set when it belongs to a room. */
export interface PushFrame {
  type: string
  roomId?: string
  data: unknown
}
/** The room moved on, but this member may not see how: only the watermark follows. */
export interface SkipFrame {
  type: 'skip'
  roomId: string
  rev: number
  prev: number
}
export type ServerFrame = ReplyFrame | FaultFrame | PushFrame | SkipFrame

/** The first frame from the server, once it knows who is there; `heartbeat` in seconds. */
export const Welcome = z.object({
  connectionId: Id,
  userId: Id,
  heartbeat: z.number(),
  serverTime: When,
})
export type Welcome = z.output<typeof Welcome>

/** Why the server closed a socket, and what a device does about it (PROTOCOL.md 3). */
export const closeCodes = {
  token: 4001,
  banned: 4003,
  badFrames: 4008,
  signedOut: 4009,
  protocolTooOld: 4010,
  goingAway: 4012,
  tooSlow: 4013,
} as const

/** True where reconnecting as one is would only be refused again. */
export const isFinal = (code: number) =>
  code === closeCodes.banned || code === closeCodes.signedOut || code === closeCodes.protocolTooOld

/** A message frame's largest size in bytes while nobody has signed in on the socket. */
export const unauthenticatedFrame = 8 * 1024
