/** How often a person or an address may do something; counted for all nodes together where they have Redis. */
import { fault } from '@community-chat/shared/protocol/faults'
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible'
import type { RedisClient } from './nodes/carrier-redis'
import { counter } from './metrics'

const seconds = { s: 1, min: 60, h: 3600 } as const
const refusals = counter('chat_limiter_refusals_total', 'Calls refused for coming too often.', ['limit'])
const limiters = new Map<string, RateLimiterAbstract>()
let enabled = true
let shared: RedisClient | undefined

/** Switches all limits on or off: `RATE_LIMIT_ENABLED`. */
export function enableLimits(on: boolean): void {
  enabled = on
}

/** Whether limits are on. */
export const areLimitsOn = (): boolean => enabled

/** Counts in this Redis from now on; without one in this process. */
export function shareLimits(redis: RedisClient | undefined): void {
  shared = redis
  limiters.clear()
}

/**
 * The one limiter of a name, for `points` acts in so many seconds, for all nodes; while Redis is away each node counts
 * for itself. Whoever is over is refused from memory until their time is up.
 */
export function limiterOf(name: string, points: number, duration: number): RateLimiterAbstract {
  const known = limiters.get(name)
  if (known) return known
  const limiter = newLimiter(name, points, duration)
  limiters.set(name, limiter)
  return limiter
}

function newLimiter(name: string, points: number, duration: number): RateLimiterAbstract {
  const alone = new RateLimiterMemory({ points, duration })
  if (!shared) return alone
  return new RateLimiterRedis({
    storeClient: shared,
    useRedisPackage: false,
    keyPrefix: `chat:limit:${name}`,
    points,
    duration,
    insuranceLimiter: alone,
    inMemoryBlockOnConsumed: points + 1,
    rejectIfRedisNotReady: true,
  })
}

/**
 * Counts an act of `who`, or as many as are made at once, under `name` against a rate such as `60/min`; past it,
 * `rate_limited` with seconds to wait.
 */
export async function limit(name: string, rate: string, who: string, acts = 1): Promise<void> {
  if (!enabled) return
  const [points, unit] = rate.split('/') as [string, keyof typeof seconds]
  try {
    await limiterOf(name, Number(points), seconds[unit]).consume(who, acts)
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused
    refusals.inc({ limit: name })
    throw withoutStack(() => fault('rate_limited', { retryAfter: Math.ceil(refused.msBeforeNext / 1000) }))
  }
}

/** Nobody reads where a refusal came from, and in a flood of them that would be half of what each costs: 20 µs. */
function withoutStack<T>(make: () => T): T {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  const made = make()
  Error.stackTraceLimit = stackTraceLimit
  return made
}
