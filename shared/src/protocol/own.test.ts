import { expect, test } from '@jest/globals'
import * as z from 'zod/mini'
import { ownKind, type OwnRow, type OwnState, withOwn } from './own'

const drafts = ownKind('drafts', z.object({ text: z.string() }))
const row = (id: string, version: number, text: string | null): OwnRow => ({
  id,
  version,
  changedAt: '2026-01-01T00:00:00Z',
  gone: text === null,
  data: text === null ? null : { text },
})
const told = (own: OwnState, rows: OwnRow[], now = 1) => withOwn(own, 'drafts', { rows, full: false }, now)
const texts = (own: OwnState) =>
  Object.fromEntries(Object.entries(drafts.of(own)).map(([id, { text }]) => [id, text]))

test('of two states of a row the higher version stays, in whatever order they come', () => {
  const [old, late] = [row('a', 1, 'old'), row('a', 2, 'late')]
  for (const order of [
    [old, late],
    [late, old],
  ]) {
    expect(texts(order.reduce((own, one) => told(own, [one]), {} as OwnState))).toEqual({ a: 'late' })
  }
})

test('a row that went is not shown, and an earlier state does not bring it back', () => {
  const gone = told(told({}, [row('a', 1, 'old')]), [row('a', 2, null)])
  expect(texts(gone)).toEqual({})
  expect(texts(told(gone, [row('a', 1, 'old')]))).toEqual({})
  expect(texts(told(gone, [row('a', 3, 'again')]))).toEqual({ a: 'again' })
})

test('what is known already changes nothing, so that nobody is woken', () => {
  const own = told({}, [row('a', 1, 'said')])
  expect(told(own, [row('a', 1, 'said')])).toBe(own)
  expect(drafts.of(own)).toBe(drafts.of(own))
})

test('a full answer takes away what it does not name, but not what came after it was asked for', () => {
  const before = told({}, [row('a', 1, 'old'), row('b', 1, 'stays')], 10)
  const asked = 20
  const meanwhile = told(before, [row('c', 1, 'fresh')], 25)
  const answer = { rows: [row('b', 1, 'stays')], full: true }
  expect(texts(withOwn(meanwhile, 'drafts', answer, 30, asked))).toEqual({ b: 'stays', c: 'fresh' })
})

test('kinds do not touch each other', () => {
  const own = told(withOwn({}, 'other', { rows: [row('a', 1, 'x')], full: false }, 1), [row('a', 1, 'y')])
  expect(texts(own)).toEqual({ a: 'y' })
  expect(own.other!.a!.data).toEqual({ text: 'x' })
})
