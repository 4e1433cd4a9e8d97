/** Where a request comes from: its address and the page behind it. */
import type { IncomingMessage } from 'node:http'
import type { Env } from './env'

/** The caller's address; behind a trusted proxy the last of `X-Forwarded-For`: the one which that proxy saw and added. */
export function addressOf(request: IncomingMessage, env: Pick<Env, 'TRUST_PROXY'>): string {
  const forwarded = env.TRUST_PROXY
    ? String(request.headers['x-forwarded-for'] ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : ''
  return forwarded || request.socket.remoteAddress || 'unknown'
}

/**
 * Whether a page may open a socket or read an answer. Callers without an `Origin` (mini programs, bots) are not pages.
 * Without a list, only the server's own page may.
 */
export function originAllowed(request: IncomingMessage, env: Pick<Env, 'ALLOWED_ORIGINS'>): boolean {
  const { origin, host } = request.headers
  if (origin === undefined) return true
  if (env.ALLOWED_ORIGINS.includes(origin)) return true
  try {
    return new URL(origin).host === host
  } catch {
    return false
  }
}
