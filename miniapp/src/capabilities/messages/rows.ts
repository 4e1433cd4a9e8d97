/** From messages to what is drawn: groups, time separators and the unread line. Pure. */
import type { Corner } from '../../ui/Bubble/Bubble'
import type { MessageRow } from './message-rows'
import { messageOf, textIn } from './said'

/** One row of the feed: a message with what stands above it. */
export interface FeedRow {
  key: string
  row: MessageRow
  kind: 'said' | 'system' | 'husk' | 'folded'
  corner: Corner
  /** A time stands above it. */
  separated: boolean
  /** The unread line stands above it. */
  unread: boolean
  /** The keys of what a folded row stands for. */
  inside?: readonly string[]
}

const gap = 5 * 60_000
const quarter = 15 * 60_000

const kindOf = ({ message }: MessageRow): FeedRow['kind'] =>
  !message ? 'said' : message.gone ? 'husk' : message.type === 'system' ? 'system' : 'said'

/** More than five minutes, or a midnight, lie between two messages; `before` is absent at the very beginning. */
export const isApart = (before: number | undefined, at: number): boolean =>
  before === undefined || at - before > gap || isMidnightBetween(before, at)

/** Midnight strikes on a quarter of an hour everywhere: only across one must the slow calendar be asked. */
const isMidnightBetween = (before: number, at: number): boolean =>
  Math.floor(before / quarter) !== Math.floor(at / quarter) &&
  new Date(before).getDate() !== new Date(at).getDate()

/** A row stays the same object as long as nothing in it changed, so that only what is new is drawn. */
const drawn = new WeakMap<MessageRow, FeedRow>()

function kept(made: FeedRow): FeedRow {
  const old = drawn.get(made.row)
  const isSame = old?.corner === made.corner && old.separated === made.separated && old.unread === made.unread
  if (isSame) return old
  drawn.set(made.row, made)
  return made
}

/**
 * Rows to draw. While there are older ones to load, the first has no separator: what stands above it is unknown.
 */
export function feedRows(
  rows: readonly MessageRow[],
  hasOlder: boolean,
  unreadKey: string | null,
): FeedRow[] {
  const made: FeedRow[] = rows.map((row, i) => ({
    key: row.key,
    row,
    kind: kindOf(row),
    corner: 'solo',
    separated: i === 0 ? !hasOlder : isApart(rows[i - 1]?.createdAt, row.createdAt),
    unread: row.key === unreadKey,
  }))
  for (let i = 0; i < made.length; i++) {
    const one = made[i]
    if (one?.kind !== 'said') continue
    const joinsBefore = isGrouped(made[i - 1], one)
    const joinsAfter = isGrouped(one, made[i + 1])
    one.corner = joinsBefore ? (joinsAfter ? 'mid' : 'last') : joinsAfter ? 'first' : 'solo'
  }
  return made.map(kept)
}

/** True where two rows are one breath of one person. */
function isGrouped(a: FeedRow | undefined, b: FeedRow | undefined): boolean {
  if (!a || !b || a.kind !== 'said' || b.kind !== 'said') return false
  if (b.separated || b.unread) return false
  return a.row.senderId === b.row.senderId && b.row.createdAt - a.row.createdAt < gap
}

/** The row above which the unread line stands; null where it is not loaded yet. */
export function keyOfUnread(
  rows: readonly MessageRow[],
  from: number | null,
  hasOlder: boolean,
): string | null {
  const oldest = rows[0]?.message?.seq
  if (from === null || oldest === undefined || (hasOlder && oldest > from)) return null
  return rows.find(row => row.message !== null && row.message.seq >= from && !row.mine)?.key ?? null
}

/** About how high a row will be, before it is measured. */
export function guessHeight({ row, kind, corner, separated, unread }: FeedRow): number {
  const above = (separated ? 32 : 0) + (unread ? 32 : 0)
  if (kind !== 'said') return above + 30
  const text = textOf(row)
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 26)), 0)
  const begins = corner === 'first' || corner === 'solo'
  return above + (text ? 16 + lines * 24 : cardHeight) + (begins ? 12 : 3)
}
/** What is more than words is about this high. */
const cardHeight = 128

/** What was said, as plain text; empty for what holds none. */
export const textOf = (row: MessageRow): string => textIn(messageOf(row)) ?? ''
