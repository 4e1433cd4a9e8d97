import type { Document } from './bson'
import { evaluator } from './expression'
import { isTruthy } from './expression-values'
import { badValue, mongoFault, notImplemented } from './fault'
import { compileField, type FieldTest } from './match-field'
import { splitPath } from './path'
import { isDocument } from './types'

/** Collects the array position that a filter matched at, for the positional `$`. */
export type MatchRecord = { position?: number }

/** A compiled filter: tells whether a document matches, and may record where. */
export type Matcher = (document: Document, record?: MatchRecord) => boolean

/** Variables of a `$lookup` pipeline that `$expr` may read. */
export type Variables = Record<string, unknown>

/**
 * Compiles a query filter with MongoDB's meaning of every operator it takes. What MongoDB refuses, and what this
 * server does not know, throws a MongoFault here, before any document is looked at.
 */
export function compileFilter(filter: Document, variables: Variables = {}): Matcher {
  const tests = Object.entries(filter).map(([name, operand]) => compileEntry(name, operand, variables))
  if (tests.length === 1) return tests[0] as Matcher
  return (document, record) => tests.every(test => test(document, record))
}

function compileEntry(name: string, operand: unknown, variables: Variables): Matcher {
  if (!name.startsWith('$')) {
    const path = splitPath(name)
    const test: FieldTest = compileField(operand, name, variables)
    return (document, record) => test.onPath(document, path, record)
  }
  switch (name) {
    case '$and':
      return every(clauses(name, operand, variables))
    case '$or':
      return some(clauses(name, operand, variables))
    case '$nor':
      return none(clauses(name, operand, variables))
    case '$comment':
      return () => true
    case '$expr':
      return compileExpression(operand, variables)
    default:
      throw refusal(name)
  }
}

const every =
  (tests: Matcher[]): Matcher =>
  (document, record) =>
    tests.every(test => test(document, record))
const some =
  (tests: Matcher[]): Matcher =>
  (document, record) =>
    tests.some(test => test(document, record))
const none =
  (tests: Matcher[]): Matcher =>
  document =>
    !tests.some(test => test(document))

function clauses(name: string, operand: unknown, variables: Variables): Matcher[] {
  if (!Array.isArray(operand)) throw badValue(`${name} must be an array`)
  if (operand.length === 0) throw badValue('$and/$or/$nor must be a nonempty array')
  return operand.map(clause => {
    if (!isDocument(clause)) throw badValue('$or/$and/$nor entries need to be full objects')
    return compileFilter(clause, variables)
  })
}

function compileExpression(operand: unknown, variables: Variables): Matcher {
  const evaluate = evaluator(operand)
  return document => isTruthy(evaluate(document, variables))
}

function refusal(name: string): Error {
  switch (name) {
    case '$text':
      return mongoFault(27, 'IndexNotFound', 'text index required for $text query')
    case '$where':
      return badValue('no globalScriptEngine in $where parsing')
    case '$jsonSchema':
      return notImplemented('$jsonSchema is not supported here')
    default: {
      const advice =
        "If you have a field name that starts with a '$' symbol, consider using $getField or $setField."
      return badValue(`unknown top level operator: ${name}. ${advice}`)
    }
  }
}
