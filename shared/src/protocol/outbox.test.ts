/** The outbox, step by step. */
import { expect, test } from '@jest/globals'
import { ready, readyAt, restartOutbox, stepOutbox, type Outbox, type OutboxEvent } from './outbox'

const added = (clientId: string, roomId = 'r', at = 0): OutboxEvent => ({
  kind: 'added',
  draft: { clientId, roomId, content: { type: 'text', text: clientId } },
  at,
})
const after = (...events: OutboxEvent[]): Outbox => events.reduce(stepOutbox, [] as Outbox)
const names = (outbox: Outbox) => outbox.map(entry => `${entry.clientId} ${entry.state}`)
const refused = (clientId: string, code: string, retryable: boolean, retryAfter?: number): OutboxEvent => ({
  kind: 'refused',
  clientId,
  code,
  retryable,
  retryAfter,
  at: 1_000,
})
const silent = (clientId: string): OutboxEvent => ({ kind: 'unanswered', clientId, at: 0 })

test('of each room only the first entry leaves, rooms beside one another', () => {
  const outbox = after(added('a1', 'a'), added('a2', 'a'), added('b1', 'b'))
  expect(ready(outbox, 0).map(entry => entry.clientId)).toEqual(['a1', 'b1'])
})

test('while one is on its way the next waits', () => {
  const outbox = after(added('1'), added('2'), { kind: 'sending', clientId: '1' })
  expect(ready(outbox, 0)).toEqual([])
})

test('an ack lets the next one go', () => {
  const outbox = after(
    added('1'),
    added('2'),
    { kind: 'sending', clientId: '1' },
    { kind: 'acked', clientId: '1' },
  )
  expect(ready(outbox, 0).map(entry => entry.clientId)).toEqual(['2'])
})

test('a cut is no try; three silent tries are a failure that holds back nothing', () => {
  const cut = after(
    added('1'),
    added('2'),
    { kind: 'sending', clientId: '1' },
    { kind: 'cut', clientId: '1' },
  )
  expect(cut[0]).toMatchObject({ tries: 0, state: 'waiting' })
  const failed = [silent('1'), silent('1'), silent('1')].reduce(stepOutbox, cut)
  expect(failed[0]).toMatchObject({ state: 'failed', code: 'timeout' })
  expect(ready(failed, 0).map(entry => entry.clientId)).toEqual(['2'])
})

test('a definite refusal fails at once with its code', () => {
  expect(after(added('1'), refused('1', 'forbidden', false))[0]).toMatchObject({
    state: 'failed',
    code: 'forbidden',
  })
})

test('a limit makes it wait as long as asked, however often', () => {
  const waits = Array.from({ length: 5 }, () => refused('1', 'rate_limited', true, 7))
  const outbox = after(added('1'), ...waits)
  expect(outbox[0]).toMatchObject({ state: 'waiting', notBefore: 8_000 })
  expect(ready(outbox, 7_999)).toEqual([])
  expect(readyAt(outbox)).toBe(8_000)
})

test('a resend stands behind what was written meanwhile and begins anew', () => {
  const outbox = after(added('1'), refused('1', 'forbidden', false), added('2'), {
    kind: 'resent',
    clientId: '1',
    at: 9,
  })
  expect(names(outbox)).toEqual(['2 waiting', '1 waiting'])
  expect(outbox[1]).not.toHaveProperty('code')
})

test('the same clientId is added once', () => {
  expect(after(added('1'), added('1'))).toHaveLength(1)
})

test('after a restart what was on its way waits again', () => {
  expect(names(restartOutbox(after(added('1'), { kind: 'sending', clientId: '1' })))).toEqual(['1 waiting'])
})
