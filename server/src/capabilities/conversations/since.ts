/** `since`: the store's own time of the newest personal row that a device has seen. No node's clock takes part. */
import { fault } from '@community-chat/shared/protocol/faults'
import type { Row } from './present'

/** Tombstones live this long; a device that was away longer gets the full list. */
const tombstonesLast = 30 * 24 * 3600 * 1000

/** The newest change among rows, as a device keeps it. */
export function sinceOf(rows: Row[], atLeast = new Date(0)): string {
  const times = rows.flatMap(({ room, seat }) => [
    room.changedAt?.getTime() ?? 0,
    seat.changedAt?.getTime() ?? 0,
  ])
  return new Date(times.reduce((a, b) => Math.max(a, b), atLeast.getTime())).toISOString()
}

/** Reads what a device kept; null when it has nothing or was away too long. */
export function readSince(since: string | undefined, now = Date.now()): Date | null {
  if (since === undefined) return null
  const time = Date.parse(since)
  if (Number.isNaN(time))
    throw fault('invalid_input', { issues: [{ path: 'since', message: 'This is not from a sync.' }] })
  return now - time > tombstonesLast ? null : new Date(time)
}
