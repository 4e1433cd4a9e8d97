/** How rooms stand in my list: which are shown, in what order, and what calls for attention. Pure. */
import { noPlace, type Place } from '@community-chat/shared/capabilities/conversations/place'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { isAside } from '@community-chat/shared/protocol/windows'

/** What a row shows beside its words, and what it adds to the total. */
export interface Alert {
  /** A number on red, and what counts in the total: 0 where nothing calls. */
  count: number
  /** Something is there that does not call: a dot on a phone, a grey number beside a mouse. */
  quiet: boolean
  /** I marked it to come back to it. */
  marked: boolean
}

/** What a room calls for: of a quiet one only what calls me, where I want that. */
export function alertOf(
  { unread, mention }: { unread: number; mention: boolean },
  { notify, markedUnread }: Place = noPlace,
): Alert {
  const marked = markedUnread && unread === 0
  if (notify === 'all') return { count: unread > 0 ? unread : marked ? 1 : 0, quiet: false, marked }
  const calls = notify === 'mentions' && mention
  return { count: calls ? 1 : marked ? 1 : 0, quiet: !calls && unread > 0, marked }
}

/** True while nothing was said, by anyone I listen to, since I hid the room. */
export function isHidden(
  { hiddenAt }: Place,
  said: readonly (Message | null)[],
  ignores: (userId: string) => boolean,
): boolean {
  if (hiddenAt === null) return false
  const brings = (message: Message | null) =>
    message !== null &&
    message.seq > hiddenAt &&
    message.type !== 'system' &&
    !message.gone &&
    !isAside(message) &&
    !ignores(message.senderId)
  return !said.some(brings)
}

interface Sortable {
  roomId: string
  place: Place
  activeAt: number
}

/** Pinned ones first, the last pinned on top; then the most recently active. */
export function byPlace(one: Sortable, other: Sortable): number {
  const [a, b] = [one.place.pinnedAt ?? '', other.place.pinnedAt ?? '']
  if (a !== b) return a < b ? 1 : -1
  return other.activeAt - one.activeAt || (one.roomId < other.roomId ? -1 : 1)
}
