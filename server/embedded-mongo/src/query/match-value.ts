import { numberOf } from './bson'
import { compareBson, equalBson } from './compare'
import { fractionOf } from './compare-numbers'
import { badValue, failedToParse } from './fault'
import { integerOf, isNumeric } from './numbers'
import { compileRegex, isRegex } from './regex'
import { isNumberType, isOperatorDocument, typeName } from './types'

/** A condition on one value; undefined stands for an absent field. */
export type ValueTest = (value: unknown) => boolean

const FEW = 8

/** Membership in a list whose regular expressions are tried and whose null also means absent. */
export function compileIn(name: string, operand: unknown): ValueTest {
  if (!Array.isArray(operand)) throw badValue(`${name} needs an array`)
  if (operand.some(isOperatorDocument)) throw badValue(`cannot nest $ under ${name}`)
  const patterns = operand.filter(isRegex).map(pattern => compileRegex(pattern))
  const values = operand.filter(item => !isRegex(item))
  const isListed =
    values.length > FEW ? bySearch(values) : (value: unknown) => values.some(item => equalBson(item, value))
  return value => isListed(value) || patterns.some(matches => matches(value))
}

function bySearch(values: unknown[]): ValueTest {
  const sorted = [...values].sort(compareBson)
  return value => {
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compareBson(sorted[middle], value) < 0) low = middle + 1
      else high = middle
    }
    return low < sorted.length && equalBson(sorted[low], value)
  }
}

/** Reads `$exists` as MongoDB does: false, null and zero ask for absence, anything else for presence. */
export function isPresentFlag(operand: unknown): boolean {
  if (operand === null || operand === undefined || operand === false) return false
  return numberOf(operand) !== 0
}

const CODES: Record<number, string> = {
  1: 'double',
  2: 'string',
  3: 'object',
  4: 'array',
  5: 'binData',
  6: 'undefined',
  7: 'objectId',
  8: 'bool',
  9: 'date',
  10: 'null',
  11: 'regex',
  12: 'dbPointer',
  13: 'javascript',
  14: 'symbol',
  15: 'javascriptWithScope',
  16: 'int',
  17: 'timestamp',
  18: 'long',
  19: 'decimal',
  [-1]: 'minKey',
  127: 'maxKey',
}
const NAMES = new Set(Object.values(CODES))

/** `$type` by alias or number, one or several; `number` stands for all four. */
export function compileType(operand: unknown): ValueTest {
  const wanted = new Set<string>((Array.isArray(operand) ? operand : [operand]).map(typeAlias))
  if (wanted.size === 0) throw failedToParse('$type must match at least one type')
  return value => {
    const type = typeName(value)
    return wanted.has(type) || (wanted.has('number') && isNumberType(type))
  }
}

function typeAlias(item: unknown): string {
  if (typeof item === 'string') {
    if (item !== 'number' && !NAMES.has(item)) throw badValue(`Unknown type name alias: ${item}`)
    return item
  }
  const code = numberOf(item)
  if (code === undefined) throw typeMismatchInType()
  const name = CODES[code]
  if (!name) throw badValue(`Invalid numerical type code: ${code}`)
  return name
}

const typeMismatchInType = () => badValue('type must be represented as a number or a string')

/** The length of an array, exactly. */
export function compileSize(operand: unknown): ValueTest {
  const size = numberOf(operand)
  if (size === undefined || !Number.isInteger(size)) {
    throw badValue('Failed to parse $size. Expected an integer')
  }
  if (size < 0) throw badValue(`Failed to parse $size. Expected a non-negative number in: $size: ${size}`)
  return value => Array.isArray(value) && value.length === size
}

/** The remainder of a division, both sides cut to whole numbers as MongoDB cuts them. */
export function compileMod(operand: unknown): ValueTest {
  if (!Array.isArray(operand)) throw badValue('malformed mod, needs to be an array')
  if (operand.length < 2) throw badValue('malformed mod, not enough elements')
  if (operand.length > 2) throw badValue('malformed mod, too many elements')
  const [divisor, remainder] = operand.map(wholeNumber)
  if (divisor === undefined) throw badValue('malformed mod, divisor not a number')
  if (remainder === undefined) throw badValue('malformed mod, remainder not a number')
  if (divisor === 0n) throw badValue('divisor cannot be 0')
  return value => {
    const whole = wholeNumber(value)
    return whole !== undefined && whole % divisor === remainder
  }
}

function wholeNumber(value: unknown): bigint | undefined {
  const integer = integerOf(value)
  if (integer !== undefined) return integer
  if (!isNumeric(value)) return undefined
  const exact = fractionOf(value)
  return exact && exact.top / exact.bottom
}
