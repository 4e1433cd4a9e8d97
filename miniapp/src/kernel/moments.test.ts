import { expect, test } from '@jest/globals'
import { plannedTime } from '../ui/times'
import { dateOf, momentOf, timeOf } from '../ui/DateTime/civil'
import { momentsFrom } from './moments'

const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime()

test.each([
  ['a Saturday at noon', at(21, 12), { tonight: at(21, 20), tomorrow: at(22, 9), monday: at(23, 9) }],
  ['shortly before tonight', at(21, 19, 40), { tomorrow: at(22, 9), monday: at(23, 9) }],
  ['a Sunday: Monday is tomorrow', at(22, 12), { tonight: at(22, 20), tomorrow: at(23, 9) }],
  ['a Monday: the next one', at(23, 8), { tonight: at(23, 20), tomorrow: at(24, 9), monday: at(30, 9) }],
])('what is offered on %s lies ahead, soonest first', (_, now, rest) => {
  const found = momentsFrom(now)
  expect(Object.fromEntries(found.map(({ key, at }) => [key, at]))).toEqual({
    hour: now + 3_600_000,
    ...rest,
  })
  for (const one of found) expect(one.at).toBeGreaterThan(now)
})

test.each([
  [at(21, 20), 'Today 20:00', '今天 20:00'],
  [at(22, 9, 5), 'Tomorrow 9:05', '明天 9:05'],
  [at(27, 9), 'Friday 9:00', '星期五 9:00'],
  [at(28, 9), 'Nov 28 9:00', '11月28日 9:00'],
  [at(20, 9), 'Yesterday 9:00', '昨天 9:00'],
  [new Date(2027, 0, 3, 9).getTime(), 'Jan 3, 2027 9:00', '2027年1月3日 9:00'],
])('a time to come is named by its day', (moment, en, zh) => {
  expect([plannedTime(moment, at(21, 12), 'en'), plannedTime(moment, at(21, 12), 'zh')]).toEqual([en, zh])
})

test('a moment is the same as its date and time; half of one is none', () => {
  expect(momentOf(dateOf(at(3, 9, 5)), timeOf(at(3, 9, 5)))).toBe(at(3, 9, 5))
  expect([momentOf('', '09:05'), momentOf('2026-11-03', '')]).toEqual([null, null])
})
