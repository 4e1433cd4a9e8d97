import type { Document } from '../query/bson'
import { compareBson } from '../query/compare'
import { mongoFault } from '../query/fault'
import type { Catalogue, Collection } from './catalogue'
import { checkUnique, entriesOf, putEntries, removeEntries, type DocumentEntries } from './entries'
import type { Environment } from './environment'
import { recordKey } from './key-bytes'

/** The largest document, as MongoDB has it. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024

/** What a write touches. */
export interface Storage {
  environment: Environment
  catalogue: Catalogue
}

/** Reads a document's bytes; undefined when the record is gone. */
export const readRecord = (
  storage: Storage,
  collection: Collection,
  record: number,
): Uint8Array | undefined => storage.environment.records.getBinary(recordKey(collection.id, record))

/** Adds a document with all its index entries, or refuses and writes nothing. */
export function insertRecord(
  storage: Storage,
  collection: Collection,
  document: Document,
  bytes: Uint8Array,
): number {
  checkSize(bytes)
  const found = collection.indexes.map(index => entriesOf(index, document))
  for (const entries of found) checkUnique(storage.environment, collection, entries)
  const record = collection.nextRecord++
  storage.environment.records.putSync(recordKey(collection.id, record), bytes as Buffer)
  writeEntries(storage, collection, found, record)
  storage.catalogue.countBy(collection, 1)
  return record
}

/** Replaces a document and mends the index entries that change with it, or refuses and writes nothing. */
export function replaceRecord(
  storage: Storage,
  collection: Collection,
  record: number,
  before: Document,
  after: Document,
  bytes: Uint8Array,
): void {
  checkSize(bytes)
  if (compareBson(before['_id'], after['_id']) !== 0) {
    const message = "Performing an update on the path '_id' would modify the immutable field '_id'"
    throw mongoFault(66, 'ImmutableField', message)
  }
  const changes = collection.indexes.map(index =>
    difference(entriesOf(index, before), entriesOf(index, after)),
  )
  for (const { added } of changes) checkUnique(storage.environment, collection, added, record)
  storage.environment.records.putSync(recordKey(collection.id, record), bytes as Buffer)
  for (const { removed } of changes) removeEntries(storage.environment, removed, record)
  writeEntries(
    storage,
    collection,
    changes.map(change => change.added),
    record,
  )
}

/** Takes a document away with all its index entries. */
export function removeRecord(
  storage: Storage,
  collection: Collection,
  record: number,
  document: Document,
): void {
  for (const index of collection.indexes)
    removeEntries(storage.environment, entriesOf(index, document), record)
  storage.environment.records.removeSync(recordKey(collection.id, record))
  storage.catalogue.countBy(collection, -1)
}

function writeEntries(
  storage: Storage,
  collection: Collection,
  found: DocumentEntries[],
  record: number,
): void {
  let becameMultikey = false
  for (const entries of found)
    becameMultikey = putEntries(storage.environment, entries, record) || becameMultikey
  if (becameMultikey) storage.catalogue.save(collection)
}

function difference(before: DocumentEntries, after: DocumentEntries) {
  const only = (mine: DocumentEntries, other: DocumentEntries): DocumentEntries => ({
    ...mine,
    byKey: new Map([...mine.byKey].filter(([key]) => !other.byKey.has(key))),
  })
  return { removed: only(before, after), added: only(after, before) }
}

function checkSize(bytes: Uint8Array): void {
  if (bytes.length <= MAX_DOCUMENT_BYTES) return
  const message = `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and ${MAX_DOCUMENT_BYTES}(16MB)`
  throw mongoFault(10334, 'BSONObjectTooLarge', message)
}
