/** How often a person or an address may do something. */
import { fault } from '@community-chat/shared/protocol/faults'
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'
import { counter } from './metrics'

const seconds = { s: 1, min: 60, h: 3600 } as const
const refusals = counter('chat_limiter_refusals_total', 'Calls refused for coming too often.', ['limit'])
const limiters = new Map<string, RateLimiterMemory>()
let enabled = true

/** Switches all limits on or off: `RATE_LIMIT_ENABLED`. */
export function enableLimits(on: boolean): void {
  enabled = on
}

/**
 * Counts an act of `who`, or as many as are made at once, under `name` against a rate such as `60/min`; past it,
 * `rate_limited` with seconds to wait.
 */
export async function limit(name: string, rate: string, who: string, acts = 1): Promise<void> {
  if (!enabled) return
  let limiter = limiters.get(name)
  if (!limiter) {
    const [points, unit] = rate.split('/') as [string, keyof typeof seconds]
    limiter = new RateLimiterMemory({ points: Number(points), duration: seconds[unit] })
    limiters.set(name, limiter)
  }
  try {
    await limiter.consume(who, acts)
  } catch (refused) {
    refusals.inc({ limit: name })
    throw fault('rate_limited', { retryAfter: Math.ceil((refused as RateLimiterRes).msBeforeNext / 1000) })
  }
}
