import { isShort, mostRows, rowAt, spanAround, spanAtEnd, sumOf } from './span'

const even = () => 50
const uneven = (i: number) => 30 + ((i * 37) % 200)

test.each([1, 20, 800, 4000])('never more than the promised rows, whatever the anchor (view %i)', view => {
  for (const height of [even, uneven, () => 1, () => 5000]) {
    for (const count of [1, 5, 79, 10_000]) {
      for (const anchor of [0, Math.floor(count / 2), count - 1]) {
        const { start, end } = spanAround(anchor, count, height, view)
        expect(start).toBeGreaterThanOrEqual(0)
        expect(end).toBeLessThanOrEqual(count)
        expect(end - start).toBeLessThanOrEqual(mostRows)
        expect(anchor).toBeGreaterThanOrEqual(start)
        expect(anchor).toBeLessThan(end)
      }
      const last = spanAtEnd(count, height, view)
      expect(last.end).toBe(count)
      expect(last.end - last.start).toBeLessThanOrEqual(mostRows)
    }
  }
})

test('the screen and one beyond it are filled', () => {
  const { start, end } = spanAround(5000, 10_000, uneven, 800)
  expect(sumOf(start, 5000, uneven)).toBeGreaterThanOrEqual(800)
  expect(sumOf(5000, end, uneven)).toBeGreaterThanOrEqual(1600)
})

test.each<[number, number]>([
  [0, 0],
  [49, 0],
  [50, 1],
  [499, 9],
  [99_999, 9],
])('%i px from the top is row %i', (offset, wanted) => {
  expect(rowAt(offset, 10, even)).toBe(wanted)
})

test.each<[string, number, number, number, boolean]>([
  ['in the middle', 20, 30, 100, false],
  ['near the first mounted row', 12, 20, 100, true],
  ['near the last mounted row', 30, 47, 100, true],
  ['at the end of all rows', 30, 49, 50, false],
])('%s', (_, first, last, count, wanted) => {
  expect(isShort({ start: 10, end: 50 }, first, last, count)).toBe(wanted)
})
