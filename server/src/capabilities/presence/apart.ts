/** Between two people of whom one blocked the other, neither sees whether the other is there. */
import type { Presence } from '@community-chat/shared/capabilities/presence/contract'
import { blockedBy, blockersAmong } from '../blocks/api'

/** Those among some people who blocked someone, or whom that one blocked. */
export async function apartFrom(userId: string, others: string[]): Promise<Set<string>> {
  if (others.length === 0) return new Set()
  const [blockers, blocked] = await Promise.all([blockersAmong(others, userId), blockedBy(userId)])
  return new Set(others.filter(id => blockers.has(id) || blocked.has(id)))
}

/** What is seen of someone of whom nothing may be seen. */
export const absent = (userId: string): Presence => ({ userId, status: 'offline' })
