/** Wrong passwords: at most 10 in a quarter of an hour for one name, from wherever they come. */
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { RateLimiterRes } from 'rate-limiter-flexible'
import { limiterOf } from '../../kernel/limit'

const points = 10
const lastsFor = 900

/**
 * Whether a guess at a name's password `fits`; a right one clears the count. Refuses with `locked` and seconds to wait;
 * a name that does not exist is locked just the same. A guess counts before it is judged, so that a hundred at once, on
 * however many nodes, are still only ten tries.
 */
export async function guessed(key: string, fits: () => Promise<boolean>): Promise<boolean> {
  const limiter = limiterOf('accounts.guesses', points, lastsFor)
  try {
    await limiter.consume(key)
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused
    throw fault(accounts, 'locked', { retryAfter: Math.ceil(refused.msBeforeNext / 1000) })
  }
  const right = await fits()
  if (right) await limiter.delete(key)
  return right
}
