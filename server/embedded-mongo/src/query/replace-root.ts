import type { Stage } from './aggregate'
import { evaluator } from './expression'
import { located } from './fault'
import { showDocument, showValue } from '../show'
import { isDocument, typeName } from './types'

/** Compiles `$replaceRoot`: each document gives way to the one an expression makes of it. */
export function compileReplaceRoot(argument: unknown): Stage {
  if (!isDocument(argument))
    throw located(
      40229,
      `expected an object as specification for $replaceRoot stage, got ${typeName(argument)}`,
    )
  const stranger = Object.keys(argument).find(name => name !== 'newRoot')
  if (stranger !== undefined)
    throw located(40415, `BSON field '$replaceRoot.${stranger}' is an unknown field.`)
  if (!('newRoot' in argument))
    throw located(40414, "BSON field '$replaceRoot.newRoot' is missing but a required field")
  return replacing(argument.newRoot, "'newRoot' expression ")
}

/** Compiles `$replaceWith`, which is `$replaceRoot` with the expression alone. */
export const compileReplaceWith = (argument: unknown): Stage => replacing(argument, "'replacement document' ")

function replacing(expression: unknown, what: string): Stage {
  const evaluate = evaluator(expression)
  return (documents, _, variables) =>
    documents.map(document => {
      const root = evaluate(document, variables)
      if (isDocument(root)) return root
      const shown = `${showValue(root)}. Type of resulting value: '${typeName(root)}'`
      const message = `${what}must evaluate to an object, but resulting value was: ${shown}. Input document: ${showDocument(document)}`
      throw located(40228, message)
    })
}
