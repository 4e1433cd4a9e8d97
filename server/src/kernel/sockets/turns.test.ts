import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { type Connection, newConnection } from './connection'
import { inTurn } from './turns'

const aConnection = (userId?: string): Connection => {
  const connection = newConnection({} as never, '127.0.0.1', 'test')
  return userId === undefined ? connection : Object.assign(connection, { identity: { userId } })
}
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

test('the share of one socket is no other’s where nobody has signed in', () => {
  const [busy, calm] = [aConnection(), aConnection()]
  let answered = 0
  for (let n = 0; n < 100; n++) inTurn(busy, () => {})
  inTurn(calm, () => answered++)
  expect(answered).toBe(1)
})

test('all sockets of a person have one share, and its order', async () => {
  const [one, other, neighbour] = [aConnection('alice'), aConnection('alice'), aConnection('bob')]
  const answered: number[] = []
  for (const n of upTo(12)) inTurn(n % 2 === 0 ? one : other, () => answered.push(n))
  expect(answered).toEqual(upTo(8))
  let heard = 0
  inTurn(neighbour, () => heard++)
  expect(heard).toBe(1)
  await nextTurn()
  expect(answered).toEqual(upTo(12))
})

test('what was said before a sign-in is answered before what was said after it', async () => {
  const connection = aConnection()
  const answered: number[] = []
  for (const n of upTo(10)) inTurn(connection, () => answered.push(n))
  Object.assign(connection, { identity: { userId: 'carol' } })
  inTurn(connection, () => answered.push(10))
  expect(answered).toEqual(upTo(8))
  await nextTurn()
  expect(answered).toEqual(upTo(11))
})
