/**
 * `since`: the store's own time when a device last looked, or of the newest personal row that it has seen. No node's
 * clock takes part.
 */
import { fault } from '@community-chat/shared/protocol/faults'
import { storeTime } from '../../kernel/nodes/lease'
import type { Row } from './present'

/** Tombstones live this long; a device that was away longer gets the full list. */
const tombstonesLast = 30 * 24 * 3600 * 1000

/** The store's clock may have been set back by so much without a device being told everything anew. */
const setBack = 30_000

/** The latest of some times and of all changes of rows, as a device keeps it. Those times lie before what was read. */
export function sinceOf(rows: Row[], ...looked: (Date | null)[]): string {
  const times = rows.flatMap(({ room, seat }) => [room.changedAt, seat.changedAt])
  const latest = [...looked, ...times].reduce((a, b) => Math.max(a, b?.getTime() ?? 0), 0)
  return new Date(latest).toISOString()
}

/** Reads what a device kept; null when it has nothing, was away too long, or kept what by the store's clock is to come. */
export function readSince(since: string | undefined, now = storeTime()): Date | null {
  if (since === undefined) return null
  const time = Date.parse(since)
  if (Number.isNaN(time))
    throw fault('invalid_input', { issues: [{ path: 'since', message: 'This is not from a sync.' }] })
  return now - time > tombstonesLast || time - now > setBack ? null : new Date(time)
}
