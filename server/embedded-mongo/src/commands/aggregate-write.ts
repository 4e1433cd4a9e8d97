import { encode, type Document } from '../query/bson'
import { located, MongoFault, mongoFault } from '../query/fault'
import { plainValue } from '../query/path'
import { compileReplacement, compileUpdate, documentForInsert, documentForUpsert } from '../query/update'
import type { WriteStage } from '../query/write-stage'
import { findAll, type DecodedRow } from '../planner/search'
import { buildIndex } from '../storage/build-index'
import type { Collection } from '../storage/catalogue'
import { indexFromSpec } from '../storage/index-spec'
import { insertRecord } from '../storage/records'
import type { Call, Service } from './call'
import { changeRow } from './update'

/** Puts the results of a pipeline where its `$out` or `$merge` says; for a write that is undone as a whole. */
export function writeResults(call: Call, stage: WriteStage, results: Document[], variables: Document): void {
  const { database = call.database, collection } = stage.target
  const namespace = `${database}.${collection}`
  if (stage.kind === '$out') return replaceCollection(call.service, namespace, results)
  checkJoinFields(call.service.storage.catalogue.find(namespace), stage.on)
  for (const result of results) mergeOne({ service: call.service, namespace, stage, variables }, result)
}

// The new collection has the indexes of the old one, so that its unique keys hold for the results too.
function replaceCollection({ storage }: Service, namespace: string, results: Document[]): void {
  const { catalogue } = storage
  const before = catalogue.find(namespace)
  const specifications = before?.indexes.slice(1).map(({ spec }) => spec) ?? []
  if (before) catalogue.drop(before)
  const collection = catalogue.obtain(namespace)
  for (const spec of specifications)
    buildIndex(storage, collection, indexFromSpec(catalogue.newOwner(), spec))
  for (const result of results) {
    const document = documentForInsert(result)
    insertRecord(storage, collection, document, encode(document))
  }
}

function checkJoinFields(collection: Collection | undefined, on: string[]): void {
  if (on.length === 1 && on[0] === '_id') return
  const isUnique = collection?.indexes.some(
    ({ unique, partialFilter, fields }) =>
      unique &&
      partialFilter === undefined &&
      fields.length === on.length &&
      fields.every(field => on.includes(field)),
  )
  if (!isUnique) throw located(51183, 'Cannot find index to verify that join fields will be unique')
}

type Merge = {
  service: Service
  namespace: string
  stage: WriteStage & { kind: '$merge' }
  variables: Document
}

function mergeOne(merge: Merge, result: Document): void {
  const { service, namespace, stage } = merge
  const { storage } = service
  const document =
    stage.on.includes('_id') && result['_id'] === undefined ? documentForInsert(result) : result
  const filter = Object.fromEntries(stage.on.map(field => [field, { $eq: joinValue(document, field) }]))
  const collection = storage.catalogue.find(namespace)
  const [row] =
    collection && stage.whenMatched !== 'fail' ? findAll(storage, collection, { filter, limit: 1 }) : []
  if (row) return changeMatched(merge, collection!, row, document)
  if (stage.whenNotMatched === 'discard') return
  if (stage.whenNotMatched === 'fail') {
    const message =
      '$merge could not find a matching document in the target collection for at least one document in the source collection'
    throw mongoFault(13113, 'MergeStageNoMatchingDocument', message)
  }
  const inserted = documentFor(stage, filter, document)
  insertRecord(storage, storage.catalogue.obtain(namespace), inserted, encode(inserted))
}

// MongoDB makes these two by an upsert, which decides the order of their fields.
function documentFor({ whenMatched }: Merge['stage'], filter: Document, document: Document): Document {
  if (whenMatched === 'merge') return documentForUpsert(filter, { $set: document })
  if (whenMatched === 'keepExisting') return documentForUpsert(filter, { $setOnInsert: document })
  return documentForInsert(document)
}

function joinValue(document: Document, field: string): unknown {
  const path = field.split('.')
  for (const end of path.keys()) {
    if (Array.isArray(plainValue(document, path.slice(0, end + 1))))
      throw located(51185, `$merge write error: 'on' field '${field}' is an array`)
  }
  const value = plainValue(document, path)
  if (value !== undefined && value !== null) return value
  const message = `$merge write error: 'on' field '${field}' cannot be missing, null, undefined or an array`
  throw located(51132, message)
}

function changeMatched(merge: Merge, collection: Collection, row: DecodedRow, document: Document): void {
  const { service, stage, variables } = merge
  const { whenMatched } = stage
  if (whenMatched === 'keepExisting') return
  const compiled = Array.isArray(whenMatched)
    ? compileUpdate(whenMatched, { variables: stage.bind(document, variables) })
    : whenMatched === 'replace'
      ? compileReplacement(document)
      : compileUpdate({ $set: document })
  try {
    changeRow(service, collection, row, { compiled, now: service.now() })
  } catch (error) {
    if (!(error instanceof MongoFault) || error.code !== 66) throw error
    const context =
      '$merge failed to update the matching document, did you attempt to modify the _id or the shard key?'
    throw mongoFault(66, error.codeName, `${context} :: caused by :: ${error.message}`)
  }
}
