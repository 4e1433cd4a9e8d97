import { decode, type Document } from './query/bson'
import type { Service } from './commands/call'
import { encodeField, bracketBounds } from './query/keys'
import type { Collection } from './storage/catalogue'
import type { Index } from './storage/index-spec'
import { entryPrefix, recordOf } from './storage/key-bytes'
import { readRecord, removeRecord } from './storage/records'

const PER_TRANSACTION = 500

/** Removes every document that a TTL index has outlived, a few hundred to a transaction. */
export async function expireDocuments(service: Service): Promise<void> {
  for (const collection of [...service.storage.catalogue.collections.values()]) {
    for (const { name, expireAfterSeconds } of collection.indexes) {
      if (expireAfterSeconds === undefined) continue
      while (
        (await service.writer.write(() => expireSome(service, collection.namespace, name))) ===
        PER_TRANSACTION
      )
        continue
    }
  }
}

function expireSome(service: Service, namespace: string, indexName: string): number {
  const { storage } = service
  const collection = storage.catalogue.find(namespace)
  const index = collection?.indexes.find(({ name }) => name === indexName)
  if (!collection || index?.expireAfterSeconds === undefined) return 0
  const doomed = expiredRecords(service, collection, index)
  for (const record of doomed) {
    const bytes = readRecord(storage, collection, record)
    if (bytes) removeRecord(storage, collection, record, decode(bytes) as Document)
  }
  return doomed.size
}

// An array of dates expires with the earliest of them, which is how its entries stand in the index.
function expiredRecords({ storage, now }: Service, _collection: Collection, index: Index): Set<number> {
  const moment = new Date(now().getTime() - index.expireAfterSeconds! * 1000)
  const direction = index.directions[0]!
  const { low, high } = bracketBounds(moment, direction)
  const edge = encodeField(moment, direction)
  const [start, end] = direction === 1 ? [low, edge] : [edge, high]
  const range = { start: entryPrefix(index.id, start), end: entryPrefix(index.id, end) }
  const records = new Set<number>()
  for (const key of storage.environment.entries.getKeys(range)) {
    records.add(recordOf(key))
    if (records.size === PER_TRANSACTION) break
  }
  return records
}
