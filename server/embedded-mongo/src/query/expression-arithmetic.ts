import { Double, Int32 } from 'bson'
import { numberOf } from './bson'
import { refuseMixedSum } from './accumulate'
import { isNothing } from './expression-values'
import { badValue, located, notImplemented, typeMismatch } from './fault'
import { combineWidening, integerOf, intOrLong, isNumeric, toLong } from './numbers'
import { typeName } from './types'

/** `$add`: numbers, with at most one date among them. */
export function add(values: unknown[]): unknown {
  const stranger = values.find(value => !isNothing(value) && !isNumeric(value) && !(value instanceof Date))
  if (stranger !== undefined)
    throw typeMismatch(`$add only supports numeric or date types, not ${typeName(stranger)}`)
  const dates = values.filter(value => value instanceof Date)
  if (dates.length > 1) throw located(16612, 'only one date allowed in an $add expression')
  if (values.some(isNothing)) return null
  refuseMixedSum(values)
  const sum = values.filter(isNumeric).reduce((a, b) => combineWidening('add', a, b), new Int32(0))
  return dates[0] ? new Date(dates[0].getTime() + Math.round(numberOf(sum) as number)) : sum
}

/** `$subtract`: numbers, or a date less a number or another date. */
export function subtract(a: unknown, b: unknown): unknown {
  if (isNothing(a) || isNothing(b)) return null
  if (isNumeric(a) && isNumeric(b)) return combineWidening('subtract', a, b)
  if (a instanceof Date && b instanceof Date) return toLong(BigInt(a.getTime() - b.getTime()))
  if (a instanceof Date && isNumeric(b)) return new Date(a.getTime() - Math.round(numberOf(b) as number))
  throw typeMismatch(`can't $subtract ${typeName(b)} from ${typeName(a)}`)
}

/** `$multiply`: numbers only. */
export function multiply(values: unknown[]): unknown {
  const stranger = values.find(value => !isNothing(value) && !isNumeric(value))
  if (stranger !== undefined)
    throw typeMismatch(`$multiply only supports numeric types, not ${typeName(stranger)}`)
  if (values.some(isNothing)) return null
  return values.reduce((a, b) => combineWidening('multiply', a, b), new Int32(1))
}

/** `$divide`: always a Double; zero is refused. */
export function divide(a: unknown, b: unknown): unknown {
  if (isNothing(a) || isNothing(b)) return null
  if (!isNumeric(a) || !isNumeric(b))
    throw typeMismatch(`$divide only supports numeric types, not ${typeName(a)} and ${typeName(b)}`)
  refuseDecimal('$divide', a, b)
  if (numberOf(b) === 0) throw badValue("can't $divide by zero")
  return new Double((numberOf(a) as number) / (numberOf(b) as number))
}

/** `$mod`: keeps the integer types. */
export function modulo(a: unknown, b: unknown): unknown {
  if (isNothing(a) || isNothing(b)) return null
  if (!isNumeric(a) || !isNumeric(b))
    throw located(16611, `$mod only supports numeric types, not ${typeName(a)} and ${typeName(b)}`)
  refuseDecimal('$mod', a, b)
  if (numberOf(b) === 0) throw located(16610, "can't $mod by zero")
  const [x, y] = [integerOf(a), integerOf(b)]
  if (x === undefined || y === undefined) return new Double((numberOf(a) as number) % (numberOf(b) as number))
  const isLong = [typeName(a), typeName(b)].includes('long')
  return isLong ? toLong(x % y) : intOrLong(x % y)
}

function refuseDecimal(name: string, ...values: unknown[]): void {
  if (values.some(value => typeName(value) === 'decimal'))
    throw notImplemented(`${name} of Decimal128 is not supported here`)
}

/** `$abs`, `$ceil` and `$floor`: integers stay what they are. */
export function rounded(name: string, value: unknown, round: (number: number) => number): unknown {
  if (isNothing(value)) return null
  if (!isNumeric(value)) throw located(28765, `${name} only supports numeric types, not ${typeName(value)}`)
  refuseDecimal(name, value)
  const integer = integerOf(value)
  if (integer === undefined) return new Double(round(numberOf(value) as number))
  return name === '$abs' && integer < 0n ? combineWidening('subtract', new Int32(0), value) : value
}
