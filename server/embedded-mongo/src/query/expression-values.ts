import type { Document } from './bson'
import { compareNumbers } from './compare-numbers'
import { isDocument, isNumberType, typeName } from './types'

/** An expression ready to run; undefined means "missing", which is not null. */
export type Evaluate = (document: Document, variables: Document) => unknown

/** Compiles any expression. */
export type Compile = (expression: unknown) => Evaluate

/** Builds the evaluation of one operator from its unevaluated argument. */
export type OperatorCompiler = (argument: unknown, compile: Compile, name: string) => Evaluate

/** MongoDB's truth: false, null, missing and zero are false, all else is true. */
export function isTruthy(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false
  return !isNumberType(typeName(value)) || compareNumbers(value, 0) !== 0
}

/** Tells whether a document is an expression, that is `{ $operator: … }`. */
export const isExpressionDocument = (value: unknown): boolean =>
  isDocument(value) && (Object.keys(value)[0]?.startsWith('$') ?? false)

/** Tells whether a value is null or missing. */
export const isNothing = (value: unknown): value is null | undefined => value === undefined || value === null
