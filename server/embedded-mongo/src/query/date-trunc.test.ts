import { expect, test } from '@jest/globals'
import { ObjectId } from 'bson'
import fc from 'fast-check'
import { long, seedFor, stored, timestamp } from '../testing/values'
import { DATE_UNITS, type DateUnit, truncateDate } from './date-trunc'
import { evaluator } from './expression'
import { timeZone } from './time-zone'

const truncated = (argument: unknown, document: object = {}) =>
  evaluator(stored({ e: { $dateTrunc: argument } }).e)(stored(document as never), {})

const date = new Date('2021-03-20T11:30:05.678Z')

test.each<[object, string]>([
  [{ unit: 'millisecond' }, '2021-03-20T11:30:05.678Z'],
  [{ unit: 'second' }, '2021-03-20T11:30:05.000Z'],
  [{ unit: 'minute' }, '2021-03-20T11:30:00.000Z'],
  [{ unit: 'hour' }, '2021-03-20T11:00:00.000Z'],
  [{ unit: 'day' }, '2021-03-20T00:00:00.000Z'],
  [{ unit: 'week' }, '2021-03-14T00:00:00.000Z'],
  [{ unit: 'week', startOfWeek: 'Monday' }, '2021-03-15T00:00:00.000Z'],
  [{ unit: 'week', startOfWeek: 'sat' }, '2021-03-20T00:00:00.000Z'],
  [{ unit: 'month' }, '2021-03-01T00:00:00.000Z'],
  [{ unit: 'quarter' }, '2021-01-01T00:00:00.000Z'],
  [{ unit: 'year' }, '2021-01-01T00:00:00.000Z'],
  [{ unit: 'hour', binSize: 2 }, '2021-03-20T10:00:00.000Z'],
  [{ unit: 'minute', binSize: long(15) }, '2021-03-20T11:30:00.000Z'],
  [{ unit: 'month', binSize: 6 }, '2021-01-01T00:00:00.000Z'],
  [{ unit: 'year', binSize: 10 }, '2020-01-01T00:00:00.000Z'],
  [{ unit: 'quarter', binSize: 2 }, '2021-01-01T00:00:00.000Z'],
  // Pairs of weeks are counted from Monday 3 January 2000.
  [{ unit: 'week', binSize: 2, startOfWeek: 'monday' }, '2021-03-15T00:00:00.000Z'],
  [{ unit: 'day', binSize: 7 }, '2021-03-20T00:00:00.000Z'],
  [{ unit: 'day', timezone: '+08:00' }, '2021-03-19T16:00:00.000Z'],
  [{ unit: 'day', timezone: '-1230' }, '2021-03-19T12:30:00.000Z'],
  [{ unit: 'day', timezone: '+08' }, '2021-03-19T16:00:00.000Z'],
  [{ unit: 'day', timezone: 'Asia/Shanghai' }, '2021-03-19T16:00:00.000Z'],
  [{ unit: 'day', timezone: 'America/Los_Angeles' }, '2021-03-20T07:00:00.000Z'],
  [{ unit: 'month', timezone: 'America/Los_Angeles' }, '2021-03-01T08:00:00.000Z'],
  [{ unit: 'year', timezone: 'Europe/Paris' }, '2020-12-31T23:00:00.000Z'],
  [{ unit: 'hour', timezone: 'Asia/Kolkata' }, '2021-03-20T11:30:00.000Z'],
])('%j gives %s', (more, expected) => {
  expect(truncated({ date, ...more })).toEqual(new Date(expected))
})

test.each([
  ['before 2000', '1999-12-31T23:59:59.999Z', { unit: 'hour', binSize: 5 }, '1999-12-31T19:00:00.000Z'],
  [
    'a year before 2000',
    '1994-06-01T00:00:00.000Z',
    { unit: 'year', binSize: 5 },
    '1990-01-01T00:00:00.000Z',
  ],
  [
    'a midnight that clocks skipped',
    '2018-11-04T12:00:00.000Z',
    { unit: 'day', timezone: 'America/Sao_Paulo' },
    '2018-11-04T03:00:00.000Z',
  ],
  [
    'a midnight that came twice',
    '2020-11-01T12:00:00.000Z',
    { unit: 'day', timezone: 'America/Havana' },
    '2020-11-01T04:00:00.000Z',
  ],
  [
    'the hour that came twice is two hours',
    '2021-11-07T09:30:00.000Z',
    { unit: 'hour', timezone: 'America/Los_Angeles' },
    '2021-11-07T09:00:00.000Z',
  ],
])('%s', (_, moment, more, expected) => {
  expect(truncated({ date: new Date(moment), ...more })).toEqual(new Date(expected))
})

