import type { ReactNode, Ref } from 'react'

export interface FeedHandle {
  toEnd: () => void
  /** Brings a row near the top; false where it is not loaded. */
  toRow: (key: string) => boolean
}

/** What of the feed is on the screen; indexes of the first and last row that can be read. */
export interface Seen {
  first: number
  last: number
  atEnd: boolean
}

export interface FeedProps<R extends { key: string }> {
  handle: Ref<FeedHandle>
  /** Oldest first. A row keeps its key for life. */
  rows: readonly R[]
  render: (row: R) => ReactNode
  /** About how high a row is before it was ever shown. */
  guess: (row: R) => number
  label: string
  head?: ReactNode
  foot?: ReactNode
  /** Opens at this row instead of at the end. */
  startAt?: string
  /** There is more after the last row, so the end of the rows is not the end. */
  open?: boolean
  onTop?: () => void
  onBottom?: () => void
  onSeen: (seen: Seen) => void
}
