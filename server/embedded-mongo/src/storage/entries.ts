import { encodeKey, checkKeyLength, afterPrefix, keyValues } from '../query/keys'
import type { Document } from '../query/bson'
import { mongoFault, type MongoFault } from '../query/fault'
import { showDocument } from '../show'
import type { Collection } from './catalogue'
import type { Environment } from './environment'
import type { Index } from './index-spec'
import { entryKey, entryPrefix, recordOf } from './key-bytes'

const KEY_OVERHEAD = 10

/** The entries one document has in one index: encoded values with the values themselves, each once. */
export interface DocumentEntries {
  index: Index
  byKey: Map<string, { bytes: Buffer; values: unknown[] }>
  arrayFields: string[]
}

/** Works out a document's entries in an index; refuses what cannot be indexed before anything is written. */
export function entriesOf(index: Index, document: Document): DocumentEntries {
  const byKey: DocumentEntries['byKey'] = new Map()
  if (!index.covers(document)) return { index, byKey, arrayFields: [] }
  const { tuples, multikey } = keyValues(document, index.pattern, index.sparse)
  for (const values of tuples) {
    const bytes = encodeKey(values, index.directions)
    checkKeyLength(bytes, index.name, KEY_OVERHEAD)
    byKey.set(bytes.toString('latin1'), { bytes, values })
  }
  const arrayFields = multikey ? index.fields.filter(field => meetsArray(document, field)) : []
  return { index, byKey, arrayFields }
}

/** Throws E11000 when another document already holds one of these entries in a unique index. */
export function checkUnique(
  environment: Environment,
  collection: Collection,
  found: DocumentEntries,
  own?: number,
) {
  if (!found.index.unique) return
  for (const { bytes, values } of found.byKey.values()) {
    const start = entryPrefix(found.index.id, bytes)
    for (const key of environment.entries.getKeys({ start, end: afterPrefix(start), limit: 2 })) {
      if (recordOf(key) !== own) throw duplicateKey(collection, found.index, values)
    }
  }
}

/** Adds entries of a record; marks the index multikey the first time an array is met. */
export function putEntries(environment: Environment, found: DocumentEntries, record: number): boolean {
  for (const { bytes } of found.byKey.values()) {
    environment.entries.putSync(entryKey(found.index.id, bytes, record), EMPTY)
  }
  const before = found.index.multikey.size
  for (const field of found.arrayFields) found.index.multikey.add(field)
  return found.index.multikey.size > before
}

/** Takes entries of a record away. */
export function removeEntries(environment: Environment, found: DocumentEntries, record: number): void {
  for (const { bytes } of found.byKey.values()) {
    environment.entries.removeSync(entryKey(found.index.id, bytes, record))
  }
}

/** The refusal of a second document under a unique key, in MongoDB's words. */
export function duplicateKey(collection: Collection, index: Index, values: unknown[]): MongoFault {
  const keyValue = Object.fromEntries(index.fields.map((field, at) => [field, plainValue(values[at])]))
  const where = `collection: ${collection.namespace} index: ${index.name}`
  const message = `E11000 duplicate key error ${where} dup key: ${showDocument(keyValue)}`
  return mongoFault(11000, 'DuplicateKey', message, { keyPattern: index.pattern, keyValue })
}

const EMPTY = Buffer.alloc(0)

// An empty array stands in the index under a symbol of its own; MongoDB shows it as undefined.
const plainValue = (value: unknown) => (typeof value === 'symbol' ? null : value)

function meetsArray(document: Document, path: string): boolean {
  let current: unknown = document
  for (const part of path.split('.')) {
    if (Array.isArray(current)) return true
    current = (current as Document | null | undefined)?.[part]
  }
  return Array.isArray(current)
}
