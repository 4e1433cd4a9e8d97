/** A route over HTTP: its input spread over path, query and body, and its answer read back. */
import type { Route } from './contract'
import { Fault, type FaultData } from './faults'
import type { HttpAnswer, HttpRequest } from './transport'

/** The header of a POST that stands for another method, for hosts that cannot send every one. */
export const methodOverride = 'X-HTTP-Method-Override'

/** The fault of a call that never reached the server, or whose answer never came: its outcome is unknown. */
export const unreached = (code: 'offline' | 'timeout') =>
  new Fault(code, 0, code === 'offline' ? 'There is no connection.' : 'No answer came in time.')

/** The request that carries an input: `:params` in the path, the rest as query or as JSON. */
export function toRequest(
  route: Pick<Route, 'method' | 'path'>,
  input: Record<string, unknown>,
): Pick<HttpRequest, 'method' | 'body'> & { path: string } {
  const rest = { ...input }
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = rest[name]
    delete rest[name]
    return encodeURIComponent(String(value))
  })
  if (route.method === 'GET') return { method: 'GET', path: path + query(rest) }
  const empty = route.method === 'DELETE' && Object.keys(rest).length === 0
  return { method: route.method, path, ...(empty ? {} : { body: JSON.stringify(rest) }) }
}

/** What a route answered; a refusal is thrown as a `Fault`. */
export function readAnswer(answer: HttpAnswer): unknown {
  const body = parse(answer.body)
  if (answer.status >= 200 && answer.status < 300) return body ?? null
  const error = (body as { error?: Partial<{ code: string; message: string; data: FaultData }> } | undefined)
    ?.error
  const wait = Number(answer.headers['retry-after'])
  const data = wait > 0 ? { ...error?.data, retryAfter: wait } : error?.data
  throw new Fault(
    error?.code ?? codeOf(answer.status),
    answer.status,
    error?.message ?? 'It was refused.',
    data,
  )
}

function query(rest: Record<string, unknown>): string {
  const pairs = Object.entries(rest).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [`${name}=${encodeURIComponent(String(value))}`],
  )
  return pairs.length ? `?${pairs.join('&')}` : ''
}

function parse(body: string): unknown {
  try {
    return body === '' ? undefined : JSON.parse(body)
  } catch {
    return undefined // a proxy's page of HTML; the status says enough
  }
}

/** A proxy between us and the server refuses without our codes. */
function codeOf(status: number): string {
  if (status === 401) return 'unauthenticated'
  if (status === 429) return 'rate_limited'
  return status >= 500 ? 'unavailable' : 'forbidden'
}
