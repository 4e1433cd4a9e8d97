import { expect, test } from '@jest/globals'
import { monthName, weeksOf } from './months'

test('a month begins on its weekday and has all of its days', () => {
  const weeks = weeksOf({ year: 2026, month: 1 })
  const dates = weeks.map(week => week.map(day => (day === null ? 0 : new Date(day).getDate())))
  expect(dates[0]).toEqual([0, 0, 0, 0, 0, 0, 1])
  expect(dates.flat().filter(Boolean)).toEqual(Array.from({ length: 28 }, (_, i) => i + 1))
  expect(weeks.every(week => week.length === 7)).toBe(true)
})

test('a month is named in both languages', () => {
  expect(monthName({ year: 2026, month: 2 }, 'en')).toBe('March 2026')
  expect(monthName({ year: 2026, month: 2 }, 'zh')).toBe('2026年3月')
})
