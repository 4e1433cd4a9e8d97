/**
 * One draft from two: what was written on this device, and what the server keeps. Pure.
 *
 * The server's rows are ordered by `version`: of two the higher stands. An edit that the server does not keep yet is
 * newer than every row that this device knew when it was written, so it stands over those. Where another device saved
 * something meanwhile, nothing that is being typed is taken out of the field, and nothing that was typed is lost to an
 * emptied field elsewhere; else the later of the two stands. What stands is what is saved next.
 */
import type { Mention } from '@community-chat/shared/capabilities/messages/content'

/** What stands in a field. An empty text is no draft. */
export interface Written {
  text: string
  mentions?: Mention[]
  replyTo?: string
}

/** What was written on this device and is not kept by the server yet. */
export interface Edit extends Written {
  roomId: string
  threadId?: string
  /** The version of the server's row that it was written over; 0 where there was none. */
  base: number
  /** When it was last changed, in milliseconds. */
  at: number
  /** What of it is on its way to the server. */
  sent?: Written
}

/** What the server keeps; `written` is null where it was cleared. */
export interface Kept {
  version: number
  at: number
  written: Written | null
}

/** For so long after the last key something is being typed, in milliseconds. */
const typingFor = 10_000
const empty: Written = { text: '' }

/** What stands, and whether it is still this device's alone; then `base` says over which version it stands now. */
export function merge(
  edit: Edit | null,
  kept: Kept | null,
  now: number,
): { written: Written; edit: Edit | null } {
  const theirs = { written: kept?.written ?? empty, edit: null }
  if (!edit) return theirs
  if (!kept || kept.version <= edit.base) return { written: edit, edit }
  if (isSame(edit, kept.written)) return theirs
  const mine = { ...edit, base: kept.version }
  const isEcho = edit.sent !== undefined && isSame(edit.sent, kept.written)
  const isTyped = now - edit.at < typingFor
  const stands = isEcho || isTyped || kept.written === null || edit.at >= kept.at
  return stands ? { written: mine, edit: mine } : theirs
}

/** True where both say the same; nothing is the same as an empty text. */
export const isSame = (one: Written, other: Written | null): boolean =>
  one.text === (other?.text ?? '') &&
  (one.text === '' ||
    (one.replyTo === other?.replyTo &&
      JSON.stringify(one.mentions ?? []) === JSON.stringify(other?.mentions ?? [])))
