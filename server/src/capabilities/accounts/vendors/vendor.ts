/** Apps that vouch for a person: a code from their mini program is exchanged for who that is. */
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import type { VendorKind } from '@community-chat/shared/capabilities/accounts/ways'
import { fault } from '@community-chat/shared/protocol/faults'
import type { Log } from '../../../kernel/log'

/** What a vendor made of a code. `broken` is ours to repair; its reason never holds what the vendor sent. */
export type Verdict =
  | { is: 'known'; openId: string }
  | { is: 'refused' }
  | { is: 'busy'; reason: string }
  | { is: 'too often' }
  | { is: 'broken'; reason: string }

/** One vendor, ready to be asked. */
export interface Vendor {
  /**
   * Whom a code stands for, unique among all vendors and apps. Faults: `code_refused`, `vendor_unavailable` with
   * seconds to wait. Takes at most 8 s.
   */
  exchange: (code: string, log: Log) => Promise<string>
}

const tries = 3
const tryLasts = 3000
const allLast = 8000
const firstPause = 200

/** Makes a vendor of one way to ask; what is busy or silent is asked again, at most three times. */
export const openVendor = (
  kind: VendorKind,
  appId: string,
  ask: (code: string, signal: AbortSignal) => Promise<Verdict>,
): Vendor => ({
  async exchange(code, log) {
    const verdict = await persist(signal => ask(code, signal))
    if (verdict.is === 'known') return `${kind}:${appId}:${verdict.openId}`
    if (verdict.is === 'refused') throw fault(accounts, 'code_refused')
    if (verdict.is === 'too often') throw fault(accounts, 'vendor_unavailable', { retryAfter: 60 })
    const told = { vendor: kind, reason: verdict.reason }
    if (verdict.is === 'broken') log.error(told, 'a vendor refuses this server: look at its settings')
    else log.warn(told, 'a vendor is out of reach')
    throw fault(accounts, 'vendor_unavailable', { retryAfter: verdict.is === 'broken' ? 60 : 5 })
  },
})

async function persist(ask: (signal: AbortSignal) => Promise<Verdict>): Promise<Verdict> {
  const end = Date.now() + allLast
  for (let n = 1; ; n++) {
    const verdict = await attempt(ask, Math.min(tryLasts, end - Date.now()))
    const pause = firstPause * 2 ** (n - 1) * (0.5 + Math.random())
    if (verdict.is !== 'busy' || n === tries || Date.now() + pause >= end) return verdict
    await new Promise(resolve => setTimeout(resolve, pause))
  }
}

/** Only the kind of failure is kept: an error of the network may name the address, and with it a secret. */
async function attempt(ask: (signal: AbortSignal) => Promise<Verdict>, within: number): Promise<Verdict> {
  const given = new AbortController()
  const timer = setTimeout(() => given.abort(), within)
  try {
    return await ask(given.signal)
  } catch {
    return { is: 'busy', reason: given.signal.aborted ? 'no answer in time' : 'no connection' }
  } finally {
    clearTimeout(timer)
  }
}

/** The text of an answer; a gateway's own error is a busy vendor. Never follows a redirect. */
export async function textOf(url: URL, init: RequestInit): Promise<string | Verdict> {
  const answer = await fetch(url, { ...init, redirect: 'error' })
  if (answer.ok) return answer.text()
  await answer.body?.cancel()
  return answer.status >= 500 || answer.status === 429
    ? { is: 'busy', reason: `status ${answer.status}` }
    : { is: 'broken', reason: `status ${answer.status}` }
}

/** A JSON object, or null for anything else. */
export function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

/** Whether a value can be an open id: what else comes is not believed. */
export const isOpenId = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w.=+/-]{1,128}$/.test(value)
