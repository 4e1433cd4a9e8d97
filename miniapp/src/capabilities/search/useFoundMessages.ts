/** Messages that hold what is looked for: from the server, or without a connection from what this device holds. */
import type { MessageType } from '@community-chat/shared/capabilities/messages/content'
import { search, type Hit } from '@community-chat/shared/capabilities/search/contract'
import { holds, relevance, snippetOf } from '@community-chat/shared/capabilities/search/find'
import { textOf } from '@community-chat/shared/capabilities/search/text'
import { termsOf, tokensFor } from '@community-chat/shared/capabilities/search/tokens'
import type { Fault } from '@community-chat/shared/protocol/faults'
import type { RoomState } from '@community-chat/shared/protocol/replica'
import { useEffect, useMemo, useState } from 'react'
import { useNetwork } from '../../kernel/client'
import { useDevice } from '../../kernel/device'
import { usePages } from '../../kernel/pages'

/** What hits are narrowed to; times in milliseconds. */
export interface Filter {
  roomId?: string
  senderId?: string
  kind?: MessageType
  from?: number
  to?: number
}

export interface FoundMessages {
  hits: Hit[]
  /** Enough is said to look for something. */
  asked: boolean
  loading: boolean
  fault: Fault | null
  hasMore: boolean
  loadMore(): Promise<void>
  reload(): Promise<void>
  /** Only this device was searched. */
  isLocal: boolean
}

const askAfter = 250
const mostLocal = 50

/** Asks a quarter of a second after the last keystroke; answers to earlier questions are passed over. */
export function useFoundMessages(query: string, filter: Filter): FoundMessages {
  const wanted = useMemo(() => inputOf(query, filter), [query, filter])
  const key = JSON.stringify(wanted)
  const [settled, setSettled] = useState(key)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(key), askAfter)
    return () => clearTimeout(timer)
  }, [key])
  const isLocal = useNetwork() === 'offline'
  const isSettled = settled === key
  const pages = usePages<Hit>(search.routes.find, isSettled && !isLocal ? wanted : null)
  const rooms = useDevice(({ replica }) => replica.rooms, noRooms)
  const ignored = useDevice(({ replica }) => replica.ignored, nobody)
  const local = useMemo(
    () => (isLocal && wanted ? localHits(Object.values(rooms), query, filter, ignored) : none),
    [isLocal, wanted, rooms, query, filter, ignored],
  )
  return {
    ...pages,
    hits: isLocal ? local : pages.rows,
    asked: wanted !== null,
    loading: wanted !== null && !isLocal && (!isSettled || pages.loading),
    fault: isLocal ? null : pages.fault,
    hasMore: !isLocal && pages.hasMore,
    isLocal,
  }
}

const noRooms: Record<string, RoomState> = {}
const nobody: readonly string[] = []
const none: Hit[] = []

/** What the server is asked; null where there is nothing to look up. */
function inputOf(
  query: string,
  { roomId, senderId, kind, from, to }: Filter,
): Record<string, unknown> | null {
  const hasWords = tokensFor(termsOf(query)).length > 0
  if (!hasWords && !senderId && (!kind || kind === 'text')) return null
  return {
    query: query.trim(),
    ...(roomId ? { roomId } : {}),
    ...(senderId ? { senderId } : {}),
    ...(kind ? { messageType: kind } : {}),
    ...(from === undefined ? {} : { from: new Date(from).toISOString() }),
    ...(to === undefined ? {} : { to: new Date(to).toISOString() }),
  }
}

/** What this device holds of it, the latest first. */
export function localHits(
  rooms: readonly Pick<RoomState, 'messages' | 'room'>[],
  query: string,
  { roomId, senderId, kind, from = 0, to = Infinity }: Filter,
  ignored: readonly string[],
): Hit[] {
  const terms = termsOf(query)
  return rooms
    .filter(({ room }) => roomId === undefined || room.id === roomId)
    .flatMap(({ messages }) => messages)
    .filter(message => {
      const at = Date.parse(message.createdAt)
      return (
        !message.gone &&
        message.type !== 'system' &&
        message.mine?.hidden !== true &&
        !ignored.includes(message.senderId) &&
        (senderId === undefined || message.senderId === senderId) &&
        (kind === undefined || message.type === kind) &&
        at >= from &&
        at < to &&
        holds(textOf(message), terms)
      )
    })
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
    .slice(0, mostLocal)
    .map(message => {
      const text = textOf(message)
      return { message, snippet: snippetOf(text, terms), score: relevance(text, terms) }
    })
}
