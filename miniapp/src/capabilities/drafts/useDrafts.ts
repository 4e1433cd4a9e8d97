/** Drafts on the device: one for each room and thread, the same on all of my devices. */
import { type Draft, draftId, draftRows } from '@community-chat/shared/capabilities/drafts/contract'
import type { KeptRow } from '@community-chat/shared/protocol/own'
import { useCallback, useEffect, useMemo } from 'react'
import { useConnections } from '../../kernel/client'
import { useDevice } from '../../kernel/device'
import { useStore } from '../../kernel/store'
import type { TalkDraft } from '../../kernel/talk'
import { onShown } from '../../ui/page'
import { edits, openEdits, setEdit, type Edits } from './edits'
import { merge, type Written } from './merge'
import { keptOf, rowOf, save, saveAll, saveSoon } from './saving'
import './words'

type Rows = Readonly<Record<string, KeptRow>>
const none: Rows = {}
const useRows = (): Rows => useDevice(({ replica }) => replica.own[draftRows.name] ?? none, none)

/** What is being written in a room, or in a thread of it; it is saved when the component goes. */
export function useDraft(roomId: string, threadId?: string): TalkDraft & Written {
  const id = draftId({ roomId, threadId })
  const edit = useStore(edits)[id] ?? null
  const row = useRows()[id]
  const { text, mentions, replyTo } = useMemo(() => merge(edit, keptOf(row), Date.now()).written, [edit, row])
  const write = useCallback(
    (text: string, more: Omit<Written, 'text'> = {}) => {
      if (text === current(id).text && more.replyTo === current(id).replyTo && !more.mentions) return
      const { sent } = edits.get()[id] ?? {}
      const base = rowOf(id)?.version ?? 0
      setEdit(id, { roomId, ...(threadId ? { threadId } : {}), text, ...more, base, at: Date.now(), sent })
      // What was sent is cleared on my other devices at once.
      if (text === '') void save(id)
      else saveSoon()
    },
    [id, roomId, threadId],
  )
  useEffect(() => () => void save(id), [id])
  return useMemo(() => ({ text, mentions, replyTo, write }), [text, mentions, replyTo, write])
}

const current = (id: string): Written => merge(edits.get()[id] ?? null, keptOf(rowOf(id)), Date.now()).written

/** The texts of all drafts in rooms, by room; those in threads are their threads'. */
export function useDrafts(): Readonly<Record<string, string>> {
  const written = useStore(edits)
  const rows = useRows()
  return useMemo(() => textsOf(written, rows), [written, rows])
}

function textsOf(written: Edits, rows: Rows): Record<string, string> {
  const ids = [...new Set([...Object.keys(rows), ...Object.keys(written)])]
  const texts = ids.flatMap(id => {
    const { roomId } = written[id] ?? (rows[id]?.data as Draft | null) ?? {}
    const { text } = merge(written[id] ?? null, keptOf(rows[id]), Date.now()).written
    return roomId === id && text.trim() ? [[id, text] as const] : []
  })
  return Object.fromEntries(texts)
}

/** Keeps and saves what this person writes, while the component is there. */
export function useKeepingDrafts(userId: string): void {
  const connections = useConnections()
  useEffect(() => openEdits(userId, saveSoon), [userId])
  useEffect(() => onShown(saveAll), [])
  useEffect(() => {
    if (connections > 0) saveSoon()
  }, [connections])
}
