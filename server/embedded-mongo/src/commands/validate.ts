import { decode, type Document } from '../query/bson'
import { mongoFault } from '../query/fault'
import { afterPrefix } from '../query/keys'
import type { Collection } from '../storage/catalogue'
import { entriesOf } from '../storage/entries'
import type { Index } from '../storage/index-spec'
import { entryKey, ownerPrefix, recordOf } from '../storage/key-bytes'
import { readRecord, type Storage } from '../storage/records'
import { namespaceOf, type Call } from './call'
import type { Commands } from './command'

/**
 * Checks every index against the documents, both ways: no entry is missing and none is left over. It runs in the
 * writers' queue, where the count in memory belongs to what is read.
 */
export const validate: Commands = {
  validate: {
    kind: 'write',
    accepts: ['full', 'repair', 'metadata', 'checkBSONConformance'],
    run: runValidate,
  },
}

function runValidate(call: Call): Document {
  const { storage } = call.service
  const namespace = namespaceOf(call)
  const collection = storage.catalogue.find(namespace)
  if (!collection)
    throw mongoFault(26, 'NamespaceNotFound', `Collection '${namespace}' does not exist to validate.`)
  const errors: string[] = []
  const keysPerIndex: Document = {}
  const expected = new Map<Index, number>(collection.indexes.map(index => [index, 0]))
  const nrecords = checkDocuments(storage, collection, expected, errors)
  if (nrecords !== collection.count) errors.push(`${nrecords} documents, but ${collection.count} counted`)
  for (const index of collection.indexes) {
    keysPerIndex[index.name] = checkEntries(storage, collection, index, errors)
    if (keysPerIndex[index.name] !== expected.get(index)) {
      errors.push(
        `index ${index.name} has ${keysPerIndex[index.name]} entries for ${expected.get(index)} keys`,
      )
    }
  }
  const valid = errors.length === 0
  return {
    ns: namespace,
    nInvalidDocuments: 0,
    nrecords,
    nIndexes: collection.indexes.length,
    keysPerIndex,
    valid,
    warnings: [],
    errors,
    ok: 1,
  }
}

function checkDocuments(
  { environment }: Storage,
  collection: Collection,
  expected: Map<Index, number>,
  errors: string[],
) {
  const prefix = ownerPrefix(collection.id)
  let count = 0
  for (const { key, value } of environment.records.getRange({ start: prefix, end: afterPrefix(prefix) })) {
    count++
    const document = decode(value)
    for (const index of collection.indexes) {
      for (const { bytes } of entriesOf(index, document).byKey.values()) {
        expected.set(index, expected.get(index)! + 1)
        if (environment.entries.doesExist(entryKey(index.id, bytes, recordOf(key)))) continue
        errors.push(`document ${recordOf(key)} has no entry in index ${index.name}`)
      }
    }
  }
  return count
}

function checkEntries(storage: Storage, collection: Collection, index: Index, errors: string[]): number {
  const prefix = ownerPrefix(index.id)
  let count = 0
  for (const key of storage.environment.entries.getKeys({ start: prefix, end: afterPrefix(prefix) })) {
    count++
    if (!readRecord(storage, collection, recordOf(key))) {
      errors.push(`index ${index.name} points at document ${recordOf(key)}, which does not exist`)
    }
  }
  return count
}
