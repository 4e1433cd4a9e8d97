import { asNumber, type PlainStage, type Row } from './pipelines'

/** A second, deliberately plain reading of pipelines over rows, which shares no code with the server. */
export function oraclePipeline(rows: Row[], stages: PlainStage[], all: Row[]): Row[] {
  let current: Row[] = rows
  for (const stage of stages) current = run(current, stage, all)
  return current
}

type Any = any

function run(rows: Row[], stage: PlainStage, all: Row[]): Row[] {
  const [name, argument] = Object.entries(stage)[0] as [string, Any]
  switch (name) {
    case '$match':
      return rows.filter(row => matches(row, argument))
    case '$sort':
      return sorted(rows, Object.entries(argument))
    case '$skip':
      return rows.slice(argument)
    case '$limit':
      return rows.slice(0, argument)
    case '$set':
      return rows.map(row => ({ ...row, n: row.n + 1 }))
    case '$unset':
      return rows.map(row => without(row, [argument].flat()))
    case '$replaceWith':
      return rows.map(({ _id, n, k, l }) => without({ _id, n, k, l }, []))
    case '$unwind':
      return rows.flatMap(row => (row.l == null ? [] : [row.l].flat().map(l => ({ ...row, l }))))
    case '$unionWith':
      return [...rows, ...oraclePipeline(all, argument.pipeline, all)]
    case '$setWindowFields':
      return windowed(rows, argument)
    case '$facet':
      return [
        Object.fromEntries(
          Object.entries(argument).map(([key, inner]) => [key, oraclePipeline(rows, inner as Any, all)]),
        ),
      ] as Any
    default:
      return grouped(rows, name, argument) as Any
  }
}

function matches(row: Row, filter: Any): boolean {
  if ('k' in filter) return (row.k ?? null) === filter.k
  return filter.n.$gt === undefined ? row.n >= filter.n.$gte : row.n > filter.n.$gt
}

const without = (row: Any, names: string[]): Row =>
  Object.fromEntries(
    Object.entries(row).filter(([name, value]) => value !== undefined && !names.includes(name)),
  ) as Row

// Null and missing, then numbers, then texts.
const place = (value: unknown): number => (value == null ? 0 : typeof value === 'number' ? 1 : 2)
const order = (a: Any, b: Any): number => place(a) - place(b) || (a == null ? 0 : a < b ? -1 : a > b ? 1 : 0)

function sorted(rows: Row[], keys: [string, unknown][]): Row[] {
  return [...rows].sort((a, b) => {
    for (const [name, way] of keys) {
      const difference = order(a[name], b[name])
      if (difference !== 0) return difference * Number(way)
    }
    return 0
  })
}

function grouped(rows: Row[], name: string, argument: Any): unknown[] {
  if (name === '$count') return rows.length > 0 ? [{ rows: rows.length }] : []
  const keyOf = (row: Row): unknown => {
    if (name === '$group') return row.k ?? null
    if (name === '$sortByCount') return row.n
    const edges: number[] = argument.boundaries
    const isInside = row.n >= edges[0]! && row.n < edges.at(-1)!
    return isInside ? Math.max(...edges.filter(edge => edge <= row.n)) : 'other'
  }
  const keys = [...new Set(rows.map(keyOf))]
  const results = keys.map(_id => {
    const members = rows.filter(row => keyOf(row) === _id)
    if (name === '$sortByCount') return { _id, count: members.length }
    if (name === '$bucket') return { _id, ids: members.map(row => row._id) }
    return { _id, sum: members.reduce((sum, row) => sum + row.n, 0), all: members.map(row => row.n) }
  })
  return name === '$bucket' ? sorted(results as Any, [['_id', 1]]) : results
}

function windowed(rows: Row[], { partitionBy, sortBy, output }: Any): Row[] {
  const field = partitionBy?.slice(1)
  const keyOf = (row: Row) => (field === undefined ? null : (row[field] ?? null))
  const keys = [...new Set(rows.map(keyOf))].sort(order)
  return keys.flatMap(key => {
    const partition = sorted(
      rows.filter(row => keyOf(row) === key),
      Object.entries(sortBy),
    )
    return partition.map((row, at) => {
      const result = { ...row }
      for (const [name, specification] of Object.entries(output))
        result[name] = value(partition, at, specification)
      return result
    })
  })
}

function value(partition: Row[], at: number, specification: Any): unknown {
  const [name] = Object.keys(specification) as [string]
  const here = partition[at]!.n
  if (name === '$documentNumber') return at + 1
  if (name === '$rank') return partition.findIndex(row => row.n === here) + 1
  if (name === '$denseRank') return new Set(partition.slice(0, at + 1).map(row => row.n)).size
  if (name === '$shift') return partition[at + specification.$shift.by]?.n ?? specification.$shift.default
  const [low, high] = specification.window?.documents ?? ['unbounded', 'unbounded']
  const numbers = partition
    .filter((_, other) => other >= at + asNumber(low, -99) && other <= at + asNumber(high, 99))
    .map(row => row.n)
  const sum = numbers.reduce((a, b) => a + b, 0)
  if (name === '$count') return numbers.length
  if (name === '$push') return numbers
  if (name === '$sum') return sum
  if (numbers.length === 0) return null
  if (name === '$avg') return sum / numbers.length
  if (name === '$first') return numbers[0]
  if (name === '$last') return numbers.at(-1)
  return name === '$min' ? Math.min(...numbers) : Math.max(...numbers)
}
