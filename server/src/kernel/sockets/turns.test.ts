import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { type Connection, newConnection } from './connection'
import { inTurn } from './turns'

const aConnection = (): Connection => newConnection({} as never, '127.0.0.1', 'test')
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n)

test('of a packet with many frames a few are answered each turn, all of them in order', async () => {
  const connection = aConnection()
  const answered: number[] = []
  for (const n of upTo(20)) inTurn(connection, () => answered.push(n))
  expect(answered).toEqual(upTo(8))
  inTurn(connection, () => answered.push(20)) // comes last, though the turn may have room for it
  await nextTurn()
  expect(answered).toEqual(upTo(16))
  await nextTurn()
  expect(answered).toEqual(upTo(21))
  inTurn(connection, () => answered.push(21))
  expect(answered).toEqual(upTo(22))
})

test('the share of one socket is no other’s', () => {
  const [busy, calm] = [aConnection(), aConnection()]
  let answered = 0
  for (let n = 0; n < 100; n++) inTurn(busy, () => {})
  inTurn(calm, () => answered++)
  expect(answered).toBe(1)
})
