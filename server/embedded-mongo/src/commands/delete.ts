import { numberOf, type Document } from '../query/bson'
import { failedToParse } from '../query/fault'
import { compileFilter } from '../query/match'
import { rowsToChange } from '../planner/search'
import { removeRecord } from '../storage/records'
import { checkCollation, checkLet, flagArgument, hintArgument, requiredDocument } from './arguments'
import { namespaceOf, type Call } from './call'
import type { Commands } from './command'
import { eachStatement, type StatementResult } from './insert'
import { statementsOf } from './update'

/** Removes documents. */
export const remove: Commands = {
  delete: { kind: 'write', accepts: ['deletes', 'ordered', 'let'], run: runDelete },
}

function runDelete(call: Call): Document {
  checkLet(call.body)
  const { storage } = call.service
  const namespace = namespaceOf(call)
  const statements = statementsOf(call, 'deletes', ['q', 'limit', 'hint', 'collation'])
  return eachStatement(statements, flagArgument(call.body, 'ordered', true), statement => {
    checkCollation(statement)
    const limit = limitOf(statement)
    const filter = requiredDocument(statement, 'q')
    const collection = storage.catalogue.find(namespace)
    if (!collection) return checkedOnly(filter)
    let n = 0
    for (const row of rowsToChange(storage, collection, { filter, limit, hint: hintArgument(statement) })) {
      removeRecord(storage, collection, row.record, row.document)
      n++
    }
    return { n }
  })
}

// What is wrong with a filter is refused even where there is nothing to search.
function checkedOnly(filter: Document): StatementResult {
  compileFilter(filter)
  return { n: 0 }
}

function limitOf(statement: Document): 0 | 1 {
  const limit = numberOf(statement['limit'])
  if (limit === 0 || limit === 1) return limit
  throw failedToParse(`The limit field in delete objects must be 0 or 1. Got ${String(limit)}`)
}
