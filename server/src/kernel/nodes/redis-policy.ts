/** What a Redis is told to do when it is full. */
import type { RedisClient } from './carrier-redis'

/**
 * What should be said about the eviction policy of this Redis; null where it is as it should be, and where Redis does
 * not tell, as hosted ones do not. Never throws.
 */
export async function evictionWarning(redis: Pick<RedisClient, 'config'>): Promise<string | null> {
  const answer = await Promise.resolve(redis.config('GET', 'maxmemory-policy')).catch(() => null)
  const policy = Array.isArray(answer) ? String(answer[1]) : ''
  if (!policy.startsWith('allkeys-')) return null
  return `Redis evicts any key when it is full (maxmemory-policy ${policy}): limits that still count would begin anew. Set noeviction.`
}
