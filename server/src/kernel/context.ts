/** Who asks, and what a service may do on their behalf. */
import type { Data, Push } from '@community-chat/shared/protocol/contract'
import type { Event } from './bus'
import type { Connection } from './sockets/connection'
import type { Log } from './log'

/** Who a token says someone is. */
export interface Identity {
  userId: string
  sessionId: string
  isAdmin: boolean
  /** When the token ends, in milliseconds since 1970. */
  expiresAt: number
}

/** Where a push goes. */
export type To =
  | { room: string }
  | { user: string }
  | { users: string[] }
  | { watchersOf: string }
  | { connection: Connection }

/** A change's place in its room, so that members who may not see it get a `skip` instead. */
export interface Place {
  seq: number
  rev: number
  prev: number
}

/** One request: who, from where, and the two ways to tell others about it. */
export interface Context extends Omit<Identity, 'expiresAt'> {
  requestId: string
  address: string
  device: string
  log: Log
  /** The socket it came by; absent for HTTP and the library. */
  connection?: Connection
  /** Acts on what a look at the store found: other nodes look for themselves. */
  isEcho?: boolean
  /** The program around the server asks for itself: its own acts are not counted. */
  isHost?: boolean
  /** Set by `authorize` and `visible` loaders; dispatch insists on it. */
  authorized: boolean
  /** A context of the server's own in which someone acts, with the rights that are given here and no more. */
  as(who: Pick<Identity, 'userId' | 'isAdmin'>): Context
  /** Sends a push now. */
  push<P extends Push>(push: P, to: To, data: Data<P>, place?: Place): void
  /** Raises an event and waits for those who listen; their failure is logged, never thrown. */
  emit<T>(event: Event<T>, payload: T, carrierId?: string): Promise<void>
  /** Lets the next frame of this connection for the same room be handled: this one's place is fixed. */
  handOff(): void
}
