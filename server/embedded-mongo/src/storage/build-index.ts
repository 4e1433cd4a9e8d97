import { decode } from '../query/bson'
import { afterPrefix } from '../query/keys'
import type { Collection } from './catalogue'
import { checkUnique, entriesOf, putEntries } from './entries'
import type { Index } from './index-spec'
import { ownerPrefix, recordOf } from './key-bytes'
import type { Storage } from './records'

/** Adds an index to a collection and fills it from the documents there are; refuses where they contradict it. */
export function buildIndex(storage: Storage, collection: Collection, index: Index): void {
  const { environment, catalogue } = storage
  const prefix = ownerPrefix(collection.id)
  for (const { key, value } of environment.records.getRange({ start: prefix, end: afterPrefix(prefix) })) {
    const found = entriesOf(index, decode(value))
    checkUnique(environment, collection, found)
    putEntries(environment, found, recordOf(key))
  }
  collection.indexes = [...collection.indexes, index]
  catalogue.save(collection)
}
