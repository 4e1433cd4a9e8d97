/** Right inputs to begin from: one for each route, made from its contract and from things that are really there. */
import type { Route } from '@community-chat/shared/protocol/contract'
import { capabilities } from '../../capabilities'
import { testEnv } from '../../testing/app'
import { fieldsOf } from '../../testing/attacks'

/** Names of fields and what is really there under them. */
export type Known = Record<string, unknown>

interface Def {
  type: string
  shape?: Record<string, Schema>
  innerType?: Schema
  in?: Schema
  element?: Schema
  options?: Schema[]
  entries?: Record<string, unknown>
  values?: unknown[]
}
interface Schema {
  _zod: { def: Def }
}

/** Those that would end the session that asks. */
const ending = ['accounts.logout', 'accounts.remove', 'accounts.changePassword']

/** All routes that may be asked again and again. */
export const routes: Route<any, any>[] = capabilities(testEnv({}))
  .flatMap(one => Object.values(one.contract.routes))
  .filter(route => !ending.includes(route.name))

/** A likely input of a route. */
export const rightInput = (route: Route<any, any>, known: Known): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fieldsOf(route)).map(([name, schema]) => [name, sampleOf(schema as Schema, name, known)]),
  )

function sampleOf(schema: Schema, name: string, known: Known): unknown {
  if (Object.hasOwn(known, name)) return known[name]
  const { type, innerType, in: before, shape, element, options, entries, values } = schema._zod.def
  const inner = innerType ?? before ?? options?.[0]
  if (inner) return sampleOf(inner, name, known)
  if (shape)
    return Object.fromEntries(Object.entries(shape).map(([key, one]) => [key, sampleOf(one, key, known)]))
  if (element) return [sampleOf(element, name, known)]
  if (entries) return Object.values(entries)[0]
  if (values) return values[0]
  return { number: 1, int: 1, boolean: true, record: {} }[type] ?? 'a few words'
}
