/** What a capability plugs into the kernel. */
import type { Contract, Output, Parsed, Push, Route } from '@community-chat/shared/protocol/contract'
import type { FaultTable } from '@community-chat/shared/protocol/faults'
import type Koa from 'koa'
import type { Model } from 'mongoose'
import type { Subscription } from './bus'
import type { Check } from './checks'
import type { Connection } from './sockets/connection'
import type { Context, Identity, Place } from './context'
import type { Own } from './store/own'

/** A service function: it is the handler of its route. */
export type Handler<R extends Route<any, any>> = (ctx: Context, input: Parsed<R>) => Promise<Output<R>>

/** How a capability answers for what it keeps about a person. */
export interface Personal {
  /** Removes or makes nameless everything about them. */
  erase: (ctx: Context, userId: string) => Promise<void>
  /** Everything about them, as plain data. */
  export: (userId: string) => Promise<unknown>
}

/** A room a connection hears, and the first seq its person may see there. */
export interface Hearing {
  roomId: string
  fromSeq: number
}

type Routes<C> = C extends Contract<any, infer R, any> ? R : never

/** Everything that one capability brings; a route without a handler does not compile. */
export interface CapabilityParts<C extends Contract<any, any, any>> {
  routes: { [V in keyof Routes<C>]: Handler<Routes<C>[V]> }
  /** For routes that may be sent again: the stored answer of the first time, asked before every check and limit. */
  repeats?: {
    [V in keyof Routes<C>]?: (
      ctx: Context,
      input: Parsed<Routes<C>[V]>,
    ) => Promise<Output<Routes<C>[V]> | null>
  }
  /**
   * The same for routes whose write lets nothing in twice by itself: asked only when a check, a limit or a rule refuses,
   * so that a first time costs no look-up.
   */
  resends?: CapabilityParts<C>['repeats']
  on?: Subscription[]
  checks?: Check[]
  models?: Model<any>[]
  /** Rows of its that are one person's own: sync and pushes keep them in step on that person's devices. */
  own?: Own[]
  /** Every capability answers for its own personal data, or says that it has none. */
  personal: Personal | 'none'
  /** Reads who a token names; exactly one capability brings it. Throws `unauthenticated`. */
  identify?: (token: string) => Identity
  /** The rooms that a new connection of this person hears. */
  hears?: (userId: string) => Promise<Hearing[]>
  /** Answers requests beside the API, on paths of its own; passes on all others. */
  serves?: Koa.Middleware
  /** Finishes what a crash interrupted: at the start, after all have started, and each minute. Safe on several nodes. */
  sweep?: (ctx: Context) => Promise<void>
  /** Runs once before the server listens. */
  start?: (ctx: Context) => Promise<void>
  /** Runs once after the last connection is gone; whatever is written behind is written here. */
  stop?: () => Promise<void>
  /**
   * Looks at the store for what other nodes wrote, while there are any: the `whole` of it where pushes may have been
   * lost, else what nobody tells of at once.
   */
  catchUp?: (ctx: Context, whole: boolean) => Promise<void>
  /** A push of a room is missing on this node, which knows of later ones: pushes what the store has, in its order. */
  fillIn?: (ctx: Context, roomId: string) => Promise<void>
  /** Another node pushed a change of a room. */
  pushed?: (roomId: string, place: Place) => void
  /** A connection signed in or is gone. */
  connected?: (connection: Connection) => void
  disconnected?: (connection: Connection) => void
}

type Repeat = (ctx: Context, input: any) => Promise<unknown>

/** A capability as the registry sees it. */
export interface Capability extends Omit<CapabilityParts<any>, 'routes' | 'repeats' | 'resends'> {
  contract: Contract<FaultTable, Record<string, Route>, Record<string, Push>>
  routes: Record<string, Handler<any>>
  repeats?: Record<string, Repeat | undefined>
  resends?: Record<string, Repeat | undefined>
}

/** Binds a contract to its service functions. */
export const capability = <C extends Contract<any, any, any>>(
  contract: C,
  parts: CapabilityParts<C>,
): Capability => ({ contract, ...parts }) as unknown as Capability
