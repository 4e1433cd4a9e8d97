import { Double, Int32, Long, ObjectId } from 'bson'
import type { Document } from '../query/bson'

/**
 * A second, deliberately plain reading of the common operators that shares no code with the server: values become
 * `[kind, comparable]` pairs, a path becomes the list of everything it reaches.
 */
export function oracleMatches(filter: Document, document: Document): boolean {
  return Object.entries(filter).every(([path, operand]) => {
    const reached = reach(document, path.split('.'))
    return conditionsOf(operand).every(([operator, value]) => holds(operator, value, reached))
  })
}

type Reached = { values: unknown[]; arrays: unknown[][] }

function conditionsOf(operand: unknown): [string, unknown][] {
  const isOperators =
    typeof operand === 'object' && operand !== null && Object.keys(operand)[0]?.startsWith('$')
  return isOperators ? Object.entries(operand as Document) : [['$eq', operand]]
}

const ABSENT = Symbol('absent')

function reach(value: unknown, path: string[]): Reached {
  const [name, ...rest] = path
  if (name === undefined) return leaf(value)
  if (Array.isArray(value)) {
    const parts = value.filter(isPlain).map(element => reach(element, path))
    return { values: parts.flatMap(part => part.values), arrays: parts.flatMap(part => part.arrays) }
  }
  return isPlain(value) && name in value ? reach(value[name], rest) : leaf(ABSENT)
}

const leaf = (value: unknown): Reached =>
  Array.isArray(value) ? { values: [...value, value], arrays: [value] } : { values: [value], arrays: [] }

const isPlain = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

function holds(operator: string, operand: unknown, { values, arrays }: Reached): boolean {
  switch (operator) {
    case '$eq':
      return values.some(value => same(value, operand))
    case '$ne':
      return !values.some(value => same(value, operand))
    case '$in':
      return values.some(value => (operand as unknown[]).some(item => same(value, item)))
    case '$nin':
      return !values.some(value => (operand as unknown[]).some(item => same(value, item)))
    case '$exists':
      return values.some(value => value !== ABSENT) === operand
    case '$size':
      return arrays.some(array => array.length === Number(operand))
    default:
      return values.some(value => inOrder(operator, value, operand))
  }
}

type Comparable = [string, number | bigint | string] | undefined

function comparable(value: unknown): Comparable {
  if (value === null || value === ABSENT) return ['null', 0]
  if (value instanceof Int32 || value instanceof Double) return ['number', value.value]
  if (value instanceof Long) return ['number', value.toBigInt()]
  if (typeof value === 'string') return ['string', Buffer.from(value).toString('hex')]
  if (typeof value === 'boolean') return ['boolean', Number(value)]
  if (value instanceof Date) return ['date', value.getTime()]
  if (value instanceof ObjectId) return ['id', value.toHexString()]
  return undefined
}

function same(value: unknown, operand: unknown): boolean {
  const [a, b] = [comparable(value), comparable(operand)]
  if (!a || !b || a[0] !== b[0]) return false
  if (Number.isNaN(a[1]) && Number.isNaN(b[1])) return true
  // Loose equality compares a bigint with a number by value.
  // oxlint-disable-next-line eqeqeq
  return a[1] == b[1]
}

function inOrder(operator: string, value: unknown, operand: unknown): boolean {
  const [a, b] = [comparable(value), comparable(operand)]
  if (!a || !b || a[0] !== b[0]) return false
  if (operator.endsWith('e') && same(value, operand)) return true
  return operator.startsWith('$gt') ? a[1] > b[1] : a[1] < b[1]
}
