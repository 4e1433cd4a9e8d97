import { type Document, getField, setField } from './bson'
import { located, mongoFault } from './fault'
import { controlOperators } from './expression-control'
import { compileDateTrunc } from './expression-date-trunc'
import { valueOperators } from './expression-operators'
import { mingoOperators } from './expression-mingo'
import type { Evaluate, OperatorCompiler } from './expression-values'
import { isDocument } from './types'

/** Compiles an aggregation expression; an operator this server does not know is refused (168), never guessed. */
export function evaluator(expression: unknown): Evaluate {
  if (typeof expression === 'string' && expression.startsWith('$')) return compilePath(expression)
  if (Array.isArray(expression)) return compileArray(expression.map(evaluator))
  if (isDocument(expression)) return compileObject(expression)
  return () => expression
}

const ROOTS = new Set(['ROOT', 'CURRENT'])

function compilePath(text: string): Evaluate {
  if (!text.startsWith('$$')) {
    const path = pathOf(text.slice(1))
    return document => readPath(document, path, 0)
  }
  const [name = '', ...path] = pathOf(text.slice(2))
  if (ROOTS.has(name)) return document => readPath(document, path, 0)
  if (name === 'REMOVE') return () => undefined
  return (document, variables) => {
    if (!Object.hasOwn(variables, name)) throw located(17276, `Use of undefined variable: ${name}`)
    return readPath(variables[name], path, 0)
  }
}

function pathOf(text: string): string[] {
  if (text === '') throw located(16872, "'$' by itself is not a valid FieldPath")
  const path = text.split('.')
  if (path.includes('')) throw located(15998, 'FieldPath field names may not be empty strings.')
  const dollar = path.find((component, index) => index > 0 && component.startsWith('$'))
  if (dollar)
    throw located(
      16410,
      `FieldPath field names may not start with '$'. Consider using $getField or $setField.`,
    )
  return path
}

/** Reads a field path as expressions do: through arrays element by element, positions mean nothing. */
export function readPath(value: unknown, path: string[], at: number): unknown {
  if (at === path.length) return value
  if (Array.isArray(value)) {
    return value.map(element => readPath(element, path, at)).filter(element => element !== undefined)
  }
  return isDocument(value) ? readPath(getField(value, path[at] as string), path, at + 1) : undefined
}

function compileArray(elements: Evaluate[]): Evaluate {
  return (document, variables) => elements.map(element => element(document, variables) ?? null)
}

function compileObject(expression: Document): Evaluate {
  const names = Object.keys(expression)
  const operator = names.find(name => name.startsWith('$'))
  if (operator === undefined) return compileFields(expression)
  if (names.length > 1) {
    throw located(
      15983,
      `An object representing an expression must have exactly one field: ${JSON.stringify(expression)}`,
    )
  }
  const compile = operators[operator]
  if (!compile || !Object.hasOwn(operators, operator)) {
    throw mongoFault(168, 'InvalidPipelineOperator', `Unrecognized expression '${operator}'`)
  }
  return compile(expression[operator], evaluator, operator)
}

function compileFields(expression: Document): Evaluate {
  const fields = Object.entries(expression).map(([name, value]) => {
    if (name.includes('.'))
      throw located(
        16412,
        `FieldPath field names may not contain '.'. Consider using $getField or $setField.`,
      )
    return { name, evaluate: evaluator(value) }
  })
  return (document, variables) => {
    const result: Document = {}
    for (const { name, evaluate } of fields) {
      const value = evaluate(document, variables)
      if (value !== undefined) setField(result, name, value)
    }
    return result
  }
}

const operators: Record<string, OperatorCompiler> = {
  ...mingoOperators,
  ...valueOperators,
  ...controlOperators,
  $dateTrunc: compileDateTrunc,
}
