import { statSync } from 'node:fs'
import { join } from 'node:path'
import { Long } from 'bson'
import { encode, numberOf, type Document } from '../query/bson'
import { mongoFault, notImplemented } from '../query/fault'
import { compileFilter } from '../query/match'
import { afterPrefix } from '../query/keys'
import { ownerPrefix } from '../storage/key-bytes'
import type { Collection } from '../storage/catalogue'
import { checkCollation, documentArgument, flagArgument } from './arguments'
import { collectionName, namespaceOf, type Call } from './call'
import type { Commands } from './command'
import { cursorReply } from './cursor-reply'

/** Databases and collections as wholes. */
export const collections: Commands = {
  listDatabases: { kind: 'read', accepts: ['filter', 'nameOnly', 'authorizedDatabases'], run: listDatabases },
  listCollections: {
    kind: 'read',
    accepts: ['filter', 'nameOnly', 'cursor', 'authorizedCollections'],
    run: listCollections,
  },
  create: {
    kind: 'schema',
    accepts: ['autoIndexId', 'idIndex', 'capped', 'collation', 'writeConcern'],
    run: create,
  },
  drop: { kind: 'schema', accepts: [], run: drop },
  dropDatabase: { kind: 'schema', accepts: [], run: dropDatabase },
  collStats: { kind: 'read', accepts: ['scale'], run: collStats },
  dbStats: { kind: 'read', accepts: ['scale', 'freeStorage'], run: dbStats },
}

function fileSize(call: Call): number {
  const { path } = call.service.storage.environment.root as unknown as { path: string }
  return statSync(join(path, 'data.mdb')).size
}

// All databases share one file, so each is said to have its size.
function listDatabases(call: Call): Document {
  const names = [
    ...new Set([...call.service.storage.catalogue.collections.values()].map(one => one.database)),
  ].sort()
  const size = Long.fromNumber(fileSize(call))
  const matches = compileFilter(documentArgument(call.body, 'filter') ?? {})
  const databases = names
    .map((name): Document => ({ name, sizeOnDisk: size, empty: false }))
    .filter(one => matches(one))
  if (flagArgument(call.body, 'nameOnly'))
    return { databases: databases.map(({ name }) => ({ name })), ok: 1 }
  return {
    databases,
    totalSize: size,
    totalSizeMb: Long.fromNumber(Math.round(fileSize(call) / 1048576)),
    ok: 1,
  }
}

const inDatabase = (call: Call): Collection[] =>
  [...call.service.storage.catalogue.collections.values()].filter(one => one.database === call.database)

function listCollections(call: Call): Uint8Array {
  const matches = compileFilter(documentArgument(call.body, 'filter') ?? {})
  const entries = inDatabase(call)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((one): Document => ({
      name: one.name,
      type: 'collection',
      options: {},
      info: { readOnly: false, uuid: one.uuid },
      idIndex: one.indexes[0]!.spec,
    }))
    .filter(entry => matches(entry))
  const shown = flagArgument(call.body, 'nameOnly')
    ? entries.map(({ name, type }) => ({ name, type }))
    : entries
  return cursorReply('firstBatch', `${call.database}.$cmd.listCollections`, {
    documents: shown.map(encode),
    id: Long.ZERO,
  })
}

function create(call: Call): Document {
  const { catalogue } = call.service.storage
  checkCollation(call.body)
  if (flagArgument(call.body, 'capped'))
    throw notImplemented('capped collections are not supported by this server')
  const namespace = namespaceOf(call)
  if (catalogue.find(namespace)) {
    throw mongoFault(48, 'NamespaceExists', `Collection ${namespace} already exists.`)
  }
  catalogue.obtain(namespace)
  return { ok: 1 }
}

function drop(call: Call): Document {
  const { catalogue } = call.service.storage
  const collection = catalogue.find(namespaceOf(call))
  if (!collection) return { ok: 1 }
  catalogue.drop(collection)
  return { nIndexesWas: collection.indexes.length, ns: collection.namespace, ok: 1 }
}

function dropDatabase(call: Call): Document {
  const all = inDatabase(call)
  for (const collection of all) call.service.storage.catalogue.drop(collection)
  return all.length > 0 ? { dropped: call.database, ok: 1 } : { ok: 1 }
}

function collStats(call: Call): Document {
  const { environment, catalogue } = call.service.storage
  const collection = catalogue.find(`${call.database}.${collectionName(call)}`)
  const ns = namespaceOf(call)
  if (!collection)
    return { ns, size: 0, count: 0, storageSize: 0, nindexes: 0, indexSizes: {}, totalIndexSize: 0, ok: 1 }
  const prefix = ownerPrefix(collection.id)
  let size = 0
  for (const { value } of environment.records.getRange({ start: prefix, end: afterPrefix(prefix) }))
    size += value.length
  const scale = numberOf(call.body['scale']) ?? 1
  return {
    ns,
    size: Math.floor(size / scale),
    count: collection.committedCount,
    avgObjSize: collection.committedCount > 0 ? Math.floor(size / collection.committedCount) : 0,
    storageSize: Math.floor(size / scale),
    nindexes: collection.indexes.length,
    indexSizes: {},
    totalIndexSize: 0,
    ok: 1,
  }
}

function dbStats(call: Call): Document {
  const all = inDatabase(call)
  const scale = numberOf(call.body['scale']) ?? 1
  return {
    db: call.database,
    collections: all.length,
    views: 0,
    objects: all.reduce((sum, one) => sum + one.committedCount, 0),
    indexes: all.reduce((sum, one) => sum + one.indexes.length, 0),
    storageSize: fileSize(call) / scale,
    totalSize: fileSize(call) / scale,
    ok: 1,
  }
}
