/** The rows of a room: what the server has and what still waits here, in one order. */
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { OutboxEntry } from '@community-chat/shared/protocol/outbox'
import type { Range } from '@community-chat/shared/protocol/ranges'
import type { RoomState } from '@community-chat/shared/protocol/replica'
import { isAside, newWindow } from '@community-chat/shared/protocol/windows'

interface RowBase {
  /** Stays the same from the first echo to the server's message. */
  key: string
  mine: boolean
  senderId: string
  /** In milliseconds. */
  createdAt: number
}
/** A message the server has, or one that still waits here to be sent. */
export type MessageRow =
  | (RowBase & { state: 'sent'; message: Message; pending: null })
  | (RowBase & { state: 'sending' | 'waiting' | 'failed'; message: null; pending: OutboxEntry })

/** A row stays the same object as long as what it shows does. */
const sentRows = new WeakMap<Message, MessageRow>()
const pendingRows = new WeakMap<OutboxEntry, MessageRow>()

/** A room as its thread shows it: with the messages of the thread alone, of which nothing is loaded before it is opened. */
export const threadOf = (room: RoomState, rootId: string): RoomState => ({
  ...room,
  ...(room.threads[rootId] ?? newWindow(room.mark)),
})

/** True for what is unsent in a thread, or in the room itself where no thread is named. */
export const isUnsentIn = (entry: OutboxEntry, roomId: string, rootId: string | undefined): boolean =>
  entry.roomId === roomId && (rootId === undefined ? !isAside(entry) : entry.threadId === rootId)

/** The range that is shown: the one around a seq, else the live one. */
export const shownRange = ({ ranges, mark }: RoomState, anchor: number | null): Range =>
  ranges.find(([from, to]) => anchor !== null && from <= anchor && anchor <= to) ??
  ranges[ranges.length - 1] ?? [mark + 1, mark]

/** True where a range reaches to the newest message. */
export const isLive = ({ ranges }: RoomState, range: Range): boolean =>
  range[0] === ranges[ranges.length - 1]?.[0]

/** The rows of a range; the live one ends with what came early and what is not sent yet. */
export function rowsOf(
  state: RoomState | null,
  unsent: readonly OutboxEntry[],
  range: Range | null,
  me: string,
): MessageRow[] {
  if (!state || !range) return []
  const live = isLive(state, range)
  const shown = state.messages.filter(({ seq }) => seq >= range[0] && (live || seq <= range[1]))
  const sent = shown.map(message => sentRow(message, me))
  return live ? [...sent, ...unsent.map(entry => pendingRow(entry, me))] : sent
}

/** The first message that was unread when a room was opened; null where there was none, or not all is loaded. */
export function firstUnreadSince(
  state: RoomState,
  range: Range,
  readSeq: number,
  openedAt: number,
  counts: (message: Message) => boolean,
): number | null {
  if (range[0] > Math.max(readSeq + 1, state.fromSeq)) return null
  const first = state.messages.find(one => one.seq > readSeq && one.seq <= openedAt && counts(one))
  return first?.seq ?? null
}

function sentRow(message: Message, me: string): MessageRow {
  const old = sentRows.get(message)
  if (old) return old
  const mine = message.senderId === me
  const key = (mine && message.clientId) || message.id
  const createdAt = Date.parse(message.createdAt)
  const row: MessageRow = {
    key,
    mine,
    senderId: message.senderId,
    createdAt,
    state: 'sent',
    message,
    pending: null,
  }
  sentRows.set(message, row)
  return row
}

function pendingRow(entry: OutboxEntry, me: string): MessageRow {
  const old = pendingRows.get(entry)
  if (old) return old
  const { clientId: key, createdAt, state } = entry
  const row: MessageRow = { key, mine: true, senderId: me, createdAt, state, message: null, pending: entry }
  pendingRows.set(entry, row)
  return row
}
