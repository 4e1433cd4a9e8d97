import type { Document } from './bson'
import { badValue } from './fault'
import { compileFilter, type Variables } from './match'
import { allOf, compileField, compileOperators, type FieldTest, onEach } from './match-field'
import type { ValueTest } from './match-value'
import { visitPath } from './path'
import { isDocument, isOperatorDocument } from './types'

/** `$all`: every listed value, or every listed `$elemMatch`, is met by the field. */
export function compileAll(operand: unknown, path: string, variables: Variables): FieldTest {
  if (!Array.isArray(operand)) throw badValue('$all needs an array')
  if (operand.length === 0) return onEach(() => false)
  const isElemMatch = (item: unknown) => isDocument(item) && Object.keys(item)[0] === '$elemMatch'
  if (operand.some(isElemMatch) && !operand.every(isElemMatch)) throw badValue('no $ expressions in $all')
  return allOf(
    operand.map(item => {
      if (isElemMatch(item)) return compileOperators(item as Document, path, variables)
      if (isOperatorDocument(item)) throw badValue('no $ expressions in $all')
      return compileField(item, path, variables)
    }),
  )
}

/** `$elemMatch`: one element meets everything at once; its position is recorded. */
export function compileElemMatch(operand: unknown, path: string, variables: Variables): FieldTest {
  const test = compileElement(operand, path, variables)
  const find = (value: unknown) => (Array.isArray(value) ? value.findIndex(test) : -1)
  return {
    onValue: value => find(value) >= 0,
    onPath: (document, parts, record) =>
      visitPath(
        document,
        parts,
        (value, position) => {
          const found = find(value)
          if (found < 0) return false
          if (record) record.position = position ?? found
          return true
        },
        false,
      ),
  }
}

/** The condition that `$elemMatch` puts on one element: operators on the element, or a filter on a document. */
export function compileElement(operand: unknown, path: string, variables: Variables): ValueTest {
  if (!isDocument(operand)) throw badValue('$elemMatch needs an Object')
  const first = Object.keys(operand)[0]
  const onValues =
    first?.startsWith('$') && !['$and', '$or', '$nor', '$expr', '$comment', '$where'].includes(first)
  if (onValues && isOperatorDocument(operand)) return compileOperators(operand, path, variables).onValue
  const matches = compileFilter(operand, variables)
  return value => {
    if (Array.isArray(value)) return matches(Object.fromEntries(value.entries()) as Document)
    return isDocument(value) && matches(value)
  }
}
