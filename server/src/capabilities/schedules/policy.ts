/** When something may be planned: pure. */
import { furthestAhead } from '@community-chat/shared/capabilities/schedules/contract'

/** What is wrong with a time; null where nothing is. All in milliseconds; what is no time at all is too soon. */
export function wrongTime(at: number, now: number, shortest: number): 'too_soon' | 'too_far' | null {
  if (!(at >= now + shortest)) return 'too_soon'
  return at > now + furthestAhead ? 'too_far' : null
}
