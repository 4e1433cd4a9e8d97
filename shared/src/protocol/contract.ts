/** The contract: routes, pushes and faults of one capability, declared once and used by every face. */
import * as z from 'zod/mini'
import type { FaultTable } from './faults'

/**
 * Who may call. `public`: anyone. `self`: a signed-in person, on what is only theirs. `user`: a signed-in
 * person, and the service must ask a rule or a `visible` loader about the subject. `admin`: administrators.
 */
export type Access = 'public' | 'self' | 'user' | 'admin'
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What a route declares. */
export interface RouteSpec<I extends z.ZodMiniObject, O extends z.ZodMiniType> {
  /** The socket's word for it; a route without one is HTTP only. */
  type?: string
  /** Method and path below /api, `:params` being fields of the input. */
  http: `${Method} /${string}`
  access: Access
  /** Calls a window, by person or, for public routes, by address: `60/min`. */
  limit: `${number}/${'s' | 'min' | 'h'}`
  /** One sentence for a stranger: it is the documentation. */
  summary: string
  input: I
  output: O
  /** Which of its contract's faults it may answer; left out, it may answer any of them. */
  faults?: readonly string[]
}

/** One declared route; `name` is `capability.verb`. */
export interface Route<
  I extends z.ZodMiniObject = z.ZodMiniObject,
  O extends z.ZodMiniType = z.ZodMiniType,
> extends RouteSpec<I, O> {
  name: string
  method: Method
  path: string
}

/** Where a push goes. */
export type Audience = 'room' | 'user' | 'watchers' | 'connection'

/** One declared push from the server to devices. */
export interface Push<D extends z.ZodMiniType = z.ZodMiniType> {
  type: string
  to: Audience
  summary: string
  data: D
}

/** What a caller passes to a route; defaults may be left out. */
export type Input<R extends { input: z.ZodMiniType }> = z.input<R['input']>
/** What a handler receives. */
export type Parsed<R extends { input: z.ZodMiniType }> = z.output<R['input']>
/** What a route answers. */
export type Output<R extends { output: z.ZodMiniType }> = z.output<R['output']>
/** What a push carries. */
export type Data<P extends { data: z.ZodMiniType }> = z.output<P['data']>

/** Declares a route. A route that writes refuses fields it does not know. */
export function route<I extends z.ZodMiniObject, O extends z.ZodMiniType>(
  spec: RouteSpec<I, O>,
): Route<I, O> {
  const [method, path] = spec.http.split(' ') as [Method, string]
  const input = method === 'GET' ? spec.input : (z.catchall(spec.input, z.never()) as unknown as I)
  return { ...spec, input, method, path, name: '' }
}

/** Declares a push. */
export const push = <D extends z.ZodMiniType>(spec: Push<D>): Push<D> => spec

/** All that one capability says on the wire. */
export interface Contract<
  F extends FaultTable = FaultTable,
  R extends Record<string, Route> = Record<string, Route>,
  P extends Record<string, Push> = Record<string, Push>,
> {
  name: string
  faults: F
  routes: R
  pushes: P
  /** What the documents call the shapes that stand in several answers and pushes; each name is taken once. */
  shapes?: Readonly<Record<string, z.ZodMiniType>>
}

/** Declares a capability's contract and gives its routes their names. */
export function contract<
  const F extends FaultTable,
  R extends Record<string, Route<any, any>>,
  P extends Record<string, Push<any>>,
>(
  name: string,
  parts: { faults: F; routes: R; pushes: P; shapes?: Readonly<Record<string, z.ZodMiniType>> },
): Contract<F, R, P> {
  for (const [verb, one] of Object.entries(parts.routes)) one.name = `${name}.${verb}`
  return { name, ...parts }
}
