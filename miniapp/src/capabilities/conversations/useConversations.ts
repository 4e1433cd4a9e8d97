/** My rooms as a list, live and offline. */
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import type { Fault } from '@community-chat/shared/protocol/faults'
import type { Outbox, OutboxEntry } from '@community-chat/shared/protocol/outbox'
import { unreadOf, type Reader, type Replica, type RoomState } from '@community-chat/shared/protocol/replica'
import { useMemo } from 'react'
import { useDevice } from '../../kernel/device'
import { activity } from '../../kernel/keeping'

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
}

export interface Conversations {
  /** The most recently active first. */
  rows: ConversationRow[]
  /** True while nothing is known yet. */
  loading: boolean
  fault: Fault | null
  hasMore: boolean
  loadMore(): Promise<void>
  /** Unread messages of all rooms together. */
  totalUnread: number
}

/** My conversations. All of them arrive by themselves, so there is never more to load by hand. */
export function useConversations(): Conversations {
  const replica = useDevice(state => state.replica, null)
  const outbox = useDevice(state => state.outbox, noOutbox)
  const rows = useMemo(() => (replica ? rowsOf(replica, outbox) : []), [replica, outbox])
  const totalUnread = useMemo(() => rows.reduce((sum, row) => sum + row.unread, 0), [rows])
  const loading = !replica || (replica.since === null && rows.length === 0)
  return { rows, loading, fault: null, hasMore: false, loadMore, totalUnread }
}

/** One of my conversations; null while I am not in that room, as far as this device knows. */
export function useConversation(roomId: string): ConversationRow | null {
  const me = useDevice(({ replica }) => replica.me, '')
  const ignored = useDevice(({ replica }) => replica.ignored, nobody)
  const state = useDevice(({ replica }) => replica.rooms[roomId] ?? null, null)
  const pending = useDevice(({ outbox }) => newestIn(outbox, roomId), null)
  return useMemo(() => state && rowOf(state, pending, { me, ignored }), [state, pending, me, ignored])
}

const noOutbox: Outbox = []
const nobody: readonly string[] = []
const loadMore = async () => undefined

/** A row stays the same object while nothing in it changed, so that a list draws only what is new. */
const made = new WeakMap<RoomState, ConversationRow>()

function rowsOf(replica: Replica, outbox: Outbox): ConversationRow[] {
  const pending = new Map(outbox.map(entry => [entry.roomId, entry]))
  const rows = Object.values(replica.rooms).map(state =>
    rowOf(state, pending.get(state.room.id) ?? null, replica),
  )
  return rows.sort((a, b) => b.activeAt - a.activeAt || (a.roomId < b.roomId ? -1 : 1))
}

function rowOf(state: RoomState, pending: OutboxEntry | null, reader: Reader): ConversationRow {
  const old = made.get(state)
  if (old && old.pending === pending) return old
  const { room, lastMessage, mention } = state
  const activeAt = Math.max(activity(state), pending?.createdAt ?? 0)
  const row = {
    roomId: room.id,
    room,
    lastMessage,
    pending,
    unread: unreadOf(state, reader),
    mention,
    activeAt,
  }
  made.set(state, row)
  return row
}

function newestIn(outbox: Outbox, roomId: string): OutboxEntry | null {
  for (let i = outbox.length - 1; i >= 0; i--) if (outbox[i]!.roomId === roomId) return outbox[i]!
  return null
}
