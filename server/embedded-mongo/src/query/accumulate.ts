import { Double, Int32 } from 'bson'
import { numberOf } from './bson'
import { compareBson } from './compare'
import { notImplemented } from './fault'
import { combineWidening, isNumeric } from './numbers'
import { typeName } from './types'

/** The sum of what is numeric: Int32, Long when it must, Double when one is; zero of nothing. */
export function total(values: unknown[]): unknown {
  const numbers = values.filter(isNumeric)
  refuseMixedSum(numbers)
  const integers = numbers.filter(value => typeName(value) !== 'double')
  const doubles = numbers.filter(value => typeName(value) === 'double')
  const whole = integers.reduce((a, b) => combineWidening('add', a, b), new Int32(0))
  if (doubles.length === 0) return whole
  return combineWidening(
    'add',
    whole,
    new Double(preciseSum(doubles.map(value => numberOf(value) as number))),
  )
}

/** Refuses (238) a sum of doubles and Decimal128, which MongoDB makes with digits that a double does not show. */
export function refuseMixedSum(numbers: unknown[]): void {
  const types = numbers.map(typeName)
  if (types.includes('double') && types.includes('decimal'))
    throw notImplemented('a sum of doubles and Decimal128 is not supported here')
}

/** The mean of what is numeric as a Double; null of nothing. */
export function average(values: unknown[]): unknown {
  const numbers = values.filter(isNumeric)
  if (numbers.length === 0) return null
  if (numbers.some(value => typeName(value) === 'decimal'))
    throw notImplemented('$avg of Decimal128 is not supported here')
  return new Double((numberOf(total(numbers)) as number) / numbers.length)
}

/** The least value in BSON order, null and missing apart; null of nothing. */
export const least = (values: unknown[]): unknown => extreme(values, -1)

/** The greatest value in BSON order, null and missing apart; null of nothing. */
export const greatest = (values: unknown[]): unknown => extreme(values, 1)

function extreme(values: unknown[], sign: 1 | -1): unknown {
  const present = values.filter(value => value !== undefined && value !== null)
  if (present.length === 0) return null
  return present.reduce((best, value) => (compareBson(value, best) * sign > 0 ? value : best))
}

// Compensated summation, as MongoDB's own: 0.1 ten times is 1.
function preciseSum(numbers: number[]): number {
  let sum = 0
  let lost = 0
  for (const number of numbers) {
    const next = sum + number
    lost += Math.abs(sum) >= Math.abs(number) ? sum - next + number : number - next + sum
    sum = next
  }
  return Number.isFinite(sum) ? sum + lost : sum
}
