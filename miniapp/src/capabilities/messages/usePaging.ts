/** Loading the pages of a room that the reader comes to. */
import type { Fault } from '@community-chat/shared/protocol/faults'
import { rangeAt, type Range } from '@community-chat/shared/protocol/ranges'
import type { HistoryAsk, RoomState } from '@community-chat/shared/protocol/replica'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useConnections } from '../../kernel/client'
import { theDevice } from '../../kernel/device'
import { asFault } from '../../kernel/hooks'

/** A page that did not come is asked for again after this many milliseconds. */
const againAfter = 3_000
/** Older messages come so many at a time: little is loaded that is never read, and it is there before the reader is. */
const olderAtOnce = 20

type Direction = 'older' | 'newer' | 'around'

/** Pages on both ends of the range that is shown; older ones load by themselves while the screen is not full. */
export function usePaging(
  /** What is paged: a room, or a thread in it. */
  { roomId, threadId }: { roomId: string; threadId?: string },
  range: Range | null,
  ends: { hasOlder: boolean; hasNewer: boolean; isShort: boolean; isEmpty: boolean },
) {
  const [under, setUnder] = useState<Direction | null>(null)
  const place = threadId ?? roomId
  const [fault, setFault] = useState<{ place: string; fault: Fault } | null>(null)
  const latest = useRef({ roomId, threadId, range, ...ends })
  latest.current = { roomId, threadId, range, ...ends }
  const busy = useRef<string | null>(null)

  const load = useCallback(async (direction: Direction, ask: HistoryAsk) => {
    const { roomId, threadId } = latest.current
    const place = threadId ?? roomId
    const device = theDevice()
    if (!device || busy.current === place) return
    busy.current = place
    setUnder(direction)
    try {
      await device.page(roomId, threadId ? { ...ask, threadId } : ask)
      setFault(null)
    } catch (error) {
      setFault({ place, fault: asFault(error) })
    } finally {
      busy.current = null
      setUnder(null)
    }
  }, [])

  const loadOlder = useCallback(async () => {
    const { range, hasOlder } = latest.current
    // An empty live range has no end of its own yet: the newest page gives it one.
    if (range && hasOlder)
      await load('older', range[0] > range[1] ? {} : { before: range[0], limit: olderAtOnce })
  }, [load])
  const loadNewer = useCallback(async () => {
    const { range, hasNewer } = latest.current
    if (range && hasNewer) await load('newer', { after: range[1] })
  }, [load])
  const loadAround = useCallback(
    async (seq: number, state: RoomState | null) => {
      if (state && !rangeAt(state.ranges, seq)) await load('around', { around: seq })
    },
    [load],
  )

  const connections = useConnections()
  const failed = fault?.place === place ? fault.fault : null
  const mustFill = ends.hasOlder && ends.isShort && !failed
  useEffect(() => {
    if (mustFill) void loadOlder()
  }, [place, mustFill, connections, loadOlder])

  // Without a fault the list may ask again. Where nothing is shown at all, the fault is, until there is a connection.
  useEffect(() => setFault(null), [connections])
  useEffect(() => {
    if (!failed || ends.isEmpty) return
    const timer = setTimeout(() => setFault(null), againAfter)
    return () => clearTimeout(timer)
  }, [failed, ends.isEmpty])

  return {
    fault: failed,
    shown: { loadingOlder: under === 'older', loadingNewer: under === 'newer' },
    loadOlder,
    loadNewer,
    loadAround,
  }
}
