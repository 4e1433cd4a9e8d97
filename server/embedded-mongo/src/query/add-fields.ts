import { type Document, getField, setField } from './bson'
import type { Stage } from './aggregate'
import { evaluator } from './expression'
import { type Evaluate, isExpressionDocument } from './expression-values'
import { located } from './fault'
import { isDocument } from './types'

/** Compiles `$addFields`: fields are added or replaced, `$$REMOVE` takes one away, dotted paths go through arrays. */
export function compileAddFields(argument: unknown, name: string): Stage {
  if (!isDocument(argument)) throw located(40272, `${name} specification stage must be an object`)
  if (Object.keys(argument).length === 0)
    throw located(40177, `Invalid ${name} :: caused by :: specification must have at least one field`)
  const assignments = Object.entries(argument).flatMap(([path, value]) =>
    assignmentsOf(path.split('.'), value),
  )
  refuseCollisions(assignments)
  return (documents, _, variables) =>
    documents.map(document => {
      // All expressions see the document as it came in.
      const values = assignments.map(({ evaluate }) => evaluate(document, variables))
      return assignments.reduce(
        (result, { path }, index) => assign(result, path, values[index]) as Document,
        document,
      )
    })
}

type Assignment = { path: string[]; evaluate: Evaluate }

function assignmentsOf(path: string[], value: unknown): Assignment[] {
  const dollar = path.find(part => part.startsWith('$'))
  if (dollar !== undefined)
    throw located(
      16410,
      `FieldPath field names may not start with '$'. Consider using $getField or $setField.`,
    )
  if (path.includes('')) throw located(15998, 'FieldPath field names may not be empty strings.')
  if (!isDocument(value) || isExpressionDocument(value) || Object.keys(value).length === 0)
    return [{ path, evaluate: evaluator(value) }]
  return Object.entries(value).flatMap(([name, inner]) => {
    if (name.includes('.'))
      throw located(40183, `FieldPath field names may not contain '.' in a nested object: ${name}`)
    return assignmentsOf([...path, name], inner)
  })
}

function refuseCollisions(assignments: Assignment[]): void {
  const paths = assignments.map(({ path }) => path.join('.')).sort()
  for (const [index, path] of paths.entries()) {
    const clash = paths.find((other, at) => at !== index && (other === path || other.startsWith(`${path}.`)))
    if (clash !== undefined)
      throw located(
        40176,
        `specification contains two conflicting paths. Cannot specify both '${clash}' and '${path}'`,
      )
  }
}

/** Puts a value at a path in a copy, in every document of an array on the way; undefined takes the field away. */
export function assign(holder: unknown, path: string[], value: unknown): unknown {
  const [name, ...rest] = path
  if (name === undefined) return value
  if (Array.isArray(holder)) return holder.map(element => assign(element, path, value))
  const result: Document = isDocument(holder) ? { ...holder } : {}
  const next = assign(rest.length > 0 ? getField(result, name) : undefined, rest, value)
  if (next === undefined) delete result[name]
  else setField(result, name, next)
  return result
}
