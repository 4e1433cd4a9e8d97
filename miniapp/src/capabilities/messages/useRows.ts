/** The rows to draw, with what parts hide and fold. */
import { useCallback, useMemo, useState } from 'react'
import type { TalkPart } from '../../kernel/talk'
import { useStable } from '../../kernel/stable'
import { folded } from './folded'
import { feedRows, keyOfUnread, type FeedRow } from './rows'
import type { RowPart } from './said'
import type { RoomMessages } from './useRoomMessages'

const nothing: ReadonlySet<string> = new Set()
const kinds = [
  'content',
  'preview',
  'spoken',
  'over',
  'under',
  'below',
  'beside',
  'opens',
  'rings',
  'spans',
  'acts',
] as const

/** What rows need of the parts: the same as long as none of it changed. */
export function useRowParts(parts: readonly TalkPart[]): readonly RowPart[] {
  const all = useStable(parts.flatMap(part => kinds.map(kind => part[kind])))
  return useMemo(() => parts, [all])
}

/** The rows of a talk, which of them is the first unread one, and how a folded one is opened. */
export function useRows({ rows, hasOlder, firstUnreadSeq }: RoomMessages, parts: readonly TalkPart[]) {
  const hides = useStable(parts.flatMap(part => part.hides ?? []))
  const fold = parts.find(part => part.folds)?.folds
  const shown = useMemo(
    () =>
      hides.length === 0 ? rows : rows.filter(({ message }) => !message || !hides.some(has => has(message))),
    [rows, hides],
  )
  const unreadKey = useMemo(
    () => keyOfUnread(shown, firstUnreadSeq, hasOlder),
    [shown, firstUnreadSeq, hasOlder],
  )
  const [opened, setOpened] = useState<ReadonlySet<string>>(nothing)
  const open = useCallback((item: FeedRow) => setOpened(old => new Set([...old, ...(item.inside ?? [])])), [])
  const made = useMemo(
    () => folded(feedRows(shown, hasOlder, unreadKey), fold?.has, opened),
    [shown, hasOlder, unreadKey, fold?.has, opened],
  )
  return { rows: made, unreadKey, fold, open }
}
