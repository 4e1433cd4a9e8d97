/** All capabilities in their order, and every route by its name, its frame and its path. */
import type { Route } from '@community-chat/shared/protocol/contract'
import { subscribe } from './bus'
import type { Capability, Handler, Personal } from './capability'
import { registerChecks } from './checks'
import type { Context, Identity } from './context'
import { registerOwn } from './store/own'

/** A route with what answers it. */
export interface Bound {
  route: Route
  handler: Handler<any>
  repeat?: (ctx: Context, input: unknown) => Promise<unknown>
  resend?: (ctx: Context, input: unknown) => Promise<unknown>
  /** Faults of its contract that the route says it never answers. */
  never: ReadonlySet<string>
}

/** The table that HTTP, sockets and the library share. */
export interface Registry {
  capabilities: Capability[]
  routes: Bound[]
  byType: Map<string, Bound>
  byName: Map<string, Bound>
  identify: (token: string) => Identity
}

let keepers: { name: string; personal: Personal }[] = []

/** Every capability that keeps something about people, in the order of the list. */
export const keepersOfPersonal = (): readonly { name: string; personal: Personal }[] => keepers

/** Builds the table; two routes with one name, frame type or path are refused at start. */
export function register(capabilities: Capability[]): Registry {
  const byType = new Map<string, Bound>()
  const byName = new Map<string, Bound>()
  const paths = new Set<string>()
  keepers = capabilities.flatMap(({ contract: { name }, personal }) =>
    personal === 'none' ? [] : { name, personal },
  )
  registerOwn(capabilities.flatMap(one => one.own ?? []))
  for (const one of capabilities) {
    subscribe(one.on ?? [])
    registerChecks(one.checks ?? [])
    for (const [verb, route] of Object.entries(one.contract.routes)) {
      const bound: Bound = {
        route,
        handler: one.routes[verb]!,
        repeat: one.repeats?.[verb],
        resend: one.resends?.[verb],
        never: neverOf(one, route),
      }
      if (byName.has(route.name) || paths.has(route.http) || (route.type && byType.has(route.type))) {
        throw new Error(`${route.name} is declared twice`)
      }
      byName.set(route.name, bound)
      paths.add(route.http)
      if (route.type) byType.set(route.type, bound)
    }
  }
  const identify = capabilities.find(one => one.identify)?.identify
  if (!identify) throw new Error('no capability can identify a token')
  return { capabilities, routes: [...byName.values()], byType, byName, identify }
}

function neverOf({ contract }: Capability, { faults }: Route): Set<string> {
  if (!faults) return new Set()
  return new Set(Object.keys(contract.faults).filter(code => !faults.includes(code)))
}
