import type { Decimal128 } from 'bson'
import { numberOf } from './bson'
import { decimalParts, integerOf } from './numbers'
import { typeName } from './types'

/** Orders numbers of any types by exact value; NaN is below everything and equal to itself. */
export function compareNumbers(a: unknown, b: unknown): number {
  const types = [typeName(a), typeName(b)]
  const left = numberOf(a) as number
  const right = numberOf(b) as number
  if (Number.isNaN(left) || Number.isNaN(right))
    return Number(Number.isNaN(right)) - Number(Number.isNaN(left))
  const exact =
    types[0] === types[1]
      ? types[0] !== 'long' && types[0] !== 'decimal'
      : !types.includes('long') && !types.includes('decimal')
  if (exact) return left < right ? -1 : left > right ? 1 : 0
  if (types.includes('decimal')) return compareFractions(fractionOf(a), fractionOf(b), left, right)
  const x = integerOf(a)
  const y = integerOf(b)
  if (x !== undefined && y !== undefined) return x < y ? -1 : x > y ? 1 : 0
  if (x !== undefined) return compareIntegerToDouble(x, right)
  return 0 - compareIntegerToDouble(y as bigint, left)
}

function compareIntegerToDouble(integer: bigint, double: number): number {
  // JavaScript compares a bigint with a number exactly, without rounding either.
  return integer < double ? -1 : integer > double ? 1 : 0
}

/** A finite number as the exact fraction `top / bottom` (bottom positive); undefined for an infinity. */
export function fractionOf(value: unknown): { top: bigint; bottom: bigint } | undefined {
  const integer = integerOf(value)
  if (integer !== undefined) return { top: integer, bottom: 1n }
  if (typeName(value) === 'decimal') {
    const parts = decimalParts(value as Decimal128)
    if (!parts) return undefined
    const scale = 10n ** BigInt(Math.abs(parts.exponent))
    return parts.exponent < 0
      ? { top: parts.coefficient, bottom: scale }
      : { top: parts.coefficient * scale, bottom: 1n }
  }
  const double = numberOf(value) as number
  if (!Number.isFinite(double)) return undefined
  // Scaling by a power of two is exact; two steps keep the subnormals.
  let scaled = double
  let bottom = 1n
  while (!Number.isInteger(scaled)) {
    scaled *= 2 ** 64
    bottom <<= 64n
  }
  return { top: BigInt(scaled), bottom }
}

type Fraction = ReturnType<typeof fractionOf>

function compareFractions(a: Fraction, b: Fraction, left: number, right: number): number {
  if (!a || !b) return compareWithInfinity(a, b, left, right)
  const difference = a.top * b.bottom - b.top * a.bottom
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

function compareWithInfinity(a: Fraction, b: Fraction, left: number, right: number): number {
  if (!a && !b) return Math.sign(left) - Math.sign(right)
  return a ? -Math.sign(right) : Math.sign(left)
}
