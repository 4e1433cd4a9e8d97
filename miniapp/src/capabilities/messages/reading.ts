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
  const [atEnd, setAtEnd] = useState(true)
  const [unreadSeen, setUnreadSeen] = useState(false)
  const last = useRef(-1)
  const told = useRef(0)
  // Whoever is at the end sees all there is: only further up it matters how much was seen.
  const [, setSeen] = useState(0)
  const isAtEnd = useRef(true)
  const latest = useRef({ rows, unreadKey, active, markRead })
  latest.current = { rows, unreadKey, active, markRead }

  const tell = useCallback(() => {
    const now = latest.current
    if (!now.active || !isShown()) return
    const seq = seenSeq(now.rows, last.current)
    if (seq <= told.current) return
    told.current = seq
    if (!isAtEnd.current) setSeen(seq)
    now.markRead(seq)
  }, [])

  useEffect(() => onShown(tell), [tell])
  useEffect(tell, [active, tell])

  const onSeen = useCallback(
    (range: Seen) => {
      const { rows, unreadKey } = latest.current
      last.current = range.last
      isAtEnd.current = range.atEnd
      setAtEnd(range.atEnd)
      if (rows.slice(range.first, range.last + 1).some(item => item.key === unreadKey)) setUnreadSeen(true)
      tell()
    },
    [tell],
  )
  return { onSeen, fresh: atEnd ? 0 : countNew(rows, told.current), atEnd, unreadSeen }
}

/** The newest message of someone else that came after the room was opened, once. */
export function useArrival(rows: readonly FeedRow[], loading: boolean): FeedRow | null {
  const known = useRef<{ newest: number | null; arrival: FeedRow | null }>({ newest: null, arrival: null })
  const item = loading ? undefined : lastRow(rows, one => one.row.message !== null)
  if (item) {
    const { newest, arrival } = known.current
    const isArrival = newest !== null && seqOf(item) > newest && !item.row.mine && item.kind === 'said'
    known.current = { newest: Math.max(newest ?? 0, seqOf(item)), arrival: isArrival ? item : arrival }
  }
  return known.current.arrival
}
