/** The one way in: access, input, limit, handler, output, for HTTP, sockets and the library alike. */
import { fault, Fault } from '@community-chat/shared/protocol/faults'
import type { Context } from './context'
import { limit } from './limit'
import { histogram } from './metrics'
import type { Bound } from './registry'
import { keepInSight } from './under-way'

const durations = histogram(
  'chat_route_seconds',
  'How long a route took to answer, over HTTP, socket and library alike.',
  [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  ['route', 'outcome'],
)

/** Production trusts its own services; elsewhere a forgotten rule or a wrong output is a failure. */
let strict = true

/** Says whether this is production, where a broken promise is logged rather than thrown. */
export function setStrict(on: boolean): void {
  strict = on
}

/** Answers one call. Throws a `Fault` for every refusal; anything else thrown is a bug. */
export async function dispatch(bound: Bound, ctx: Context, raw: unknown): Promise<unknown> {
  const begun = performance.now()
  let outcome = 'ok'
  try {
    return await (ctx.userId ? keepInSight(ctx, answer(bound, ctx, raw)) : answer(bound, ctx, raw))
  } catch (error) {
    outcome = error instanceof Fault && error.status < 500 ? 'refused' : 'failed'
    if (error instanceof Fault && bound.never.has(error.code))
      broken(ctx, new Error(`${bound.route.name} does not declare the fault ${error.code}`))
    throw error
  } finally {
    durations.labels(bound.route.name, outcome).observe((performance.now() - begun) / 1000)
  }
}

async function answer(bound: Bound, ctx: Context, raw: unknown): Promise<unknown> {
  const { route, handler, repeat, resend } = bound
  if (route.access !== 'public' && !ctx.userId) throw fault('unauthenticated')
  if (route.access === 'admin' && !ctx.isAdmin) throw fault('forbidden')

  const input = route.input.safeParse(raw)
  if (!input.success) throw fault('invalid_input', { issues: issuesOf(input.error.issues) })

  const repeated = await repeat?.(ctx, input.data)
  if (repeated != null) return repeated

  try {
    if (!ctx.isHost) await limit(route.name, route.limit, ctx.userId || ctx.address)
    const output = await handler(ctx, input.data)
    return checked(bound, ctx, output)
  } catch (refusal) {
    const first = refusal instanceof Fault && (await resend?.(ctx, input.data).catch(() => null))
    if (first) return first
    throw refusal
  }
}

/** A refusal as the device reads it; what is not a fault becomes `internal` and is logged with its request's id. */
export function toFault(error: unknown, ctx: Pick<Context, 'log' | 'requestId'>): Fault {
  if (error instanceof Fault) return error
  if (isStoreDown(error)) {
    ctx.log.warn({ err: error, requestId: ctx.requestId }, 'the database did not answer')
    return fault('unavailable', { retryAfter: 1 })
  }
  ctx.log.error({ err: error, requestId: ctx.requestId }, 'a request failed')
  return fault('internal')
}

function checked({ route }: Bound, ctx: Context, output: unknown): unknown {
  const asked =
    route.access === 'public' || route.access === 'self' || route.access === 'admin' || ctx.authorized
  if (!asked) broken(ctx, new Error(`${route.name} asked no rule`))
  if (!strict) return output
  const result = route.output.safeParse(output)
  if (!result.success)
    broken(ctx, new Error(`${route.name} answered wrongly: ${JSON.stringify(issuesOf(result.error.issues))}`))
  if (!result.success) return output
  const leak = leakIn(output, result.data)
  if (leak !== null) broken(ctx, new Error(`${route.name} answered more than its contract says: ${leak}`))
  return result.data
}

/** The path of something that is in an output and not in what its contract keeps of it: production would send it. */
function leakIn(output: unknown, kept: unknown, path = ''): string | null {
  if (typeof output !== 'object' || output === null) return null
  for (const [name, value] of Object.entries(output)) {
    const here = path ? `${path}.${name}` : name
    if (value === undefined) continue
    const inside = (kept as Record<string, unknown> | null)?.[name]
    if (inside === undefined) return here
    const leak = leakIn(value, inside, here)
    if (leak !== null) return leak
  }
  return null
}

function broken(ctx: Context, error: Error): void {
  if (strict) throw error
  ctx.log.error({ err: error, requestId: ctx.requestId }, 'a promise was broken')
}

interface Issue {
  path: PropertyKey[]
  message: string
  code?: string
  keys?: string[]
}

/** One line a bad field; an unknown field is named by its own path. At most 20. */
function issuesOf(issues: readonly Issue[]): { path: string; message: string }[] {
  const all = issues.flatMap(issue =>
    issue.code === 'unrecognized_keys'
      ? (issue.keys ?? []).map(key => ({
          path: [...issue.path, key].join('.'),
          message: 'This field is not known.',
        }))
      : [{ path: issue.path.join('.'), message: issue.message }],
  )
  return all.slice(0, 20).map(({ path, message }) => ({ path: path.slice(0, 200), message }))
}

/** OutOfDiskSpace: nothing was written, and it will be when there is room again. */
const noRoom = 14031

/** The driver's words for "the database did not answer"; a line that breaks while it writes comes as it is. */
function isStoreDown(error: unknown): boolean {
  const { name = '', code } = error as { name?: string; code?: unknown }
  return (
    code === noRoom ||
    code === 'EPIPE' ||
    code === 'ECONNRESET' ||
    /^(MongoNetwork|MongoServerSelection|MongoNotConnected|MongoTopologyClosed|MongoPoolCleared|MongoPoolClosed|MongoWaitQueue)/.test(
      name,
    ) ||
    (name === 'MongooseError' && /buffering timed out/.test((error as Error).message))
  )
}
