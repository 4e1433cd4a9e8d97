/** The typed client: a route is called, a push is heard, whatever carries them. */
import type { Session } from '../capabilities/accounts/contract'
import { createConnection, type ConnectionState } from './connection'
import type { Data, Input, Output, Push, Route } from './contract'
import { Fault } from './faults'
import type { PushFrame, SkipFrame } from './frame'
import { readAnswer, toRequest, unreached } from './http'
import type { Tokens, TokenSource } from './tokens'
import type { HttpAnswer, Transport } from './transport'

/** How long a device waits for an answer over HTTP, in milliseconds. */
const httpWithin = 10_000

export interface Client {
  /** Calls a route: over the socket where it has a type and one is open, else over HTTP. Throws a `Fault`. */
  call<R extends Route<any, any>>(route: R, input: Input<R>): Promise<Output<R>>
  /** Hears a push until the returned function is called. */
  on<P extends Push<any>>(push: P, handler: (data: Data<P>, roomId: string | undefined) => void): () => void
  /** Hears every push and skip as it came. */
  onFrame(handler: (frame: PushFrame | SkipFrame) => void): () => void
  onState(handler: (state: ConnectionState) => void): () => void
  /** Hears that the server will not have this device as it is, with the close code. */
  onEnd(handler: (code: number) => void): () => void
  state(): ConnectionState
  start(): void
  stop(): void
  wake(): void
  lost(): void
}

/** One client for one session and one server. */
export function createClient(transport: Transport, tokens: TokenSource): Client {
  const frames = listeners<PushFrame | SkipFrame>()
  const states = listeners<ConnectionState>()
  const ends = listeners<number>()
  const connection = createConnection(transport, tokens, {
    state: states.tell,
    push: frames.tell,
    ended: ends.tell,
  })

  async function call<R extends Route<any, any>>(route: R, input: Input<R>): Promise<Output<R>> {
    const fields = input as Record<string, unknown>
    if (!route.type || connection.state() !== 'open' || !fitsFrame(fields))
      return callHttp(transport, tokens, route, fields)
    const frame = { ...fields, type: route.type }
    return connection.ask(frame).catch(async error => {
      if (!isUnauthenticated(error) || !(await connection.reauthenticate())) throw error
      return connection.ask(frame)
    }) as Promise<Output<R>>
  }

  return {
    call,
    on: (push, handler) =>
      frames.add(frame => {
        if (frame.type === push.type && 'data' in frame)
          handler(frame.data as Data<typeof push>, frame.roomId)
      }),
    onFrame: frames.add,
    onState: states.add,
    onEnd: ends.add,
    state: connection.state,
    start: connection.start,
    stop: connection.stop,
    wake: connection.wake,
    lost: connection.lost,
  }
}

/** Calls a route over HTTP; a token that the server refuses is renewed once. */
export async function callHttp<R extends Route<any, any>>(
  transport: Transport,
  tokens: TokenSource,
  route: R,
  input: Record<string, unknown>,
): Promise<Output<R>> {
  const token = route.access === 'public' ? null : await withinReach(tokens.fresh())
  try {
    return (await exchange(transport, route, input, token)) as Output<R>
  } catch (error) {
    if (token === null || !isUnauthenticated(error)) throw error
    const renewed = await withinReach(tokens.renew(token))
    if (renewed === null) throw error
    return (await exchange(transport, route, input, renewed)) as Output<R>
  }
}

/** The tokens of a session that begins now. */
export const tokensOf = (session: Session, now: number): Tokens => ({
  accessToken: session.accessToken,
  refreshToken: session.refreshToken,
  expiresAt: now + session.expiresIn * 1000,
})

async function exchange(
  transport: Transport,
  route: Route,
  input: Record<string, unknown>,
  token: string | null,
): Promise<unknown> {
  const { method, path, body } = toRequest(route, input)
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (body !== undefined) headers['Content-Type'] = 'application/json'
  if (token !== null) headers.Authorization = `Bearer ${token}`
  const sent = transport.request({ method, url: transport.apiUrl + path, headers, body, timeout: httpWithin })
  const answer: HttpAnswer = await sent.catch(() => Promise.reject(unreached('offline')))
  return readAnswer(answer)
}

/** A frame's own `type` and `id` would hide fields of the same name. */
const fitsFrame = (input: Record<string, unknown>) => !('type' in input) && !('id' in input)

const isUnauthenticated = (error: unknown) => error instanceof Fault && error.code === 'unauthenticated'

/** Whatever kept a token from being renewed, its caller hears a fault. */
const withinReach = <T>(token: Promise<T>): Promise<T> =>
  token.catch(error => Promise.reject(error instanceof Fault ? error : unreached('offline')))

function listeners<T>() {
  const all = new Set<(value: T) => void>()
  return {
    tell: (value: T) => {
      for (const one of [...all]) one(value)
    },
    add: (one: (value: T) => void) => {
      all.add(one)
      return () => {
        all.delete(one)
      }
    },
  }
}
