import type { Document } from '../query/bson'
import { compareBson } from '../query/compare'
import { compileFilter } from '../query/match'
import { isOperatorDocument, typeRank } from '../query/types'
import type { Index } from '../storage/index-spec'
import type { Condition, Conditions } from './conditions'

/** Tells whether every document that meets the conditions stands in the index, which sparse and partial ones leave open. */
export function impliesMembership(index: Index, conditions: Conditions): boolean {
  if (index.sparse)
    return index.fields.some(field => conditions.list.some(one => one.path === field && demandsPresence(one)))
  if (!index.partialFilter) return true
  return Object.entries(index.partialFilter).every(([field, demand]) =>
    impliesField(field, demand, conditions.list),
  )
}

function impliesField(field: string, demand: unknown, list: Condition[]): boolean {
  if (field === '$and') {
    return (demand as Document[]).every(part =>
      Object.entries(part).every(([name, value]) => impliesField(name, value, list)),
    )
  }
  if (field.startsWith('$')) return false
  const operators = isOperatorDocument(demand) ? Object.entries(demand) : [['$eq', demand] as const]
  return operators.every(([operator, operand]) =>
    list.some(one => one.path === field && !one.group && impliesOperator(one, operator, operand)),
  )
}

function impliesOperator(one: Condition, operator: string, operand: unknown): boolean {
  if (operator === '$exists') return operand === true && demandsPresence(one)
  if (one.kind === 'points') {
    // An operator that another element of an array could break says nothing about a value that is only one of them.
    if (!['$eq', '$in', '$gt', '$gte', '$lt', '$lte', '$type'].includes(operator)) return false
    // A demand for null is also met by a field that is absent and has no type.
    if (operator === '$type' && one.values.includes(null)) return false
    const matches = compileFilter({ value: { [operator]: operand } })
    return one.values.every(value => matches({ value }))
  }
  if (!['$gt', '$gte', '$lt', '$lte'].includes(operator) || typeRank(one.value) !== typeRank(operand))
    return false
  if (operator.slice(0, 3) !== one.operator.slice(0, 3)) return false
  const order = compareBson(one.value, operand) * (operator.startsWith('$gt') ? 1 : -1)
  return order > 0 || (order === 0 && (operator.endsWith('e') || !one.operator.endsWith('e')))
}

const demandsPresence = (one: Condition): boolean =>
  one.kind === 'range' || one.values.every(value => value !== null)
