/** Wrong passwords: at most 10 in a quarter of an hour for one name, from wherever they come. */
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { RateLimiterMemory } from 'rate-limiter-flexible'

const points = 10
const limiter = new RateLimiterMemory({ points, duration: 900 })
/** The last guess under way for each name: the next one waits for it, or a hundred at once would count as one. */
const turns = new Map<string, Promise<unknown>>()

/**
 * Whether a guess at a name's password `fits`; a right one clears the count. Refuses with `locked` and seconds to wait;
 * a name that does not exist is locked just the same.
 */
export function guessed(key: string, fits: () => Promise<boolean>): Promise<boolean> {
  const turn = (turns.get(key) ?? Promise.resolve()).then(() => judge(key, fits))
  const over = turn.catch(() => undefined).finally(() => turns.get(key) === over && turns.delete(key))
  turns.set(key, over)
  return turn
}

async function judge(key: string, fits: () => Promise<boolean>): Promise<boolean> {
  const state = await limiter.get(key)
  if (state && state.consumedPoints >= points) {
    throw fault(accounts, 'locked', { retryAfter: Math.ceil(state.msBeforeNext / 1000) })
  }
  const right = await fits()
  await (right ? limiter.delete(key) : limiter.consume(key).catch(() => undefined))
  return right
}
