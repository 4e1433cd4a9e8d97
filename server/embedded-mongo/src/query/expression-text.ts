import { type ObjectId } from 'bson'
import { numberOf } from './bson'
import { located } from './fault'
import { typeName } from './types'

/** The text MongoDB's `$toString` gives; types without one are refused (241). */
export function toText(value: unknown): string {
  const type = typeName(value)
  switch (type) {
    case 'string':
    case 'symbol':
    case 'int':
    case 'long':
    case 'decimal':
    case 'bool':
      return String(value)
    case 'double':
      return doubleText(numberOf(value) as number)
    case 'date':
      return (value as Date).toISOString()
    case 'objectId':
      return (value as ObjectId).toHexString()
    default:
      throw located(241, `Unsupported conversion from ${type} to string in $convert with no onError value`)
  }
}

// As C's %.16g: sixteen digits, an exponent of at least two digits.
function doubleText(double: number): string {
  if (!Number.isFinite(double)) return Number.isNaN(double) ? 'NaN' : double > 0 ? 'Infinity' : '-Infinity'
  if (double === 0) return Object.is(double, -0) ? '-0' : '0'
  const [digits = '', exponent = '0'] = double.toExponential(15).split('e')
  const power = Number(exponent)
  if (power >= -5 && power < 16) return stripZeros(double.toFixed(Math.min(100, 15 - power)))
  const sign = power < 0 ? '-' : '+'
  return `${stripZeros(digits)}e${sign}${String(Math.abs(power)).padStart(2, '0')}`
}

function stripZeros(digits: string): string {
  if (!digits.includes('.')) return digits
  let end = digits.length
  while (digits[end - 1] === '0') end--
  return digits.slice(0, digits[end - 1] === '.' ? end - 1 : end)
}
