import { decode, encode, type Document } from '../query/bson'
import { failedToParse } from '../query/fault'
import { compileUpdate, documentForUpsert, type Update } from '../query/update'
import { rowsToChange, type DecodedRow, type Search } from '../planner/search'
import type { Collection } from '../storage/catalogue'
import { insertRecord, replaceRecord } from '../storage/records'
import {
  checkBatchSize,
  checkCollation,
  checkLet,
  documentArgument,
  documentsArgument,
  flagArgument,
  hintArgument,
  requiredDocument,
} from './arguments'
import { namespaceOf, type Call, type Service } from './call'
import type { Commands } from './command'
import { eachStatement, type StatementResult } from './insert'

/** Changes documents by operators, by a pipeline or by replacement. */
export const update: Commands = {
  update: {
    kind: 'write',
    accepts: ['updates', 'ordered', 'bypassDocumentValidation', 'let'],
    run: runUpdate,
  },
}

const STATEMENT = ['q', 'u', 'upsert', 'multi', 'hint', 'arrayFilters', 'collation', 'sort']

function runUpdate(call: Call): Document {
  checkLet(call.body)
  const statements = statementsOf(call, 'updates', STATEMENT)
  const namespace = namespaceOf(call)
  const reply = eachStatement(statements, flagArgument(call.body, 'ordered', true), statement =>
    updateStatement(call.service, namespace, statement),
  )
  return { nModified: 0, ...reply }
}

function updateStatement(service: Service, namespace: string, statement: Document): StatementResult {
  checkCollation(statement)
  const filter = requiredDocument(statement, 'q')
  const change = changeOf(statement, 'u', filter, service.now())
  const multi = flagArgument(statement, 'multi')
  const mayInsert = flagArgument(statement, 'upsert')
  if (multi && change.compiled.isReplacement)
    throw failedToParse('multi update is not supported for replacement-style update')
  const { storage } = service
  const collection = storage.catalogue.find(namespace)
  const sort = documentArgument(statement, 'sort')
  const asked: Search = { filter, sort, hint: hintArgument(statement), limit: multi ? 0 : 1 }
  let n = 0
  let nModified = 0
  for (const row of collection ? rowsToChange(storage, collection, asked) : []) {
    n++
    if (changeRow(service, collection!, row, change).modified) nModified++
  }
  if (n > 0 || !mayInsert) return { n, nModified }
  return { n: 1, nModified: 0, upserted: upsert(service, namespace, filter, change)['_id'] }
}

/** An update compiled for many documents, with what an upsert needs of it. */
export interface Change {
  update: unknown
  arrayFilters?: Document[]
  compiled: Update
  /** One moment for all the documents that it changes. */
  now: Date
}

/** Reads the change of an update or findAndModify. */
export function changeOf(body: Document, name: 'u' | 'update', filter: Document, now: Date): Change {
  const update = body[name]
  const arrayFilters = documentsArgument(body, 'arrayFilters')
  return { update, arrayFilters, compiled: compileUpdate(update, { filter, arrayFilters }), now }
}

/** Applies a change to a document found; gives what it became, and tells whether that differs. */
export function changeRow(
  service: Service,
  collection: Collection,
  row: DecodedRow,
  { compiled, now }: Pick<Change, 'compiled' | 'now'>,
): { modified: boolean; document: Document } {
  const document = compiled.apply(row.document, { now })
  const bytes = encode(document)
  if (Buffer.compare(bytes, row.bytes) === 0) return { modified: false, document }
  replaceRecord(service.storage, collection, row.record, row.document, document, bytes)
  return { modified: true, document }
}

/** Inserts the document that an upsert without a match makes. */
export function upsert(service: Service, namespace: string, filter: Document, change: Change): Document {
  const { update, arrayFilters, now } = change
  const document = documentForUpsert(filter, update, { arrayFilters, now })
  insertRecord(service.storage, service.storage.catalogue.obtain(namespace), document, encode(document))
  return document
}

/** The statements of an update or delete, from the body or a sequence; refuses what a statement may not hold. */
export function statementsOf(call: Call, name: 'updates' | 'deletes', accepts: string[]): Document[] {
  const sequence = call.sequences.get(name)
  const statements = sequence ? sequence.map(decode) : documentsArgument(call.body, name)
  if (!statements) throw failedToParse(`BSON field '${call.name}.${name}' is missing but a required field`)
  checkBatchSize(statements.length)
  for (const statement of statements) {
    const unknown = Object.keys(statement).find(key => !accepts.includes(key))
    if (unknown) throw failedToParse(`BSON field '${call.name}.${name}.${unknown}' is an unknown field.`)
  }
  return statements
}
