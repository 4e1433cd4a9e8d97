import { Long } from 'bson'
import { encode, type Document } from '../query/bson'
import { badValue, mongoFault, typeMismatch } from '../query/fault'
import { isDocument } from '../query/types'
import { showDocument } from '../show'
import { buildIndex } from '../storage/build-index'
import type { Collection } from '../storage/catalogue'
import {
  canonicalSpec,
  compareWithExisting,
  indexFromSpec,
  samePattern,
  type Index,
} from '../storage/index-spec'
import { documentsArgument } from './arguments'
import { namespaceOf, type Call } from './call'
import type { Commands } from './command'
import { cursorReply } from './cursor-reply'

/** Making, listing and dropping indexes. */
export const indexes: Commands = {
  createIndexes: { kind: 'schema', accepts: ['indexes', 'commitQuorum'], run: createIndexes },
  listIndexes: { kind: 'read', accepts: ['cursor'], run: listIndexes },
  dropIndexes: { kind: 'schema', accepts: ['index'], run: dropIndexes },
  deleteIndexes: { kind: 'schema', accepts: ['index'], run: dropIndexes },
}

function createIndexes(call: Call): Document {
  const requests = documentsArgument(call.body, 'indexes') ?? []
  if (requests.length === 0) throw badValue('Must specify at least one index to create')
  const { storage } = call.service
  const existed = storage.catalogue.find(namespaceOf(call)) !== undefined
  const collection = storage.catalogue.obtain(namespaceOf(call))
  const numIndexesBefore = collection.indexes.length
  for (const request of requests) {
    if (isPrimary(request)) continue
    const spec = canonicalSpec(request)
    if (compareWithExisting(spec, collection.indexes) === 'same') continue
    if (collection.indexes.length >= 64)
      throw mongoFault(67, 'CannotCreateIndex', 'add index fails, too many indexes')
    const index = indexFromSpec(storage.catalogue.newOwner(), spec)
    buildIndex(storage, collection, index)
  }
  const numIndexesAfter = collection.indexes.length
  const note = numIndexesAfter === numIndexesBefore && { note: 'all indexes already exist' }
  return { numIndexesBefore, numIndexesAfter, createdCollectionAutomatically: !existed, ...note, ok: 1 }
}

const isPrimary = (request: Document) => isDocument(request['key']) && samePattern(request['key'], { _id: 1 })

function listIndexes(call: Call): Uint8Array {
  const collection = existing(call)
  const documents = collection.indexes.map(index => encode(index.spec))
  return cursorReply('firstBatch', collection.namespace, { documents, id: Long.ZERO })
}

function dropIndexes(call: Call): Document {
  const collection = existing(call)
  const nIndexesWas = collection.indexes.length
  for (const index of named(collection, call.body['index']))
    call.service.storage.catalogue.dropIndex(collection, index)
  return { nIndexesWas, ok: 1 }
}

function named(collection: Collection, which: unknown): Index[] {
  if (which === '*') return collection.indexes.slice(1)
  if (Array.isArray(which)) return which.flatMap(name => named(collection, name))
  if (typeof which !== 'string' && !isDocument(which)) {
    throw typeMismatch(
      "BSON field 'dropIndexes.index' is the wrong type, expected types '[string, object, array]'",
    )
  }
  const index = collection.indexes.find(({ name, pattern }) =>
    typeof which === 'string' ? name === which : samePattern(pattern, which),
  )
  if (!index) {
    const shown = typeof which === 'string' ? `with name [${which}]` : `with key: ${showDocument(which)}`
    throw mongoFault(
      27,
      'IndexNotFound',
      typeof which === 'string' ? `index not found ${shown}` : `can't find index ${shown}`,
    )
  }
  if (index.name === '_id_') throw mongoFault(72, 'InvalidOptions', 'cannot drop _id index')
  return [index]
}

function existing(call: Call): Collection {
  const namespace = namespaceOf(call)
  const collection = call.service.storage.catalogue.find(namespace)
  if (!collection) throw mongoFault(26, 'NamespaceNotFound', `ns does not exist: ${namespace}`)
  return collection
}
