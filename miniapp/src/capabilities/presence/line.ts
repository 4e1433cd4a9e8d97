/** Someone's presence in one line. Pure. */
import type { Presence } from '@community-chat/shared/capabilities/presence/contract'
import type { Language } from '../../kernel/words'
import { separatorTime } from '../../ui/times'
import type { PresenceWords } from './words'

/** Online before what they say of themselves, that before the rest; empty where nothing may be known. */
export function presenceLine(
  presence: Presence | undefined,
  w: PresenceWords,
  now: number,
  language: Language,
): string {
  if (!presence) return ''
  const { status, customStatus, lastSeenAt } = presence
  if (status === 'online') return w.online
  if (customStatus) return customStatus
  if (status === 'away') return w.away
  return lastSeenAt ? w.lastSeen(separatorTime(Date.parse(lastSeenAt), now, language)) : ''
}
