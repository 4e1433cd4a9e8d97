import { type ObjectId, type Timestamp } from 'bson'
import { numberOf } from './bson'
import { DATE_UNITS, type DateUnit, truncateDate, WEEKDAYS } from './date-trunc'
import { type Compile, type Evaluate, isNothing } from './expression-values'
import { located } from './fault'
import { integerOf } from './numbers'
import { showValue } from '../show'
import { timeZone } from './time-zone'
import { isDocument, typeName } from './types'

const REQUIRED = ['date', 'unit']
const OPTIONAL = ['binSize', 'timezone', 'startOfWeek']
const GREATEST_BIN = 100_000_000_000

/** Compiles `$dateTrunc`. */
export function compileDateTrunc(argument: unknown, compile: Compile): Evaluate {
  if (!isDocument(argument)) throw located(5439007, '$dateTrunc only supports an object as its argument')
  const stranger = Object.keys(argument).find(name => ![...REQUIRED, ...OPTIONAL].includes(name))
  if (stranger !== undefined)
    throw located(
      5439008,
      `Unrecognized argument to $dateTrunc: ${stranger}. Expected arguments are date, unit, and optionally, binSize, timezone, startOfWeek`,
    )
  if (!('date' in argument)) throw located(5439009, "Missing 'date' parameter to $dateTrunc")
  if (!('unit' in argument)) throw located(5439010, "Missing 'unit' parameter to $dateTrunc")
  const given = Object.entries(argument).map(([name, value]) => ({ name, evaluate: compile(value) }))
  return (document, variables) => {
    const values = Object.fromEntries(
      given.map(({ name, evaluate }) => [name, evaluate(document, variables)]),
    )
    const matters = given.filter(({ name }) => name !== 'startOfWeek' || values.unit === 'week')
    if (matters.some(({ name }) => isNothing(values[name]))) return null
    const unit = unitOf(values.unit)
    const bin = 'binSize' in values ? binOf(values.binSize, unit) : 1
    const zone = timeZone('timezone' in values ? zoneName(values.timezone) : 'UTC')
    const isWeek = unit === 'week' && 'startOfWeek' in values
    const weekday = isWeek ? weekdayOf(values.startOfWeek) : 0
    return dateOf(truncateDate(instantOf(values.date), unit, bin, zone, weekday))
  }
}

function instantOf(value: unknown): number {
  const type = typeName(value)
  if (type === 'date') return (value as Date).getTime()
  if (type === 'objectId') return (value as ObjectId).getTimestamp().getTime()
  if (type === 'timestamp') return (value as Timestamp).getHighBitsUnsigned() * 1000
  throw located(5439012, `$dateTrunc requires 'date' to be a date, but got ${type}`)
}

function unitOf(value: unknown): DateUnit {
  if (typeof value !== 'string')
    throw located(5439013, `$dateTrunc requires 'unit' to be a string, but got ${typeName(value)}`)
  if (DATE_UNITS.includes(value)) return value as DateUnit
  throw located(5439014, `$dateTrunc parameter 'unit' value cannot be recognized as a time unit: ${value}`)
}

function binOf(value: unknown, unit: DateUnit): number {
  const number = numberOf(value)
  if (number === undefined || (integerOf(value) === undefined && !Number.isSafeInteger(number)))
    throw located(
      5439017,
      `$dateTrunc requires 'binSize' to be a 64-bit integer, but got value '${showValue(value)}' of type ${typeName(value)}`,
    )
  if (number <= 0)
    throw located(5439018, `$dateTrunc requires 'binSize' to be greater than 0, but got value ${number}`)
  const isCalendar = !['millisecond', 'second', 'minute', 'hour'].includes(unit)
  if (isCalendar && number > GREATEST_BIN)
    throw located(5439006, `dateTrunc unsupported binSize value ${number}`)
  return number
}

function zoneName(value: unknown): string {
  if (typeof value === 'string') return value
  throw located(40517, `timezone must evaluate to a string, found ${typeName(value)}`)
}

function weekdayOf(value: unknown): number {
  if (typeof value !== 'string')
    throw located(5439015, `$dateTrunc requires 'startOfWeek' to be a string, but got ${typeName(value)}`)
  const name = value.toLowerCase()
  const weekday = WEEKDAYS.findIndex(day => day === name || day.slice(0, 3) === name)
  if (weekday >= 0) return weekday
  throw located(
    5439016,
    `$dateTrunc parameter 'startOfWeek' value cannot be recognized as a day of a week: ${value}`,
  )
}

// A bin may begin before the time that a Date can hold.
function dateOf(instant: number): Date {
  const date = new Date(instant)
  if (Number.isNaN(date.getTime())) throw located(5439001, 'dateTrunc overflowed')
  return date
}
