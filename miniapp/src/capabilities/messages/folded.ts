/** Rows that are folded away: what people said with whom the reader wants nothing to do. Pure. */
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { FeedRow } from './rows'

/**
 * The rows with each run of those to fold as one row, which counts as seen up to its last message. `opened` has the
 * keys of rows that the reader wanted to see after all.
 */
export function folded(
  rows: readonly FeedRow[],
  folds: ((message: Message) => boolean) | undefined,
  opened: ReadonlySet<string>,
): readonly FeedRow[] {
  if (!folds) return rows
  const shown: FeedRow[] = []
  let run: FeedRow[] = []
  const close = () => {
    if (run.length > 0) shown.push(fold(run))
    run = []
  }
  for (const item of rows) {
    const { message } = item.row
    if (message && item.kind !== 'system' && folds(message) && !opened.has(item.key)) run.push(item)
    else {
      close()
      shown.push(item)
    }
  }
  close()
  return shown
}

function fold(run: FeedRow[]): FeedRow {
  const [first] = run as [FeedRow, ...FeedRow[]]
  const unread = run.find(item => item.unread)
  return {
    key: (unread ?? first).key,
    row: run[run.length - 1]!.row,
    kind: 'folded',
    corner: 'solo',
    separated: first.separated,
    unread: unread !== undefined,
    inside: run.map(item => item.key),
  }
}
