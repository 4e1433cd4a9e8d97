import { folded } from './folded'
import { countNew } from './reading'
import type { FeedRow } from './rows'

const nothing = new Set<string>()
const folds = ({ senderId }: { senderId: string }) => senderId === 'x'
const row = (seq: number, senderId: string, more: Partial<FeedRow> = {}) =>
  ({
    key: `k${seq}`,
    row: { key: `k${seq}`, senderId, mine: false, message: { seq, senderId } },
    kind: 'said',
    corner: 'solo',
    separated: false,
    unread: false,
    ...more,
  }) as FeedRow
const shapes = (rows: readonly FeedRow[]) =>
  rows.map(({ key, kind, inside }) => [key, kind, inside?.length ?? 0])

test('each run of a hidden sender is one row; what the system notes of them stays', () => {
  const rows = [
    row(1, 'a'),
    row(2, 'x'),
    row(3, 'x'),
    row(4, 'a'),
    row(5, 'x', { kind: 'system' }),
    row(6, 'x'),
  ]
  expect(shapes(folded(rows, folds, nothing))).toEqual([
    ['k1', 'said', 0],
    ['k2', 'folded', 2],
    ['k4', 'said', 0],
    ['k5', 'system', 0],
    ['k6', 'folded', 1],
  ])
})

test('a folded run counts as seen up to its last message, and is nothing new', () => {
  const [run] = folded([row(2, 'x'), row(3, 'x')], folds, nothing)
  expect(run?.row.message?.seq).toBe(3)
  expect(countNew([run!], 1)).toBe(0)
})

test('the unread line stays where it was', () => {
  const [run] = folded([row(2, 'x'), row(3, 'x', { unread: true })], folds, nothing)
  expect(run).toMatchObject({ key: 'k3', unread: true })
})

test('what was opened is shown; what comes after it is folded again', () => {
  const rows = [row(2, 'x'), row(3, 'x'), row(4, 'x')]
  expect(shapes(folded(rows, folds, new Set(['k2', 'k3'])))).toEqual([
    ['k2', 'said', 0],
    ['k3', 'said', 0],
    ['k4', 'folded', 1],
  ])
  expect(folded(rows, undefined, nothing)).toBe(rows)
})
