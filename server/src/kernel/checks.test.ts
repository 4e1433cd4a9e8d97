import { fault } from '@community-chat/shared/protocol/faults'
import { expect, test } from '@jest/globals'
import { testEnv } from '../testing/app'
import { ask, before, type Check, type CheckPoint, checkPoint, registerChecks } from './checks'
import { openKernel } from './kernel'
import { openLog } from './log'
import type { Registry } from './registry'

const ctx = openKernel(testEnv({}), openLog('silent'), {} as Registry).contextFor({ userId: 'me' })
let points = 0

/** A point of its own for each test, with these checks registered in this order. */
function aPoint(
  options: Parameters<typeof checkPoint>[1],
  checks: [name: string, ask: Check['ask']][],
): CheckPoint<string> {
  const point = checkPoint<string>(`test.${++points}`, options)
  registerChecks(checks.map(([name, asked]) => before(point, name, asked)))
  return point
}
const adds =
  (mark: string): Check['ask'] =>
  (_ctx, text: string) => ({ answer: 'replace', value: text + mark })
const never: Check['ask'] = () => new Promise(() => undefined)
const fails: Check['ask'] = () => Promise.reject(new Error('down'))
const allows: Check['ask'] = () => ({ answer: 'allow' })

test('where nobody checks, everything passes as it is', async () => {
  expect(await ask(ctx, aPoint({}, []), 'said')).toEqual({ value: 'said', held: false })
})

test('checks run in the point’s order, then those it does not name in the order of the list; each sees what the one before made', async () => {
  const point = aPoint({ order: ['first', 'second'] }, [
    ['other', adds('3')],
    ['second', adds('2')],
    ['last', adds('4')],
    ['first', adds('1')],
  ])
  expect((await ask(ctx, point, '')).value).toBe('1234')
})

test('the first refusal ends it, and later ones are not asked', async () => {
  let asked = false
  const refuses: Check['ask'] = () => ({ answer: 'refuse', fault: fault('forbidden', { why: 'rude' }) })
  const point = aPoint({}, [
    ['a', allows],
    ['b', refuses],
    ['c', () => ((asked = true), { answer: 'allow' })],
  ])
  await expect(ask(ctx, point, 'said')).rejects.toMatchObject({ code: 'forbidden', data: { why: 'rude' } })
  expect(asked).toBe(false)
})

test('a fault that is thrown refuses too, also where failures are let through', async () => {
  const throws: Check['ask'] = () => {
    throw fault('conflict')
  }
  await expect(ask(ctx, aPoint({ onFailure: 'open' }, [['a', throws]]), 'said')).rejects.toMatchObject({
    code: 'conflict',
  })
})

test('what is held passes, marked, and later checks still see it', async () => {
  const point = aPoint({}, [
    ['a', () => ({ answer: 'hold', value: 'held' })],
    ['b', adds('!')],
  ])
  expect(await ask(ctx, point, 'said')).toEqual({ value: 'held!', held: true })
})

test.each([
  ['fails', fails],
  ['does not answer in time', never],
])('a check that %s lets through where the point is open', async (_, broken) => {
  const point = aPoint({ within: 50, onFailure: 'open' }, [
    ['a', broken],
    ['b', adds('!')],
  ])
  expect((await ask(ctx, point, 'said')).value).toBe('said!')
})

test.each([
  ['fails', fails],
  ['does not answer in time', never],
])('a check that %s refuses with `unavailable` where the point is closed', async (_, broken) => {
  const begun = Date.now()
  await expect(
    ask(ctx, aPoint({ within: 50, onFailure: 'closed' }, [['a', broken]]), 'said'),
  ).rejects.toMatchObject({ code: 'unavailable' })
  expect(Date.now() - begun).toBeLessThan(1000)
})

test('a point is closed and waits 800 ms unless it says otherwise', () => {
  expect(checkPoint('plain')).toEqual({ name: 'plain', order: [], within: 800, onFailure: 'closed' })
})
