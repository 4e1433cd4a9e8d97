import type { Schedule } from '@community-chat/shared/capabilities/schedules/contract'
import { expect, test } from '@jest/globals'
import { inOrder, stillIn, turned } from './schedules'

const note = (at: string, state: Schedule['state'] = 'waiting'): Schedule => ({
  kind: 'reminder',
  at,
  state,
  note: at,
})

test('what I planned stands by its time', () => {
  const rows = {
    b: note('2026-11-23T09:00:00Z'),
    a: note('2026-11-23T09:00:00Z'),
    c: note('2026-11-21T09:00:00Z'),
  }
  expect(inOrder(rows).map(({ id }) => id)).toEqual(['c', 'a', 'b'])
})

test('only what waited before has come due; what was due at the first look is no news', () => {
  const before = { a: note('2026-11-21T09:00:00Z'), b: note('2026-11-21T09:00:00Z', 'due') }
  const now = {
    a: note('2026-11-21T09:00:00Z', 'due'),
    b: note('2026-11-21T09:00:00Z', 'due'),
    c: note('2026-11-21T09:00:00Z', 'due'),
  }
  expect(turned(before, now, 'due').map(({ id }) => id)).toEqual(['a'])
  expect(turned({}, now, 'due')).toEqual([])
})

test('a changed text calls those whose names stand where they stood', () => {
  const spans = [
    { at: 0, length: 6 },
    { at: 11, length: 4 },
  ]
  expect(stillIn('@alice and @bob!', '@alice and @bob', spans)).toEqual(spans)
  expect(stillIn('@alice or @bob', '@alice and @bob', spans)).toEqual([spans[0]])
})
