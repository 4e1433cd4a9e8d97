import { type Document, numberOf } from './bson'
import { isDocument } from './types'

/** What a find can serve. */
export type Asked = {
  filter: Document
  sort?: Document
  skip?: number
  limit?: number
}
/** The part of a pipeline that a find can serve, and what is left to run on its results. */
export type PipelineHead = Asked & { rest: unknown[] }

/** Splits off leading `$match`, then `$sort`, `$skip` and `$limit` in that order; anything odd stays in `rest`. */
export function splitLeadingMatch(pipeline: unknown[]): PipelineHead {
  const rest = [...pipeline]
  const take = (name: string, fits: (argument: unknown) => boolean): unknown => {
    const stage = rest[0]
    if (!isDocument(stage) || Object.keys(stage).length !== 1 || !fits(stage[name])) return undefined
    rest.shift()
    return stage[name]
  }
  const filters: Document[] = []
  for (let filter = take('$match', isPlainFilter); filter; filter = take('$match', isPlainFilter))
    filters.push(filter as Document)
  const head: PipelineHead = { filter: filters.length > 1 ? { $and: filters } : (filters[0] ?? {}), rest }
  const sort = take('$sort', isPlainSort)
  if (sort) head.sort = sort as Document
  const skip = take('$skip', isCount(0))
  if (skip !== undefined) head.skip = numberOf(skip) as number
  const limit = take('$limit', isCount(1))
  if (limit !== undefined) head.limit = numberOf(limit) as number
  return head
}

// A find has no variables; a pipeline has the time, and what a `$lookup` around it binds.
const isPlainFilter = (argument: unknown): boolean => isDocument(argument) && !hasVariables(argument)

const hasVariables = (filter: Document): boolean =>
  Object.entries(filter).some(([name, operand]) =>
    name === '$expr'
      ? JSON.stringify(operand).includes('$$')
      : name.startsWith('$') &&
        Array.isArray(operand) &&
        operand.some(part => isDocument(part) && hasVariables(part)),
  )

const isPlainSort = (argument: unknown): boolean =>
  isDocument(argument) &&
  Object.keys(argument).length > 0 &&
  Object.values(argument).every(way => [1, -1].includes(numberOf(way) ?? 0))

const isCount =
  (least: number) =>
  (argument: unknown): boolean => {
    const number = numberOf(argument)
    return number !== undefined && Number.isSafeInteger(number) && number >= least
  }