test('what can be a date is one, and nothing is null', () => {
  const id = ObjectId.createFromTime(date.getTime() / 1000)
  const day = new Date('2021-03-20T00:00:00.000Z')
  expect(truncated({ date: '$id', unit: 'day' }, { id })).toEqual(day)
  const at = timestamp(Math.floor(date.getTime() / 1000), 1)
  expect(truncated({ date: '$at', unit: 'day' }, { at })).toEqual(day)
  expect(truncated({ date: '$none', unit: 'day' })).toBeNull()
  expect(truncated({ date, unit: '$none' })).toBeNull()
  expect(truncated({ date, unit: 'day', timezone: null })).toBeNull()
  expect(truncated({ date, unit: 'day', startOfWeek: null })).toEqual(day)
})

test.each<[unknown, number, string | RegExp]>([
  [1, 5439007, /only supports an object/],
  [{ date, unit: 'day', frob: 1 }, 5439008, /Unrecognized argument to \$dateTrunc: frob/],
  [{ unit: 'day' }, 5439009, /Missing 'date'/],
  [{ date }, 5439010, /Missing 'unit'/],
  [{ date: 1, unit: 'day' }, 5439012, /to be a date, but got int/],
  [{ date, unit: 1 }, 5439013, /to be a string, but got int/],
  [{ date, unit: 'century' }, 5439014, /as a time unit: century/],
  [{ date, unit: 'week', startOfWeek: 1 }, 5439015, /to be a string/],
  [{ date, unit: 'week', startOfWeek: 'Satur' }, 5439016, /as a day of a week: Satur/],
  [{ date, unit: 'day', binSize: 1.5 }, 5439017, /to be a 64-bit integer/],
  [{ date, unit: 'day', binSize: 'x' }, 5439017, /to be a 64-bit integer/],
  [{ date, unit: 'day', binSize: 0 }, 5439018, /greater than 0/],
  [{ date, unit: 'year', binSize: long('100000000001') }, 5439006, /unsupported binSize/],
  [{ date: new Date(0), unit: 'year', binSize: long('100000000000') }, 5439001, /overflowed/],
  [{ date, unit: 'day', timezone: 1 }, 40517, /must evaluate to a string/],
  [{ date, unit: 'day', timezone: 'Mars/Olympus' }, 40485, /unrecognized time zone identifier/],
  [{ date, unit: 'day', timezone: '+8' }, 40485, /unrecognized time zone identifier/],
])('%j is refused', (argument, code, message) => {
  expect(() => truncated(argument)).toThrow(message)
  expect(() => truncated(argument)).toThrow(expect.objectContaining({ code }))
})

const ZONES = [
  'UTC',
  '+05:45',
  '-1130',
  'Europe/Paris',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
]

test('bins lie one after another: a beginning is its own, and the moment before it belongs to the one before', () => {
  const seed = seedFor('dates')
  const property = fc.property(
    fc.date({ min: new Date('1930-01-01'), max: new Date('2070-01-01'), noInvalidDate: true }),
    fc.constantFrom(...(DATE_UNITS as DateUnit[])),
    fc.integer({ min: 1, max: 40 }),
    fc.constantFrom(...ZONES),
    fc.integer({ min: 0, max: 6 }),
    (moment, unit, bin, zone, weekday) => {
      const beginning = (instant: number) => truncateDate(instant, unit, bin, timeZone(zone), weekday)
      const start = beginning(moment.getTime())
      expect(start).toBeLessThanOrEqual(moment.getTime())
      expect(beginning(start)).toBe(start)
      expect(beginning(start - 1)).toBeLessThan(start)
    },
  )
  fc.assert(property, { seed, numRuns: 3000 })
})
