/** What is said in a room, as a list to show, and everything one can do with it. */
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import type { Mention } from '@community-chat/shared/capabilities/messages/content'
import type { Fault } from '@community-chat/shared/protocol/faults'
import type { Outbox, Saying } from '@community-chat/shared/protocol/outbox'
import { unreadOf, type Reader, type RoomState } from '@community-chat/shared/protocol/replica'
import { countable, isNews } from '@community-chat/shared/protocol/unread'
import { useEffect, useMemo, useRef, useState } from 'react'
import { call } from '../../kernel/client'
import { theDevice, useDevice } from '../../kernel/device'
import {
  firstUnreadSince,
  isLive,
  isUnsentIn,
  rowsOf,
  shownRange,
  threadOf,
  type MessageRow,
} from './message-rows'
import { keepRecalled } from './recalled'
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
  /** These are the messages of a thread: where they begin, the room does not. */
  isThread: boolean
  /** How far I had read when the room was opened. */
  readSeq: number
  /** The first message that was unread then; null where there was none, or while not all are loaded. */
  firstUnreadSeq: number | null
  /** How many were unread then, 0–100. */
  unread: number
  send(saying: Saying): void
  resend(clientId: string): void
  discard(clientId: string): void
  edit(messageId: string, text: string, mentions?: Mention[]): Promise<void>
  /** Takes back what I have just said; a text can be written again on this device. */
  recall(messageId: string, text: string): Promise<void>
  remove(messageId: string): Promise<void>
  /** Tells that everything up to this seq was seen. */
  markRead(seq: number): void
}

/** Messages of a room that stay in memory after it is closed. */
const keptAfterClosing = 100
/** With fewer rows than this a room does not fill its screen. */
const fewRows = 20
const nothing: Outbox = []

/** A thread in a room, and the reader's place in it; `readSeq` is null where they have none. */
export interface ThreadPlace {
  rootId: string
  readSeq: number | null
  markRead(seq: number): void
}

/** The messages of one room, or of one thread in it, live. */
export function useRoomMessages(roomId: string, thread?: ThreadPlace): RoomMessages {
  const rootId = thread?.rootId
  const place = rootId ?? roomId
  const me = useDevice(({ replica }) => replica.me, '')
  const room = useDevice(({ replica }) => replica.rooms[roomId] ?? null, null)
  const state = useMemo(() => (room && rootId ? threadOf(room, rootId) : room), [room, rootId])
  const outbox = useDevice(device => device.outbox, nothing)
  const [anchor, setAnchor] = useState<{ place: string; seq: number } | null>(null)
  const seq = anchor?.place === place ? anchor.seq : null

  const range = state && shownRange(state, seq)
  const unsent = useMemo(
    () => outbox.filter(entry => isUnsentIn(entry, roomId, rootId)),
    [outbox, roomId, rootId],
  )
  const rows = useMemo(
    () => rowsOf(state, unsent, range, me),
    [state?.messages, state?.ranges, unsent, range?.[0], range?.[1], me],
  )
  const hasOlder = !!state && !!range && range[0] > state.fromSeq
  const hasNewer = !!state && !!range && !isLive(state, range)
  const paging = usePaging({ roomId, threadId: rootId }, range, {
    hasOlder,
    hasNewer,
    isShort: rows.length < fewRows,
    isEmpty: rows.length === 0,
  })
  const reader = useReader()
  const opened = useOpening(place, state, thread)
  const acts = useActs(roomId)

  useEffect(() => {
    if (!rootId) return () => theDevice()?.trim(roomId, keptAfterClosing)
  }, [roomId, rootId])

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
      setAnchor(target === null ? null : { place, seq: target })
    },
    isThread: rootId !== undefined,
    ...opened,
    firstUnreadSeq: useMemo(() => {
      const counts = rootId ? isNews : countable
      return state && range
        ? firstUnreadSince(state, range, opened.readSeq, opened.head, one => counts(one, reader))
        : null
    }, [state?.messages, range?.[0], opened, reader, rootId]),
    ...acts,
    markRead: thread?.markRead ?? acts.markRead,
  }
}

/** What the reader had read when the room or the thread was opened: it stays while it is open. */
function useOpening(place: string, state: RoomState | null, thread: ThreadPlace | undefined) {
  const reader = useReader()
  const opened = useRef<{ place: string; readSeq: number; head: number; unread: number } | null>(null)
  if (opened.current?.place !== place) opened.current = null
  if (!opened.current && state) {
    const { head } = state
    opened.current = thread
      ? { place, readSeq: thread.readSeq ?? head, head, unread: 0 }
      : { place, readSeq: state.readSeq, head, unread: unreadOf(state, reader) }
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
      edit: async (messageId: string, text: string, mentions?: Mention[]) =>
        void (await theDevice()?.edit(messageId, text, mentions)),
      recall: async (messageId: string, text: string) => {
        const message = await call(messages.routes.recall, { messageId })
        if (text) keepRecalled(messageId, text)
        theDevice()?.take(message)
      },
      remove: async (messageId: string) => void (await theDevice()?.remove(messageId)),
      markRead: (seq: number) => theDevice()?.markRead(roomId, seq),
    }),
    [roomId],
  )
}
