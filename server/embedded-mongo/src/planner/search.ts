import { decode, type Document } from '../query/bson'
import type { Collection } from '../storage/catalogue'
import { readRecord, type Storage } from '../storage/records'
import { choosePlan, type Plan } from './plan'
import { Rows, sortedRows, type Row } from './rows'

/** A search within one collection. `limit` 0 means all. */
export interface Search {
  filter: Document
  sort?: Document
  skip?: number
  limit?: number
  hint?: unknown
}

/** A search under way: rows in the order asked for, with skip and limit applied. */
export interface Found {
  next(): Row | undefined
  suspend(): void
  /** Tells whether the limit has been reached, so that nothing more need be looked for. */
  readonly complete: boolean
  readonly plan: Plan
  readonly rows: Rows
}

/** Starts a search by the best plan. */
export function search(storage: Storage, collection: Collection, asked: Search): Found {
  const { filter, sort, skip = 0, limit = 0 } = asked
  const plan = choosePlan(collection, { filter, sort, hint: asked.hint, limited: limit > 0 })
  const rows = new Rows(storage, collection, plan, filter)
  let left = limit > 0 ? limit : Infinity
  let sorted: Row[] | undefined
  let at = skip
  let begun = false
  const begin = () => {
    begun = true
    if (plan.sorted) rows.skip(skip)
    else sorted = sortedRows(rows, sort!)
  }
  return {
    plan,
    rows,
    get complete() {
      return left <= 0
    },
    next() {
      if (left <= 0) return undefined
      if (!begun) begin()
      left--
      return sorted ? sorted[at++] : rows.next()
    },
    suspend: () => rows.suspend(),
  }
}

/** A row with its document decoded. */
export type DecodedRow = Row & { document: Document }

/** All rows of a search at once, with the documents decoded. */
export function findAll(storage: Storage, collection: Collection, asked: Search): DecodedRow[] {
  const found = search(storage, collection, asked)
  const all: DecodedRow[] = []
  for (let row = found.next(); row; row = found.next()) {
    all.push({ ...row, document: row.document ?? decode(row.bytes) })
  }
  found.suspend()
  return all
}

/**
 * The rows of a search for changing one after another: the search is over before the first is given, so that no
 * change can lead it to the same document twice, and only record numbers are held meanwhile.
 */
export function* rowsToChange(
  storage: Storage,
  collection: Collection,
  asked: Search,
): Generator<DecodedRow> {
  if (asked.limit === 1) return yield* findAll(storage, collection, asked)
  const found = search(storage, collection, asked)
  const records: number[] = []
  for (let row = found.next(); row; row = found.next()) records.push(row.record)
  found.suspend()
  for (const record of records) {
    const bytes = readRecord(storage, collection, record)!
    yield { record, bytes, document: decode(bytes) }
  }
}
