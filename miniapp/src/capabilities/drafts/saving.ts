/** Saving what was written: after a second of quiet, when a room is left, when the app goes, when it is online again. */
import { draftRows, drafts } from '@community-chat/shared/capabilities/drafts/contract'
import type { Fault } from '@community-chat/shared/protocol/faults'
import type { KeptRow } from '@community-chat/shared/protocol/own'
import { call } from '../../kernel/client'
import { showNow, theDevice } from '../../kernel/device'
import { asFault } from '../../kernel/hooks'
import { edits, setEdit } from './edits'
import { isSame, merge, type Edit, type Kept, type Written } from './merge'

const quietFor = 1_000
let timer: ReturnType<typeof setTimeout> | undefined
/** On their way now. */
const saving = new Set<string>()
/** Edits that the server does not take: they wait for the next key. */
const refused = new WeakSet<Edit>()

/** What the server keeps, as this device knows it. */
export const keptOf = (row: KeptRow | undefined): Kept | null =>
  row
    ? { version: row.version, at: Date.parse(row.changedAt), written: draftRows.read(row) as Written | null }
    : null

/** The row of a draft that this device has. */
export const rowOf = (id: string): KeptRow | undefined => theDevice()?.get().replica.own[draftRows.name]?.[id]

/** Saves everything that is unsaved a second from now, unless something is written meanwhile. */
export function saveSoon(): void {
  clearTimeout(timer)
  timer = setTimeout(saveAll, quietFor)
}

/** Saves everything that is unsaved. */
export function saveAll(): void {
  clearTimeout(timer)
  for (const id of Object.keys(edits.get())) void save(id)
}

/** Saves one draft now; what cannot be saved now is saved later. */
export async function save(id: string): Promise<void> {
  const known = edits.get()[id]
  if (!known || saving.has(id) || refused.has(known) || !theDevice()) return
  const kept = keptOf(rowOf(id))
  const { edit } = merge(known, kept, Date.now())
  if (!edit || isSame(edit, kept?.written ?? null)) return setEdit(id, null)
  const { roomId, threadId, text, mentions, replyTo } = edit
  const written = { text, ...(mentions ? { mentions } : {}), ...(replyTo ? { replyTo } : {}) }
  const sending = { ...edit, sent: written }
  setEdit(id, sending)
  saving.add(id)
  try {
    const row = await call(drafts.routes.save, { roomId, ...(threadId ? { threadId } : {}), ...written })
    if (row.version > 0) theDevice()?.takeOwn(draftRows.name, [row])
    // Else the field is empty for a moment: the edit has gone, and the row is not shown yet.
    showNow()
    settle(id, sending, row.version)
  } catch (error) {
    fail(id, sending, asFault(error))
  } finally {
    saving.delete(id)
  }
  if (edits.get()[id] && edits.get()[id] !== sending) saveSoon()
}

/** What was written meanwhile stands over what has been saved now. */
function settle(id: string, sending: Edit, version: number): void {
  const now = edits.get()[id]
  if (!now) return
  setEdit(id, now === sending ? null : { ...now, base: Math.max(now.base, version), sent: undefined })
}

function fail(id: string, sending: Edit, { code, status }: Fault): void {
  if (edits.get()[id] !== sending) return
  const { sent: _, ...edit } = sending
  if (status >= 400 && status < 500 && code !== 'rate_limited' && code !== 'unauthenticated')
    refused.add(edit)
  setEdit(id, edit)
}
