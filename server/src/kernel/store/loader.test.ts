import { afterEach, expect, jest, test } from '@jest/globals'
import { gathering } from './loader'

afterEach(() => void jest.useRealTimers())

test('a read that is not answered is refused after ten seconds, and the next one is not held up by it', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'performance', 'nextTick', 'queueMicrotask'] })
  const turn = () => new Promise(resolve => setImmediate(resolve))
  const reads: string[][] = []
  const read = gathering<string>(keys => {
    reads.push(keys)
    return reads.length === 1
      ? new Promise(() => undefined)
      : Promise.resolve(new Map(keys.map(key => [key, `of ${key}`])))
  })
  const outcomes: unknown[] = []
  const note = (value: Promise<unknown>) =>
    value.then(
      one => outcomes.push(one),
      error => outcomes.push(error.code),
    )
  void note(read('a'))
  await turn()
  void note(read('b'))
  await jest.advanceTimersByTimeAsync(9_900)
  expect(outcomes).toEqual([])
  expect(reads).toEqual([['a']])
  await jest.advanceTimersByTimeAsync(200)
  await turn()
  await turn()
  expect(outcomes).toEqual(['unavailable', 'of b'])
  expect(reads).toEqual([['a'], ['b']])
})
