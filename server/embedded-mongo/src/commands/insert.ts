import { decode, encode, type Document } from '../query/bson'
import { failedToParse, MongoFault, mongoFault } from '../query/fault'
import { documentForInsert } from '../query/update'
import { insertRecord } from '../storage/records'
import { checkBatchSize, documentsArgument, flagArgument } from './arguments'
import { namespaceOf, type Call } from './call'
import type { Commands } from './command'

/** Writes documents, and puts the `_id` first where a client did not. */
export const insert: Commands = {
  insert: { kind: 'write', accepts: ['documents', 'ordered', 'bypassDocumentValidation'], run: runInsert },
}

function runInsert(call: Call): Document {
  const documents = call.sequences.get('documents') ?? documentsArgument(call.body, 'documents')?.map(encode)
  if (!documents) throw failedToParse("BSON field 'insert.documents' is missing but a required field")
  checkBatchSize(documents.length)
  const { storage } = call.service
  const collection = storage.catalogue.obtain(namespaceOf(call))
  return eachStatement(documents, flagArgument(call.body, 'ordered', true), bytes => {
    const sent = readDocument(bytes)
    const document = documentForInsert(sent)
    insertRecord(storage, collection, document, document === sent ? bytes : encode(document))
    return { n: 1 }
  })
}

/** What one statement of a write command did. */
export interface StatementResult {
  n: number
  nModified?: number
  upserted?: unknown
}

/**
 * Runs the statements of a write command in order, gathering refusals as writeErrors: ordered ones stop at the first,
 * the others go on.
 */
export function eachStatement<T>(
  statements: T[],
  ordered: boolean,
  run: (statement: T) => StatementResult,
): Document {
  const reply: Document = { n: 0 }
  const writeErrors: Document[] = []
  const upserted: Document[] = []
  for (const [index, statement] of statements.entries()) {
    try {
      const { n, nModified, upserted: id } = run(statement)
      reply['n'] = (reply['n'] as number) + n
      if (nModified !== undefined) reply['nModified'] = ((reply['nModified'] as number) ?? 0) + nModified
      if (id !== undefined) upserted.push({ index, _id: id })
    } catch (error) {
      if (!(error instanceof MongoFault)) throw error
      writeErrors.push({ index, code: error.code, ...error.extra, errmsg: error.message })
      if (ordered) break
    }
  }
  if (upserted.length > 0) reply['upserted'] = upserted
  if (writeErrors.length > 0) reply['writeErrors'] = writeErrors
  return { ...reply, ok: 1 }
}

function readDocument(bytes: Uint8Array): Document {
  try {
    return decode(bytes)
  } catch (error) {
    throw mongoFault(22, 'InvalidBSON', (error as Error).message)
  }
}
