import { expect, test } from '@jest/globals'
import { block, typicalP99 } from './blocks'

const of = (p99: number, stolen: number) => ({ waited: [...Array(98).fill(1), p99, p99], stolen })

test('where the host takes nothing the median of all blocks is typical', () => {
  expect(typicalP99([of(10, 0), of(90, 0), of(20, 0)])).toBe(20)
  expect(typicalP99([])).toBe(0)
})

test('of the blocks only the half counts from which the host took least, whatever was waited in it', () => {
  expect(typicalP99([of(90, 0), of(80, 10), of(70, 20), of(1, 500), of(2, 900)])).toBe(80)
  expect(typicalP99([of(10, 0), of(11, 10), of(12, 20), of(99, 500), of(98, 900)])).toBe(11)
})

test('a block holds what was waited in it, and what was stolen is never less than nothing', async () => {
  const { waited, stolen } = await block(() => Promise.resolve([1, 2]))
  expect(waited).toEqual([1, 2])
  expect(stolen).toBeGreaterThanOrEqual(0)
})
