import { Int32 } from 'bson'
import { type Document, setField } from './bson'
import { average, greatest, least, total } from './accumulate'
import type { Stage } from './aggregate'
import { compareBson, equalBson } from './compare'
import { evaluator } from './expression'
import type { Evaluate } from './expression-values'
import { located } from './fault'
import { encodeField } from './keys'
import { isDocument } from './types'

/** Makes one value of many. */
export type Accumulator = (values: unknown[]) => unknown

/** The accumulators of `$group` and `$setWindowFields`; missing values are undefined. */
export const ACCUMULATORS: Record<string, Accumulator> = {
  $sum: total,
  $avg: average,
  $min: least,
  $max: greatest,
  $first: values => values[0] ?? null,
  $last: values => values.at(-1) ?? null,
  $push: values => values.filter(value => value !== undefined),
  $addToSet: distinct,
  $count: values => new Int32(values.length),
}

/** Compiles `$group`: groups come in the order they first appear. */
export function compileGroup(argument: unknown): Stage {
  if (!isDocument(argument)) throw located(15947, "a group's fields must be specified in an object")
  if (!Object.hasOwn(argument, '_id')) throw located(15955, 'a group specification must include an _id')
  const keyOf = evaluator(argument._id)
  const fields = Object.entries(argument)
    .filter(([name]) => name !== '_id')
    .map(compileField)
  return (documents, _, variables) => {
    const groups = new Map<string, { key: unknown; members: Document[] }>()
    for (const document of documents) {
      const key = keyOf(document, variables) ?? null
      const text = encodeField(key, 1).toString('latin1')
      const group = groups.get(text)
      if (group) group.members.push(document)
      else groups.set(text, { key, members: [document] })
    }
    return [...groups.values()].map(({ key, members }) => {
      const result: Document = { _id: key }
      for (const { name, evaluate, accumulate } of fields) {
        setField(result, name, accumulate(members.map(member => evaluate(member, variables))))
      }
      return result
    })
  }
}

function compileField([name, value]: [string, unknown]): {
  name: string
  evaluate: Evaluate
  accumulate: Accumulator
} {
  if (name.includes('.')) throw located(40235, `The field name '${name}' cannot contain '.'`)
  if (name.startsWith('$')) throw located(40236, `The field name '${name}' cannot be an operator name`)
  if (!isDocument(value)) throw located(40234, `The field '${name}' must be an accumulator object`)
  const [operator, ...others] = Object.keys(value)
  if (operator === undefined || others.length > 0)
    throw located(40238, `The field '${name}' must specify one accumulator`)
  const accumulate = Object.hasOwn(ACCUMULATORS, operator) ? ACCUMULATORS[operator] : undefined
  if (!accumulate) throw located(15952, `unknown group operator '${operator}'`)
  const operand = value[operator]
  if (Array.isArray(operand)) throw located(40237, `The ${operator} accumulator is a unary operator`)
  if (operator === '$count' && (!isDocument(operand) || Object.keys(operand).length > 0)) {
    throw located(9, '$count takes no arguments, i.e. $count:{}')
  }
  return { name, evaluate: evaluator(operand), accumulate }
}

function distinct(values: unknown[]): unknown[] {
  const sorted = values.filter(value => value !== undefined).sort(compareBson)
  return sorted.filter((value, index) => index === 0 || !equalBson(value, sorted[index - 1]))
}
