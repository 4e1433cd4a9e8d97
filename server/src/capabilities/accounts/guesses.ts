/** Wrong passwords: at most 10 in a quarter of an hour for one name, from wherever they come. */
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible'
import { limiterOf } from '../../kernel/limit'

const points = 10
const lastsFor = 900

/** The guesses at each name that this process is judging. */
const judged = new Map<string, Set<Promise<unknown>>>()

/**
 * Whether a guess at a name's password `fits`; a right one clears the count. Refuses with `locked` and seconds to wait;
 * a name that does not exist is locked just the same. A guess counts before it is judged, so that a hundred at once, on
 * however many nodes, are still only ten tries; but who comes while others are judged here waits for what those are.
 */
export async function guessed(key: string, fits: () => Promise<boolean>): Promise<boolean> {
  const limiter = limiterOf('accounts.guesses', points, lastsFor)
  for (;;)
    try {
      await limiter.consume(key)
      return await among(key, judge(limiter, key, fits))
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused
      const others = judged.get(key)
      if (!others) throw fault(accounts, 'locked', { retryAfter: Math.ceil(refused.msBeforeNext / 1000) })
      await Promise.race(others)
    }
}

async function judge(limiter: RateLimiterAbstract, key: string, fits: () => Promise<boolean>) {
  const right = await fits()
  if (right) await limiter.delete(key)
  return right
}

/** Keeps a guess among those that are judged until it is. */
async function among(key: string, judging: Promise<boolean>): Promise<boolean> {
  const ended = judging.catch(() => undefined)
  const others = judged.get(key) ?? new Set()
  judged.set(key, others.add(ended))
  try {
    return await judging
  } finally {
    others.delete(ended)
    if (others.size === 0) judged.delete(key)
  }
}
