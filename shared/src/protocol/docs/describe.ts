/** The contracts as plain data for documents: every route on both its faces, every push, every refusal. */
import type { Contract, Push, Route } from '../contract'
import { type CommonCode, commonFaults, type FaultTable } from '../faults'
import { openSchemas, type Schema, type Schemas } from './schemas'
import { fieldsOf, shapeOf } from './shape'

/** A refusal that a route may answer. */
export interface Refusal {
  code: string
  status: number
  message: string
}

/** One route as documents show it. */
export interface DescribedRoute {
  route: Route
  /** `/api/rooms/:roomId`. */
  path: string
  /** Fields of the path, of the query, and the rest as JSON; each an object schema. */
  params: Schema
  query: Schema | null
  body: Schema | null
  /** null where there is nothing to tell: 204. */
  output: Schema | null
  refusals: Refusal[]
  /** The request and its answer over HTTP, for people. */
  http: string
  /** The same over the socket; null where the route is HTTP only. */
  socket: string | null
}

/** One push as documents show it. */
export interface DescribedPush {
  push: Push
  data: Schema
  frame: string
}

/** One capability as documents show it. */
export interface DescribedCapability {
  name: string
  title: string
  faults: Refusal[]
  routes: DescribedRoute[]
  pushes: DescribedPush[]
  /** The names of its own shapes that were used. */
  shapes: string[]
}

/** Everything that documents say. */
export interface Description {
  capabilities: DescribedCapability[]
  shapes: Record<string, Schema>
}

/** Describes contracts, in their order. */
export function describe(contracts: readonly Contract[]): Description {
  const schemas = openSchemas(contracts)
  const capabilities = contracts.map(contract => ({
    name: contract.name,
    title: contract.name[0]!.toUpperCase() + contract.name.slice(1).replaceAll('-', ' '),
    faults: refusalsOf(contract.faults, Object.keys(contract.faults)),
    routes: Object.values(contract.routes).map(route => describeRoute(contract, route, schemas)),
    pushes: Object.values(contract.pushes).map(push => describePush(push, schemas)),
    shapes: Object.keys(contract.shapes ?? {}),
  }))
  for (const one of capabilities) one.shapes = one.shapes.filter(name => name in schemas.named)
  const byName = Object.entries(schemas.named).sort(([a], [b]) => (a < b ? -1 : 1))
  return { capabilities, shapes: Object.fromEntries(byName) }
}

function describeRoute(contract: Contract, route: Route, schemas: Schemas): DescribedRoute {
  const input = schemas.input(route.input)
  const names = [...route.path.matchAll(/:(\w+)/g)].map(match => match[1]!)
  const all = Object.keys((input.properties as Schema | undefined) ?? {})
  const rest = pick(
    input,
    all.filter(name => !names.includes(name)),
  )
  const hasRest = Object.keys(rest.properties as Schema).length > 0
  const whole = schemas.output(route.output)
  const output = whole.type === 'null' ? null : whole
  const query = route.method === 'GET' && hasRest ? rest : null
  const body = route.method !== 'GET' && hasRest ? rest : null
  const path = `/api${route.path}`
  return {
    route,
    path,
    params: pick(input, names),
    query,
    body,
    output,
    refusals: [
      ...refusalsOf(commonFaults, commonOf(route, names.length > 0, body !== null)),
      ...refusalsOf(contract.faults, route.faults ?? Object.keys(contract.faults)),
    ],
    http: httpText(`${route.method} ${path}`, query, body, output),
    socket:
      route.type === undefined ? null : socketText(route.type, pick(input, all.filter(fitsFrame)), output),
  }
}

function describePush(push: Push, schemas: Schemas): DescribedPush {
  const data = schemas.output(push.data)
  const place = push.to === 'room' ? ['  roomId: Id'] : []
  const lines = [`  type: "${push.type}"`, ...place, `  data: ${shapeOf(data, '  ')}`]
  return { push, data, frame: `{\n${lines.join('\n')}\n}` }
}

/** A frame's own `type` and `id` hide fields of the same name. */
const fitsFrame = (name: string) => name !== 'type' && name !== 'id'

/** The common refusals that can happen to a route. */
function commonOf({ access }: Route, hasSubject: boolean, hasBody: boolean): CommonCode[] {
  return [
    'invalid_input',
    ...(access === 'public' ? [] : (['unauthenticated'] as const)),
    ...(access === 'user' || access === 'admin' ? (['forbidden'] as const) : []),
    ...(access === 'user' || hasSubject ? (['not_found'] as const) : []),
    ...(hasBody ? (['too_large', 'unsupported_type'] as const) : []),
    'rate_limited',
    'internal',
    'unavailable',
  ]
}

const refusalsOf = (table: FaultTable, codes: readonly string[]): Refusal[] =>
  codes.flatMap(code => {
    const entry = table[code]
    return entry ? [{ code, status: entry[0], message: entry[1] }] : []
  })

/** An object schema with only these fields. */
function pick(schema: Schema, names: string[]): Schema {
  const properties = Object.fromEntries(
    names.map(name => [name, (schema.properties as Schema | undefined)?.[name] ?? { type: 'string' }]),
  )
  const required = ((schema.required ?? []) as string[]).filter(name => names.includes(name))
  const closed = schema.additionalProperties === false ? { additionalProperties: false } : {}
  return { type: 'object', properties, ...(required.length > 0 ? { required } : {}), ...closed }
}

function httpText(line: string, query: Schema | null, body: Schema | null, output: Schema | null): string {
  const asked = query ? ` ?\n${fieldsOf(query, '  ').join('\n')}` : body ? `\n${shapeOf(body)}` : ''
  return `${line}${asked}\n\n${output ? `200 ${shapeOf(output)}` : '204'}`
}

function socketText(type: string, input: Schema, output: Schema | null): string {
  const lines = [`  type: "${type}"`, '  id?: string', ...fieldsOf(input, '  ')]
  const data = output ? shapeOf(output, '  ') : 'null'
  return `{\n${lines.join('\n')}\n}\n\n{\n  type: "reply"\n  id: string\n  data: ${data}\n}`
}
