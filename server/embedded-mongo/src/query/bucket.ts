import type { Stage } from './aggregate'
import { type Document } from './bson'
import { compareBson, sortDocuments } from './compare'
import { isExpressionDocument } from './expression-values'
import { located } from './fault'
import { compileGroup } from './group'
import { showValue } from '../show'
import { isDocument, typeName, typeRank } from './types'

const OPTIONS = ['groupBy', 'boundaries', 'default', 'output']
const COUNT = { count: { $sum: 1 } }

/** Compiles `$bucket`: a value belongs to the greatest boundary not above it, the last boundary is outside. */
export function compileBucket(argument: unknown): Stage {
  if (!isDocument(argument))
    throw located(
      40201,
      `Argument to $bucket stage must be an object, but found type: ${typeName(argument)}.`,
    )
  const stranger = Object.keys(argument).find(name => !OPTIONS.includes(name))
  if (stranger !== undefined) throw located(40197, `Unrecognized option to $bucket: ${stranger}.`)
  const { groupBy, boundaries, output } = argument
  if (groupBy === undefined || boundaries === undefined)
    throw located(40198, "$bucket requires 'groupBy' and 'boundaries' to be specified.")
  if (!isGroupKey(groupBy)) {
    const shown = showValue(groupBy)
    throw located(
      40202,
      `The $bucket 'groupBy' field must be defined as a $-prefixed path or an expression, but found: ${shown}.`,
    )
  }
  const edges = checkBoundaries(boundaries)
  const fallback = 'default' in argument ? checkDefault(argument.default, edges) : undefined
  if (output !== undefined && !isDocument(output))
    throw located(40196, `The $bucket 'output' field must be an object, but found type: ${typeName(output)}.`)
  if (output && '_id' in output) throw located(15948, "a group's _id may only be specified once")
  const group = compileGroup({ _id: bucketOf(groupBy, edges, fallback), ...(output ?? COUNT) })
  return (documents, context, variables) => sortDocuments(group(documents, context, variables), { _id: 1 })
}

/** Compiles `$sortByCount`: how often each value of an expression occurs, the most frequent first. */
export function compileSortByCount(argument: unknown): Stage {
  const message =
    'the sortByCount field must be defined as a $-prefixed path or an expression inside an object'
  if (isDocument(argument) && !isExpressionDocument(argument)) throw located(40147, message)
  if (typeof argument === 'string' && !argument.startsWith('$')) throw located(40148, message)
  if (!isGroupKey(argument))
    throw located(40149, 'the sortByCount field must be specified as a string or as an object')
  const group = compileGroup({ _id: argument, ...COUNT })
  return (documents, context, variables) => sortDocuments(group(documents, context, variables), { count: -1 })
}

const isGroupKey = (value: unknown): boolean =>
  isExpressionDocument(value) || (typeof value === 'string' && value.startsWith('$'))

function checkBoundaries(boundaries: unknown): unknown[] {
  if (!Array.isArray(boundaries))
    throw located(
      40200,
      `The $bucket 'boundaries' field must be an array, but found type: ${typeName(boundaries)}.`,
    )
  const edges = boundaries.map((value: unknown) =>
    constant(value, 40191, "The $bucket 'boundaries' field must be an array of constant values"),
  )
  if (edges.length < 2)
    throw located(
      40192,
      `The $bucket 'boundaries' field must have at least 2 values, but found ${edges.length} value(s).`,
    )
  for (const [index, upper] of edges.slice(1).entries()) {
    const lower = edges[index]
    if (typeRank(lower) !== typeRank(upper))
      throw located(
        40193,
        `All values in the the 'boundaries' option to $bucket must have the same type. Found conflicting types ${typeName(lower)} and ${typeName(upper)}.`,
      )
    if (compareBson(lower, upper) >= 0)
      throw located(
        40194,
        `The 'boundaries' option to $bucket must be sorted, but elements ${index} and ${index + 1} are not in ascending order (${showValue(lower)} is not less than ${showValue(upper)}).`,
      )
  }
  return edges
}

function checkDefault(value: unknown, edges: unknown[]): { value: unknown } {
  const fallback = constant(value, 40195, "The $bucket 'default' field must be a constant expression")
  const isInside = compareBson(fallback, edges[0]) >= 0 && compareBson(fallback, edges.at(-1)) < 0
  if (typeRank(fallback) === typeRank(edges[0]) && isInside)
    throw located(
      40199,
      "The $bucket 'default' field must be less than the lowest boundary or greater than or equal to the highest boundary.",
    )
  return { value: fallback }
}

// Constants are values and `$literal`; an expression that would come to a constant is refused too.
function constant(value: unknown, code: number, message: string): unknown {
  if (isDocument(value) && '$literal' in value && Object.keys(value).length === 1) return value.$literal
  if (isPlain(value)) return value
  throw located(code, `${message}, but found value: ${showValue(value)}.`)
}

function isPlain(value: unknown): boolean {
  if (typeof value === 'string') return !value.startsWith('$')
  if (Array.isArray(value)) return value.every(isPlain)
  return (
    !isDocument(value) ||
    Object.entries(value).every(([name, inner]) => !name.startsWith('$') && isPlain(inner))
  )
}

function bucketOf(groupBy: unknown, edges: unknown[], fallback: { value: unknown } | undefined): Document {
  const branches = edges.slice(1).map((upper, index) => ({
    case: {
      $and: [{ $gte: [groupBy, { $literal: edges[index] }] }, { $lt: [groupBy, { $literal: upper }] }],
    },
    then: { $literal: edges[index] },
  }))
  return { $switch: { branches, ...(fallback && { default: { $literal: fallback.value } }) } }
}
