/** What can be done with a message, by whom. Pure. */
import type { Windows } from '@community-chat/shared/capabilities/messages/contract'
import type { TalkAct, TalkPart } from '../../kernel/talk'
import { textOf, type FeedRow } from './rows'

export type Act = 'retry' | 'copy' | 'edit' | 'recall' | 'discard' | 'remove'

/** What holds until the server has told. */
export const usualWindows: Windows = { edit: 0, recall: 120 }

const looks: Record<Act, Pick<TalkAct, 'icon' | 'order' | 'danger'>> = {
  retry: { icon: 'arrow-up', order: 0 },
  copy: { icon: 'copy', order: 20 },
  edit: { icon: 'edit', order: 40 },
  recall: { icon: 'recall', order: 25 },
  discard: { icon: 'trash', order: 100, danger: true },
  remove: { icon: 'trash', order: 100, danger: true },
}

/** What the talk itself can do with a message now. */
export function actsOn(
  { kind, row }: FeedRow,
  isModerator: boolean,
  windows: Windows = usualWindows,
  now = Date.now(),
): Act[] {
  if (kind !== 'said') return []
  const isWithin = (seconds: number) => seconds === 0 || now - row.createdAt < seconds * 1000
  const copy = textOf(row) ? (['copy'] as const) : []
  // A recall does what a deletion does, and leaves the text to edit again.
  const isRecallable = row.mine && isWithin(windows.recall)
  if (!row.message) return row.state === 'failed' ? ['retry', ...copy, 'discard'] : [...copy, 'discard']
  return [
    ...copy,
    ...(row.mine && textOf(row) && isWithin(windows.edit) ? (['edit'] as const) : []),
    ...(isRecallable ? (['recall'] as const) : []),
    ...((row.mine || isModerator) && !isRecallable ? (['remove'] as const) : []),
  ]
}

/** The same as acts of a menu. */
export const ownActs = (
  item: FeedRow,
  isModerator: boolean,
  windows: Windows,
  names: Record<Act, string>,
  run: (what: Act, item: FeedRow) => void,
): TalkAct[] =>
  actsOn(item, isModerator, windows).map(what => ({
    key: what,
    name: names[what],
    ...looks[what],
    run: () => run(what, item),
  }))

/** The acts of all parts on a message that the server has, with the talk's own: by rising order, dangers last. */
export function actsOf(item: FeedRow, parts: readonly Pick<TalkPart, 'acts'>[], own: TalkAct[]): TalkAct[] {
  const { message } = item.row
  const others = message && item.kind === 'said' ? parts.flatMap(part => part.acts?.(message) ?? []) : []
  return [...own, ...others].sort(
    (a, b) => Number(a.danger ?? false) - Number(b.danger ?? false) || a.order - b.order,
  )
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
  lastRow(rows, item => item.row.message !== null && actsOn(item, false).includes('edit'))
