import { type Document, setField } from './bson'
import { mongoFault } from './fault'
import { isRegex } from './regex'
import { documentForInsert } from './storable'
import { isDocument, isOperatorDocument } from './types'
import { compileUpdate, type UpdateMoment, type UpdateOptions } from './update'

/** The document an upsert inserts: what the filter fixes by equality, then the update; `_id` first, made when absent. */
export function documentForUpsert(
  filter: Document,
  update: unknown,
  context: UpdateOptions & UpdateMoment = {},
): Document {
  const compiled = compileUpdate(update, { ...context, filter })
  const equalities = equalitiesOf(filter)
  const wanted = compiled.isReplacement
    ? equalities.filter(({ path }) => path === '_id' || path.startsWith('_id.'))
    : equalities
  return documentForInsert(compiled.apply(seed(wanted), { ...context, isInsert: true }))
}

type Equality = { path: string; value: unknown }

function equalitiesOf(filter: Document): Equality[] {
  return Object.entries(filter).flatMap(([name, operand]) => {
    if (name === '$and') return (operand as Document[]).flatMap(equalitiesOf)
    if (name === '$or') {
      const clauses = operand as Document[]
      return clauses.length === 1 ? equalitiesOf(clauses[0] as Document) : []
    }
    if (name.startsWith('$')) return []
    return valuesFixed(operand).map(value => ({ path: name, value }))
  })
}

function valuesFixed(operand: unknown): unknown[] {
  if (isRegex(operand)) return []
  if (!isOperatorDocument(operand)) return [operand]
  return Object.entries(operand).flatMap(([operator, argument]) => {
    if (operator === '$eq') return [argument]
    if (operator !== '$all' || !Array.isArray(argument)) return []
    return argument.filter(item => !isRegex(item) && !isOperatorDocument(item))
  })
}

function seed(equalities: Equality[]): Document {
  const document: Document = {}
  const sorted = [...equalities].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  for (const [index, { path, value }] of sorted.entries()) {
    const clash = sorted
      .slice(0, index)
      .find(other => path === other.path || path.startsWith(`${other.path}.`))
    if (clash) throw twice(clash, path)
    place(document, path.split('.'), value)
  }
  return document
}

function twice(clash: Equality, path: string): Error {
  const what =
    clash.path === path
      ? `path '${path}' is matched twice`
      : `both paths '${path}' and '${clash.path}' are matched`
  return mongoFault(54, 'NotSingleValueField', `cannot infer query fields to set, ${what}`)
}

function place(document: Document, path: string[], value: unknown): void {
  const [name, ...rest] = path as [string, ...string[]]
  if (rest.length === 0) return setField(document, name, value)
  if (!Object.hasOwn(document, name)) setField(document, name, {})
  const inner = document[name]
  if (isDocument(inner)) place(inner, rest, value)
}
