import { expect, test } from '@jest/globals'
import { answeredSoFar, keepInSight } from './under-way'

const later = () => {
  let end = () => {}
  const over = new Promise<void>(resolve => (end = resolve))
  return { over, end }
}
const turn = () => new Promise(resolve => setImmediate(resolve))

test('what is being answered is waited for, what is asked afterwards is not', async () => {
  const [first, second] = [later(), later()]
  const one = keepInSight({ userId: 'ann', requestId: 'r1' }, first.over)
  let isOver = false
  const wait = answeredSoFar('ann').then(() => (isOver = true))
  const two = keepInSight({ userId: 'ann', requestId: 'r2' }, second.over)
  await turn()
  expect(isOver).toBe(false)
  first.end()
  await wait
  second.end()
  await Promise.all([one, two])
})

test('a call that fails is answered too, and nobody else is waited for', async () => {
  const [failing, foreign] = [later(), later()]
  const call = keepInSight(
    { userId: 'ann', requestId: 'r1' },
    failing.over.then(() => Promise.reject(new Error('no'))),
  )
  const other = keepInSight({ userId: 'bob', requestId: 'r2' }, foreign.over)
  const wait = answeredSoFar('ann')
  failing.end()
  await expect(call).rejects.toThrow('no')
  await wait
  foreign.end()
  await other
})

test('of two calls of one person that wait for each other neither waits', async () => {
  const leave = (requestId: string) =>
    keepInSight(
      { userId: 'ann', requestId },
      turn().then(() => answeredSoFar('ann', { requestId })),
    )
  await Promise.all([leave('r1'), leave('r2'), leave('r3')])
  await answeredSoFar('ann')
})
