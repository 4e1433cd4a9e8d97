/** What is said in a room, as a list to show, and everything one can do with it. */
import type { Fault } from '@community-chat/shared/protocol/faults'
import type { Outbox, Saying } from '@community-chat/shared/protocol/outbox'
import { unreadOf, type Reader } from '@community-chat/shared/protocol/replica'
import { useEffect, useMemo, useRef, useState } from 'react'
import { theDevice, useDevice } from '../../kernel/device'
import { firstUnreadSince, isLive, rowsOf, shownRange, type MessageRow } from './message-rows'
import { usePaging } from './usePaging'

export type { MessageRow } from './message-rows'

export interface RoomMessages {
  /** In the order of the room, the oldest first; the unsent ones last. */
  rows: MessageRow[]
  /** True while there is nothing to show yet. */
  loading: boolean
  loadingOlder: boolean
  loadingNewer: boolean
  fault: Fault | null
  hasOlder: boolean
  /** True while the rows end before the newest message (after `jumpTo`). */
  hasNewer: boolean
  loadOlder(): Promise<void>
  loadNewer(): Promise<void>
  /** Shows the part of the room around a seq; null goes back to the newest. */
  jumpTo(seq: number | null): Promise<void>
  /** How far I had read when the room was opened. */
  readSeq: number
  /** The first message that was unread then; null where there was none, or while not all are loaded. */
  firstUnreadSeq: number | null
  /** How many were unread then, 0–100. */
  unread: number
  send(saying: Saying): void
  resend(clientId: string): void
  discard(clientId: string): void
  edit(messageId: string, text: string): Promise<void>
  remove(messageId: string): Promise<void>
  /** Tells that everything up to this seq was seen. */
  markRead(seq: number): void
}

/** Messages of a room that stay in memory after it is closed. */
const keptAfterClosing = 100
/** With fewer rows than this a room does not fill its screen. */
const fewRows = 20
const nothing: Outbox = []

/** The messages of one room, live. */
export function useRoomMessages(roomId: string): RoomMessages {
  const me = useDevice(({ replica }) => replica.me, '')
  const state = useDevice(({ replica }) => replica.rooms[roomId] ?? null, null)
  const outbox = useDevice(device => device.outbox, nothing)
  const [anchor, setAnchor] = useState<{ roomId: string; seq: number } | null>(null)
  const seq = anchor?.roomId === roomId ? anchor.seq : null

  const range = state && shownRange(state, seq)
  const unsent = useMemo(() => outbox.filter(entry => entry.roomId === roomId), [outbox, roomId])
  const rows = useMemo(() => rowsOf(state, unsent, range, me), [state, unsent, range?.[0], range?.[1], me])
  const hasOlder = !!state && !!range && range[0] > state.fromSeq
  const hasNewer = !!state && !!range && !isLive(state, range)
  const paging = usePaging(roomId, range, {
    hasOlder,
    hasNewer,
    isShort: rows.length < fewRows,
    isEmpty: rows.length === 0,
  })
  const reader = useReader()
  const opened = useOpening(roomId)

  useEffect(() => () => theDevice()?.trim(roomId, keptAfterClosing), [roomId])

  return {
    rows,
    loading: !state || (rows.length === 0 && hasOlder && !paging.fault),
    ...paging.shown,
    fault: paging.fault,
    hasOlder,
    hasNewer,
    loadOlder: paging.loadOlder,
    loadNewer: paging.loadNewer,
    jumpTo: async target => {
      if (target !== null) await paging.loadAround(target, state)
      setAnchor(target === null ? null : { roomId, seq: target })
    },
    ...opened,
    firstUnreadSeq: useMemo(
      () => (state && range ? firstUnreadSince(state, range, opened.readSeq, opened.head, reader) : null),
      [state?.messages, range?.[0], opened, reader],
    ),
    ...useActs(roomId),
  }
}

/** What the reader had read when the room was opened: it stays while the room is open. */
function useOpening(roomId: string) {
  const state = useDevice(({ replica }) => replica.rooms[roomId] ?? null, null)
  const reader = useReader()
  const opened = useRef<{ roomId: string; readSeq: number; head: number; unread: number } | null>(null)
  if (opened.current?.roomId !== roomId) opened.current = null
  if (!opened.current && state) {
    opened.current = { roomId, readSeq: state.readSeq, head: state.head, unread: unreadOf(state, reader) }
  }
  return opened.current ?? closed
}
const closed = { readSeq: 0, head: 0, unread: 0 }

/** Who reads here, and whom they ignore. */
function useReader(): Reader {
  const me = useDevice(({ replica }) => replica.me, '')
  const ignored = useDevice(({ replica }) => replica.ignored, nobody)
  return useMemo(() => ({ me, ignored }), [me, ignored])
}
const nobody: readonly string[] = []

/** What one can do in a room. */
function useActs(roomId: string) {
  return useMemo(
    () => ({
      send: (saying: Saying) => void theDevice()?.send(roomId, saying),
      resend: (clientId: string) => theDevice()?.resend(clientId),
      discard: (clientId: string) => theDevice()?.discard(clientId),
      edit: async (messageId: string, text: string) => void (await theDevice()?.edit(messageId, text)),
      remove: async (messageId: string) => void (await theDevice()?.remove(messageId)),
      markRead: (seq: number) => theDevice()?.markRead(roomId, seq),
    }),
    [roomId],
  )
}
