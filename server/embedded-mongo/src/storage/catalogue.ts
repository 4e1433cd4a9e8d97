import { Binary, UUID } from 'bson'
import { decode, encode, numberOf, type Document } from '../query/bson'
import { mongoFault } from '../query/fault'
import { afterPrefix } from '../query/keys'
import type { Environment } from './environment'
import { discard } from './garbage'
import { indexFromSpec, type Index } from './index-spec'
import { ownerPrefix, recordOf } from './key-bytes'

/** One collection: what the catalogue keeps of it, and the numbers that live in memory. */
export interface Collection {
  id: number
  database: string
  name: string
  namespace: string
  uuid: Binary
  indexes: Index[]
  /** The number of documents inside the write transaction, and as last committed. */
  count: number
  committedCount: number
  nextRecord: number
}

const text = (value: string) => Buffer.from(value)

/** All collections and indexes of a folder, in memory and on disk. Changes are made inside write transactions. */
export class Catalogue {
  readonly collections = new Map<string, Collection>()
  private nextOwner = 1
  private uncounted = new Set<Collection>()
  private changes = new Map<number, number>()
  private dropped: Collection[] = []

  constructor(private readonly environment: Environment) {
    this.load()
  }

  /** Reads everything again from the transaction in sight; used on opening and after a failed transaction. */
  load(): void {
    this.collections.clear()
    this.uncounted.clear()
    const { catalogue } = this.environment
    this.nextOwner = Number(catalogue.get(text('next'))?.toString() ?? 1)
    for (const { value } of catalogue.getRange({ start: text('c:'), end: text('c;') })) {
      const collection = this.revive(decode(value))
      this.collections.set(collection.namespace, collection)
    }
  }

  /** Marks the point that `rollBack` returns to. */
  begin(): void {
    this.changes.clear()
    this.dropped = []
  }

  /** Undoes in memory what the failed work since `begin` did, while earlier work of the same transaction stands. */
  rollBack(): void {
    const before = new Map<number, number>()
    for (const { id, count } of [...this.collections.values(), ...this.dropped])
      before.set(id, count - (this.changes.get(id) ?? 0))
    this.load()
    for (const collection of this.collections.values()) {
      collection.count = before.get(collection.id) ?? collection.count
      this.uncounted.add(collection)
    }
  }

  find(namespace: string): Collection | undefined {
    return this.collections.get(namespace)
  }

  /** Gives a collection, making it with its `_id_` index where it does not exist yet. */
  obtain(namespace: string): Collection {
    const known = this.collections.get(namespace)
    if (known) return known
    checkNamespace(namespace)
    const id = this.newOwner()
    const primary = indexFromSpec(this.newOwner(), { v: 2, key: { _id: 1 }, name: '_id_' })
    const collection = { ...nameParts(namespace), id, uuid: new UUID(), indexes: [primary], ...EMPTY }
    this.collections.set(namespace, collection)
    this.save(collection)
    return collection
  }

  /** The number under which a new collection or index keeps its keys; never used twice. */
  newOwner(): number {
    const owner = this.nextOwner++
    this.environment.catalogue.putSync(text('next'), text(String(this.nextOwner)))
    return owner
  }

  /** Writes a collection's entry with all its indexes. */
  save(collection: Collection): void {
    const { id, namespace, uuid, indexes } = collection
    const stored = indexes.map(index => ({ id: index.id, multikey: [...index.multikey], spec: index.spec }))
    this.environment.catalogue.putSync(
      text(`c:${namespace}`),
      encode({ id, namespace, uuid, indexes: stored }) as Buffer,
    )
  }

  /** Forgets a collection at once; its keys become garbage. */
  drop(collection: Collection): void {
    this.collections.delete(collection.namespace)
    this.uncounted.delete(collection)
    this.dropped.push(collection)
    this.environment.catalogue.removeSync(text(`c:${collection.namespace}`))
    this.environment.catalogue.removeSync(text(`n:${collection.id}`))
    discard(this.environment, 'records', collection.id)
    for (const index of collection.indexes) discard(this.environment, 'entries', index.id)
  }

  /** Forgets an index at once; its keys become garbage. */
  dropIndex(collection: Collection, index: Index): void {
    collection.indexes = collection.indexes.filter(other => other !== index)
    this.save(collection)
    discard(this.environment, 'entries', index.id)
  }

  /** Notes a change of a collection's number of documents. */
  countBy(collection: Collection, change: number): void {
    collection.count += change
    this.changes.set(collection.id, (this.changes.get(collection.id) ?? 0) + change)
    this.uncounted.add(collection)
  }

  /**
   * Writes the changed counts; the last step of every write transaction, so that counts survive with it. Returns what
   * shows them to readers once the transaction is committed.
   */
  saveCounts(): () => void {
    const changed = this.uncounted
    this.uncounted = new Set()
    const counts = [...changed].map(collection => [collection, collection.count] as const)
    for (const [{ id }, count] of counts)
      this.environment.catalogue.putSync(text(`n:${id}`), text(String(count)))
    return () => {
      for (const [collection, count] of counts) collection.committedCount = count
    }
  }

  private revive(stored: Document): Collection {
    const namespace = stored['namespace'] as string
    const id = numberOf(stored['id'])!
    const indexes = (stored['indexes'] as Document[]).map(kept =>
      indexFromSpec(numberOf(kept['id'])!, kept['spec'] as Document, kept['multikey'] as string[]),
    )
    const count = Number(this.environment.catalogue.get(text(`n:${id}`))?.toString() ?? 0)
    const nextRecord = this.lastRecord(id) + 1
    const uuid = stored['uuid'] as Binary
    return { ...nameParts(namespace), id, uuid, indexes, count, committedCount: count, nextRecord }
  }

  private lastRecord(id: number): number {
    const prefix = ownerPrefix(id)
    const range = { start: afterPrefix(prefix), end: prefix, reverse: true, limit: 1 }
    for (const key of this.environment.records.getKeys(range)) return recordOf(key)
    return 0
  }
}

const EMPTY = { count: 0, committedCount: 0, nextRecord: 1 }

function nameParts(namespace: string): Pick<Collection, 'namespace' | 'database' | 'name'> {
  const dot = namespace.indexOf('.')
  return { namespace, database: namespace.slice(0, dot), name: namespace.slice(dot + 1) }
}

function checkNamespace(namespace: string): void {
  const { database, name } = nameParts(namespace)
  const badDatabase = database === '' || database.length > 63 || /[\s/\\."$\0]/.test(database)
  const badName = name === '' || name.includes('$') || name.includes('\0') || name.startsWith('system.')
  if (badDatabase || badName || Buffer.byteLength(namespace) > 255) {
    throw mongoFault(73, 'InvalidNamespace', `Invalid namespace specified '${namespace}'`)
  }
}
