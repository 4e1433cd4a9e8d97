import { numberOf } from './bson'
import { located } from './fault'

/** Compiles a projection's `$slice`: so many from either end, or `[skip, limit]`. */
export function compileSlice(argument: unknown): (array: unknown[]) => unknown[] {
  if (!Array.isArray(argument)) {
    const count = wholeNumber(argument)
    return array => (count < 0 ? array.slice(count) : array.slice(0, count))
  }
  if (argument.length !== 2)
    throw located(28724, '$slice array argument must have two elements: skip and limit')
  const [skip, limit] = argument.map(wholeNumber) as [number, number]
  if (limit <= 0) throw located(28724, `First argument to $slice must be positive, but is: ${limit}`)
  return array => {
    const start = skip < 0 ? Math.max(0, array.length + skip) : skip
    return array.slice(start, start + limit)
  }
}

function wholeNumber(value: unknown): number {
  const number = numberOf(value)
  if (number === undefined || Number.isNaN(number))
    throw located(28667, 'Invalid $slice syntax: $slice only supports numbers and [skip, limit] arrays')
  return Math.trunc(number)
}
