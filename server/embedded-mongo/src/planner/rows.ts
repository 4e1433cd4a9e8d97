import { decode, type Document } from '../query/bson'
import { sortDocuments } from '../query/compare'
import { afterPrefix } from '../query/keys'
import { compileFilter } from '../query/match'
import type { Collection } from '../storage/catalogue'
import { ownerPrefix, recordKey, recordOf } from '../storage/key-bytes'
import type { Storage } from '../storage/records'
import { rarestWay } from './intersection'
import type { Plan } from './plan'
import { entryWalk, Walk, type EntryWalk } from './walk'

/** A document found: where it lives, its bytes, and the decoded document if the search had to decode it. */
export interface Row {
  record: number
  bytes: Uint8Array
  document?: Document
}

/** Runs a plan, one row at a time, counting what it looks at. */
export class Rows {
  keysExamined = 0
  documentsExamined = 0
  readonly plan: Plan
  private readonly walk: EntryWalk
  private readonly holdsOthers: ((key: Uint8Array) => boolean) | undefined
  private readonly matches: ((document: Document) => boolean) | undefined
  private readonly seen: Set<number> | undefined

  constructor(
    private readonly storage: Storage,
    private readonly collection: Collection,
    chosen: Plan,
    filter: Document,
  ) {
    const rarest = chosen.ways.length > 1 ? rarestWay(storage.environment, chosen) : undefined
    const plan = rarest?.plan ?? chosen
    this.plan = plan
    this.holdsOthers = rarest?.holdsOthers
    this.matches = plan.exact ? undefined : compileFilter(filter)
    this.seen = plan.index && plan.index.multikey.size > 0 ? new Set() : undefined
    const prefix = ownerPrefix(collection.id)
    this.walk = plan.index
      ? entryWalk(storage.environment, plan)
      : new Walk(storage.environment.records, prefix, afterPrefix(prefix), plan.reverse)
  }

  next(): Row | undefined {
    for (let record = this.nextRecord(); record !== undefined; record = this.nextRecord()) {
      const bytes = this.storage.environment.records.getBinary(recordKey(this.collection.id, record))
      if (!bytes) continue
      this.documentsExamined++
      if (!this.matches) return { record, bytes }
      const document = decode(bytes)
      if (this.matches(document)) return { record, bytes, document }
    }
    return undefined
  }

  /** Passes over rows without reading their documents where the index alone proves the match. */
  skip(count: number): void {
    for (let left = count; left > 0; left--) {
      if ((this.matches ? this.next() : this.nextRecord()) === undefined) return
    }
  }

  /** Counts what is left, from the index alone where that proves the match. */
  count(limit: number): number {
    let count = 0
    while (count < limit && (this.matches ? this.next() : this.nextRecord()) !== undefined) count++
    return count
  }

  suspend(): void {
    this.walk.suspend()
  }

  private nextRecord(): number | undefined {
    for (let key = this.walk.next(); key; key = this.walk.next()) {
      if (this.plan.index) this.keysExamined++
      if (this.holdsOthers && !this.holdsOthers(key)) continue
      const record = recordOf(key)
      if (!this.seen) return record
      if (this.seen.has(record)) continue
      this.seen.add(record)
      return record
    }
    return undefined
  }
}

/** Reads all rows and sorts them in memory, for when no index gives the order. */
export function sortedRows(rows: Rows, sort: Document): Row[] {
  const byDocument = new Map<Document, Row>()
  for (let row = rows.next(); row; row = rows.next())
    byDocument.set((row.document ??= decode(row.bytes)), row)
  return sortDocuments([...byDocument.keys()], sort).map(document => byDocument.get(document)!)
}
