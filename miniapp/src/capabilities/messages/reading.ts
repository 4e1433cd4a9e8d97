/** What was seen of a room: what is new below, what was told as read, and what is read out. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Seen } from '../../ui/Feed/Feed.types'
import { isShown, onShown } from '../../ui/page'
import { lastRow } from './actions'
import type { FeedRow } from './rows'

const seqOf = (item: FeedRow | undefined) => item?.row.message?.seq ?? 0

/** The highest seq among the rows up to `last`. */
function seenSeq(rows: readonly FeedRow[], last: number): number {
  for (let i = Math.min(last, rows.length - 1); i >= 0; i--) {
    const seq = seqOf(rows[i])
    if (seq > 0) return seq
  }
  return 0
}

/** How many messages of others lie beyond what was seen. */
export function countNew(rows: readonly FeedRow[], seen: number): number {
  let count = 0
  for (let i = rows.length - 1; i >= 0; i--) {
    const item = rows[i]
    if (!item?.row.message) continue
    if (seqOf(item) <= seen) break
    if (!item.row.mine && item.kind === 'said') count++
  }
  return count
}

/** Follows the reader; `markRead` is told only of what was on the screen while the page itself was seen. */
export function useReading(
  rows: readonly FeedRow[],
  unreadKey: string | null,
  active: boolean,
  markRead: (seq: number) => void,
) {
  const [seen, setSeen] = useState(0)
  const [atEnd, setAtEnd] = useState(true)
  const [unreadSeen, setUnreadSeen] = useState(false)
  const last = useRef(-1)
  const told = useRef(0)
  const latest = useRef({ rows, unreadKey, active, markRead })
  latest.current = { rows, unreadKey, active, markRead }

  const tell = useCallback(() => {
    const now = latest.current
    if (!now.active || !isShown()) return
    const seq = seenSeq(now.rows, last.current)
    if (seq <= told.current) return
    told.current = seq
    setSeen(seq)
    now.markRead(seq)
  }, [])

  useEffect(() => onShown(tell), [tell])
  useEffect(tell, [active, tell])

  const onSeen = useCallback(
    (range: Seen) => {
      const { rows, unreadKey } = latest.current
      last.current = range.last
      setAtEnd(range.atEnd)
      if (rows.slice(range.first, range.last + 1).some(item => item.key === unreadKey)) setUnreadSeen(true)
      tell()
    },
    [tell],
  )
  return { onSeen, fresh: countNew(rows, seen), atEnd, unreadSeen }
}

/** The newest message of someone else that came after the room was opened, once. */
export function useArrival(rows: readonly FeedRow[], loading: boolean): FeedRow | null {
  const newest = useRef<number | null>(null)
  const [arrival, setArrival] = useState<FeedRow | null>(null)
  useEffect(() => {
    const item = lastRow(rows, one => one.row.message !== null)
    if (loading || !item) return
    const before = newest.current
    newest.current = Math.max(before ?? 0, seqOf(item))
    if (before !== null && seqOf(item) > before && !item.row.mine && item.kind === 'said') setArrival(item)
  }, [rows, loading])
  return arrival
}
