/** What can be done with a message, by whom. Pure. */
import type { FeedRow } from './rows'

export type Act = 'retry' | 'copy' | 'edit' | 'discard' | 'report' | 'remove'

/** Acts in the order of the menu, the destructive one last. */
export function actsOn({ kind, row }: FeedRow, isModerator: boolean): Act[] {
  if (kind !== 'said') return []
  if (!row.message) {
    return row.state === 'failed' ? ['retry', 'copy', 'discard'] : ['copy', 'discard']
  }
  return [
    'copy',
    ...(row.mine ? (['edit'] as const) : (['report'] as const)),
    ...(row.mine || isModerator ? (['remove'] as const) : []),
  ]
}

/** The newest row that `fits`; written by hand because older browsers have no findLast. */
export function lastRow(rows: readonly FeedRow[], fits: (item: FeedRow) => boolean): FeedRow | undefined {
  for (let i = rows.length - 1; i >= 0; i--) {
    const item = rows[i]
    if (item && fits(item)) return item
  }
  return undefined
}

/** The newest of my messages that can be edited. */
export const lastOwn = (rows: readonly FeedRow[]): FeedRow | undefined =>
  lastRow(rows, ({ kind, row }) => kind === 'said' && row.mine && row.message !== null)
