import type { Document } from '../query/bson'
import { failedToParse, MongoFault } from '../query/fault'
import { compileProjection } from '../query/project'
import { findAll } from '../planner/search'
import { removeRecord } from '../storage/records'
import { checkCollation, checkLet, documentArgument, flagArgument, hintArgument } from './arguments'
import { namespaceOf, type Call } from './call'
import type { Command, Commands } from './command'
import { changeOf, changeRow, upsert } from './update'

const ACCEPTS = [
  'query',
  'sort',
  'remove',
  'update',
  'new',
  'fields',
  'upsert',
  'bypassDocumentValidation',
  'arrayFilters',
  'hint',
  'collation',
  'let',
]

const command: Command = { kind: 'atomic', accepts: ACCEPTS, run: runInContext }

/** Changes or removes one document and gives it back, as it was or as it became. */
export const findAndModify: Commands = { findAndModify: command, findandmodify: command }

// MongoDB words a refusal inside this command so; the rest of the message is the ordinary one.
function runInContext(call: Call): Document {
  try {
    return run(call)
  } catch (error) {
    if (!(error instanceof MongoFault) || error.code !== 11000) throw error
    const context = 'Plan executor error during findAndModify :: caused by :: '
    throw new MongoFault(error.code, error.codeName, context + error.message, error.extra)
  }
}

function run(call: Call): Document {
  const { body, service } = call
  checkCollation(body)
  checkLet(body)
  const wanted = wantedOf(body)
  const namespace = namespaceOf(call)
  const { storage } = service
  const collection = storage.catalogue.find(namespace)
  const { filter, show } = wanted
  const asked = { filter, sort: documentArgument(body, 'sort'), hint: hintArgument(body), limit: 1 }
  const [row] = collection ? findAll(storage, collection, asked) : []
  if (wanted.remove) {
    if (row) removeRecord(storage, collection!, row.record, row.document)
    return { lastErrorObject: { n: row ? 1 : 0 }, value: row ? show(row.document) : null, ok: 1 }
  }
  const change = changeOf(body, 'update', filter, service.now())
  if (row) {
    const { document } = changeRow(service, collection!, row, change)
    const value = show(wanted.after ? document : row.document)
    return { lastErrorObject: { n: 1, updatedExisting: true }, value, ok: 1 }
  }
  if (!wanted.upsert) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null, ok: 1 }
  const document = upsert(service, namespace, filter, change)
  const lastErrorObject = { n: 1, updatedExisting: false, upserted: document['_id'] }
  return { lastErrorObject, value: wanted.after ? show(document) : null, ok: 1 }
}

function wantedOf(body: Document) {
  const filter = documentArgument(body, 'query') ?? {}
  const show = compileProjection(documentArgument(body, 'fields'), filter)
  const remove = flagArgument(body, 'remove')
  const upsert = flagArgument(body, 'upsert')
  const after = flagArgument(body, 'new')
  const hasUpdate = body['update'] !== undefined
  if (remove && hasUpdate) throw failedToParse('Cannot specify both an update and remove=true')
  if (!remove && !hasUpdate) throw failedToParse('Either an update or remove=true must be specified')
  if (remove && upsert) throw failedToParse('Cannot specify both upsert=true and remove=true')
  if (remove && after)
    throw failedToParse(
      "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document",
    )
  return { filter, show, remove, upsert, after }
}
