import { Decimal128, Double, Int32, Long } from 'bson'
import { numberOf } from './bson'
import { notImplemented } from './fault'
import { isNumberType, typeName } from './types'

const INT_LIMIT = 2n ** 31n
const LONG_LIMIT = 2n ** 63n

/** Thrown inside by `combine`; the caller words the fault, since only it knows the field. */
export class LongOverflow extends Error {}

/** Tells whether a value is of one of the four number types. */
export const isNumeric = (value: unknown): boolean => isNumberType(typeName(value))

/** The exact integer of an Int32 or Long, undefined for any other value. */
export function integerOf(value: unknown): bigint | undefined {
  const type = typeName(value)
  if (type === 'int') return BigInt(numberOf(value) as number)
  if (type === 'long') return typeof value === 'bigint' ? value : (value as Long).toBigInt()
  return undefined
}

/** The smallest BSON integer type that holds a value: Int32, else Long; beyond 64 bits it throws LongOverflow. */
export function intOrLong(value: bigint): Int32 | Long {
  if (value >= -INT_LIMIT && value < INT_LIMIT) return new Int32(Number(value))
  return toLong(value)
}

/** A Long of exactly this value; beyond 64 bits it throws LongOverflow. */
export function toLong(value: bigint): Long {
  if (value < -LONG_LIMIT || value >= LONG_LIMIT) throw new LongOverflow()
  return Long.fromBigInt(value)
}

const INTEGER_OPERATIONS = {
  add: (a: bigint, b: bigint) => a + b,
  subtract: (a: bigint, b: bigint) => a - b,
  multiply: (a: bigint, b: bigint) => a * b,
}
const DOUBLE_OPERATIONS = {
  add: (a: number, b: number) => a + b,
  subtract: (a: number, b: number) => a - b,
  multiply: (a: number, b: number) => a * b,
}

/** Adds, subtracts or multiplies with MongoDB's result types: int, long when it overflows or one is long, double. */
export function combine(operation: keyof typeof INTEGER_OPERATIONS, left: unknown, right: unknown): unknown {
  const types = [typeName(left), typeName(right)]
  if (types.includes('decimal')) return combineDecimals(operation, left, right)
  const a = integerOf(left)
  const b = integerOf(right)
  if (a === undefined || b === undefined) {
    return new Double(DOUBLE_OPERATIONS[operation](numberOf(left) as number, numberOf(right) as number))
  }
  const result = INTEGER_OPERATIONS[operation](a, b)
  return types.includes('long') ? toLong(result) : intOrLong(result)
}

/** As `combine`, but what does not fit 64 bits becomes a Double, as aggregation does. */
export function combineWidening(
  operation: keyof typeof INTEGER_OPERATIONS,
  left: unknown,
  right: unknown,
): unknown {
  try {
    return combine(operation, left, right)
  } catch (error) {
    if (!(error instanceof LongOverflow)) throw error
    return new Double(DOUBLE_OPERATIONS[operation](numberOf(left) as number, numberOf(right) as number))
  }
}

/** A finite Decimal128 as `coefficient * 10^exponent`, or undefined for NaN and infinities. */
export function decimalParts(value: Decimal128): { coefficient: bigint; exponent: number } | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:E([+-]?\d+))?$/.exec(value.toString())
  if (!match) return undefined
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const digits = BigInt(whole + fraction)
  return { coefficient: sign ? -digits : digits, exponent: Number(exponent) - fraction.length }
}

function combineDecimals(
  operation: keyof typeof INTEGER_OPERATIONS,
  left: unknown,
  right: unknown,
): Decimal128 {
  const a = decimalParts(toDecimal(left))
  const b = decimalParts(toDecimal(right))
  if (!a || !b) throw notImplemented('arithmetic with a Decimal128 that is not finite is not supported here')
  const result = INTEGER_OPERATIONS[operation]
  if (operation === 'multiply')
    return decimalOf(result(a.coefficient, b.coefficient), a.exponent + b.exponent)
  const exponent = Math.min(a.exponent, b.exponent)
  const scaled = (part: typeof a) => part.coefficient * 10n ** BigInt(part.exponent - exponent)
  return decimalOf(result(scaled(a), scaled(b)), exponent)
}

const DIGITS = 34

// Rounds to the digits a Decimal128 has, a tie to the even neighbour; what does not fit its range is refused.
function decimalOf(coefficient: bigint, exponent: number): Decimal128 {
  const size = coefficient < 0n ? -coefficient : coefficient
  const surplus = size.toString().length - DIGITS
  const [digits, power] =
    surplus > 0 ? [roundedHalfEven(size, surplus), exponent + surplus] : [size, exponent]
  try {
    return Decimal128.fromString(`${coefficient < 0n ? '-' : ''}${digits}E${power}`)
  } catch {
    throw notImplemented('a result past the range of Decimal128 is not supported here')
  }
}

function roundedHalfEven(size: bigint, places: number): bigint {
  const scale = 10n ** BigInt(places)
  const quotient = size / scale
  const twice = (size % scale) * 2n
  return twice > scale || (twice === scale && quotient % 2n === 1n) ? quotient + 1n : quotient
}

// MongoDB takes fifteen digits of a double when it meets a decimal.
function toDecimal(value: unknown): Decimal128 {
  const type = typeName(value)
  if (type === 'decimal') return value as Decimal128
  if (type !== 'double') return Decimal128.fromString(String(integerOf(value)))
  const double = numberOf(value) as number
  return Decimal128.fromString(Number.isFinite(double) ? double.toPrecision(15) : String(double))
}
