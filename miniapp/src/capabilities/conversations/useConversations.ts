/** My rooms as a list, live and offline. */
import { noPlace, type Place, places } from '@community-chat/shared/capabilities/conversations/contract'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import type { Fault } from '@community-chat/shared/protocol/faults'
import type { Outbox, OutboxEntry } from '@community-chat/shared/protocol/outbox'
import { unreadOf, type Reader, type Replica, type RoomState } from '@community-chat/shared/protocol/replica'
import { isIgnored } from '@community-chat/shared/protocol/unread'
import { isAside } from '@community-chat/shared/protocol/windows'
import { useCallback, useMemo } from 'react'
import { useDevice } from '../../kernel/device'
import { activity } from '../../kernel/keeping'
import { type Alert, alertOf, byPlace, isHidden } from './order'

/** One room of the list. */
export interface ConversationRow {
  roomId: string
  room: Room
  /** The newest message the server knows. */
  lastMessage: Message | null
  /** My newest message there that is not sent yet: it stands before `lastMessage`. */
  pending: OutboxEntry | null
  /** 0–100; 100 is shown as 99+. */
  unread: number
  mention: boolean
  /** When something last happened, in milliseconds: what the list is sorted by. */
  activeAt: number
  /** How I arranged it. */
  place: Place
  alert: Alert
}

export interface Conversations {
  /** Pinned ones, then the most recently active first; without those I hid. */
  rows: ConversationRow[]
  /** Whether I am in this room, hidden or not. */
  isIn(roomId: string): boolean
  /** True while nothing is known yet. */
  loading: boolean
  fault: Fault | null
  hasMore: boolean
  loadMore(): Promise<void>
  /** What calls for attention in all rooms together. */
  totalUnread: number
}

/** My conversations. All of them arrive by themselves, so there is never more to load by hand. */
export function useConversations(): Conversations {
  const replica = useDevice(state => state.replica, null)
  const outbox = useDevice(state => state.outbox, noOutbox)
  const rows = useMemo(() => (replica ? rowsOf(replica, outbox) : []), [replica, outbox])
  const totalUnread = useMemo(() => rows.reduce((sum, row) => sum + row.alert.count, 0), [rows])
  const loading = !replica || (replica.since === null && rows.length === 0)
  const isIn = useCallback((roomId: string) => roomId in (replica?.rooms ?? {}), [replica])
  return { rows, isIn, loading, fault: null, hasMore: false, loadMore, totalUnread }
}

/** One of my conversations; null while I am not in that room, as far as this device knows. */
export function useConversation(roomId: string): ConversationRow | null {
  const me = useDevice(({ replica }) => replica.me, '')
  const ignored = useDevice(({ replica }) => replica.ignored, nobody)
  const state = useDevice(({ replica }) => replica.rooms[roomId] ?? null, null)
  const pending = useDevice(({ outbox }) => newestIn(outbox, roomId), null)
  const place = useDevice(({ replica }) => places.of(replica.own)[roomId] ?? noPlace, noPlace)
  return useMemo(
    () => state && rowOf(state, pending, place, { me, ignored }),
    [state, pending, place, me, ignored],
  )
}

const noOutbox: Outbox = []
const nobody: readonly string[] = []
const loadMore = async () => undefined

/** A row stays the same object while nothing in it changed, so that a list draws only what is new. */
const made = new WeakMap<RoomState, ConversationRow>()

function rowsOf(replica: Replica, outbox: Outbox): ConversationRow[] {
  const pending = new Map(outbox.filter(entry => !isAside(entry)).map(entry => [entry.roomId, entry]))
  const arranged = places.of(replica.own)
  const rows = Object.values(replica.rooms).flatMap(state => {
    const { id } = state.room
    const [place, waits] = [arranged[id] ?? noPlace, pending.get(id) ?? null]
    const said = [state.lastMessage, ...(place.hiddenAt === null ? [] : state.messages)]
    const gone = !waits && isHidden(place, said, userId => isIgnored(replica, userId))
    return gone ? [] : rowOf(state, waits, place, replica)
  })
  return rows.sort(byPlace)
}

function rowOf(state: RoomState, pending: OutboxEntry | null, place: Place, reader: Reader): ConversationRow {
  const old = made.get(state)
  if (old && old.pending === pending && old.place === place) return old
  const { room, mention } = state
  const lastMessage = lastShown(state)
  const activeAt = Math.max(activity(state), pending?.createdAt ?? 0)
  const unread = unreadOf(state, reader)
  const row = {
    roomId: room.id,
    room,
    lastMessage,
    pending,
    unread,
    mention,
    activeAt,
    place,
    alert: alertOf({ unread, mention }, place),
  }
  made.set(state, row)
  return row
}

/** The newest message that is there for me: neither hidden nor expired. */
function lastShown({ lastMessage, messages }: RoomState): Message | null {
  if (!lastMessage) return null
  const isThere = (one: Message) => one.mine?.hidden !== true && one.gone?.why !== 'expired'
  const kept = messages.find(({ id }) => id === lastMessage.id)
  if (isThere(lastMessage) && (!kept || isThere(kept))) return lastMessage
  for (let i = messages.length - 1; i >= 0; i--)
    if (isThere(messages[i]!) && !isAside(messages[i]!)) return messages[i]!
  return null
}

function newestIn(outbox: Outbox, roomId: string): OutboxEntry | null {
  for (let i = outbox.length - 1; i >= 0; i--)
    if (outbox[i]!.roomId === roomId && !isAside(outbox[i]!)) return outbox[i]!
  return null
}
