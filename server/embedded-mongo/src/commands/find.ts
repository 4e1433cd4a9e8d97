import { decode, encode, numberOf, type Document } from '../query/bson'
import { badValue, failedToParse, mongoFault, notImplemented } from '../query/fault'
import { encodeField } from '../query/keys'
import { compileFilter } from '../query/match'
import { valuesAt } from '../query/path'
import { compileProjection } from '../query/project'
import type { Source } from '../cursors'
import { search, type Found, type Search } from '../planner/search'
import {
  checkCollation,
  checkLet,
  countArgument,
  documentArgument,
  flagArgument,
  hintArgument,
} from './arguments'
import { collectionName, namespaceOf, type Call } from './call'
import type { Commands } from './command'
import { cursorReply } from './cursor-reply'

const FIND = [
  'filter',
  'sort',
  'projection',
  'hint',
  'skip',
  'limit',
  'batchSize',
  'singleBatch',
  'allowDiskUse',
  'noCursorTimeout',
  'collation',
  'let',
  'allowPartialResults',
  'tailable',
  'awaitData',
  'oplogReplay',
]

/** Reading: find, count, distinct. */
export const find: Commands = {
  find: { kind: 'read', accepts: FIND, run: runFind },
  count: { kind: 'read', accepts: ['query', 'limit', 'skip', 'hint', 'collation', 'fields'], run: runCount },
  distinct: { kind: 'read', accepts: ['key', 'query', 'hint', 'collation'], run: runDistinct },
}

/** What a find command asks, checked. */
export function searchOf(body: Document): Search {
  checkCollation(body)
  checkLet(body)
  if (flagArgument(body, 'tailable') || flagArgument(body, 'awaitData'))
    throw notImplemented('tailable cursors are not supported by this server')
  return {
    filter: documentArgument(body, 'filter') ?? {},
    sort: checkedSort(body),
    hint: hintArgument(body),
    skip: countArgument(body, 'skip') ?? 0,
    limit: countArgument(body, 'limit') ?? 0,
  }
}

function runFind(call: Call): Uint8Array {
  const { body, service } = call
  const namespace = namespaceOf(call)
  const asked = searchOf(body)
  const projection = documentArgument(body, 'projection')
  const project =
    projection && Object.keys(projection).length > 0 ? compileProjection(projection, asked.filter) : undefined
  const collection = service.storage.catalogue.find(namespace)
  const batchSize = countArgument(body, 'batchSize')
  if (!collection) {
    compileFilter(asked.filter)
    return cursorReply('firstBatch', namespace, service.cursors.start(namespace, NOTHING))
  }
  const check = () => {
    if (service.storage.catalogue.find(namespace)?.id === collection.id) return
    throw mongoFault(175, 'QueryPlanKilled', `collection dropped. UUID ${collection.uuid.toString('hex')}`)
  }
  const source = { ...sourceOf(search(service.storage, collection, asked), project), check }
  Object.defineProperty(source, 'complete', { get: () => source.isComplete() })
  const single = flagArgument(body, 'singleBatch')
  const batch = service.cursors.start(
    namespace,
    source,
    batchSize,
    single,
    flagArgument(body, 'noCursorTimeout'),
  )
  return cursorReply('firstBatch', namespace, batch)
}

const NOTHING: Source = { next: () => undefined, suspend: () => undefined, complete: true }

// Stored bytes go to the client as they are unless a projection changes them.
function sourceOf(found: Found, project: ((document: Document) => Document) | undefined) {
  return {
    complete: false,
    isComplete: () => found.complete,
    suspend: () => found.suspend(),
    next(): Uint8Array | undefined {
      const row = found.next()
      if (!row || !project) return row?.bytes
      return encode(project(row.document ?? decode(row.bytes)))
    },
  }
}

function checkedSort(body: Document): Document | undefined {
  const sort = documentArgument(body, 'sort')
  for (const [field, direction] of Object.entries(sort ?? {})) {
    const number = numberOf(direction)
    if (number === 1 || number === -1) continue
    if (typeof direction === 'object' && direction !== null && '$meta' in direction)
      throw notImplemented('$meta sort is not supported by this server')
    throw mongoFault(
      15975,
      'Location15975',
      `$sort key ordering must be 1 (for ascending) or -1 (for descending): ${field}`,
    )
  }
  return sort
}

/** Counts, from the collection's own number or from an index alone where either is enough. */
export function countMatching(call: Call, asked: Search): number {
  const { storage } = call.service
  const collection = storage.catalogue.find(namespaceOf(call))
  const { filter, skip = 0, limit = 0 } = asked
  if (!collection) {
    compileFilter(filter)
    return 0
  }
  const upTo = limit > 0 ? skip + limit : Infinity
  if (Object.keys(filter).length === 0) return Math.max(0, Math.min(collection.committedCount, upTo) - skip)
  const found = search(storage, collection, { filter, hint: asked.hint })
  const count = found.rows.count(upTo)
  found.suspend()
  return Math.max(0, count - skip)
}

function runCount(call: Call): Document {
  const { body } = call
  checkCollation(body)
  const skip = countArgument(body, 'skip') ?? 0
  // Old clients say by a negative limit that they want one batch, which a count is anyway.
  const limit = countArgument({ limit: Math.abs(numberOf(body['limit']) ?? 0) }, 'limit') ?? 0
  const filter = documentArgument(body, 'query') ?? {}
  return { n: countMatching(call, { filter, skip, limit, hint: hintArgument(body) }), ok: 1 }
}

function runDistinct(call: Call): Document {
  const { body, service } = call
  checkCollation(body)
  const key = body['key']
  if (typeof key !== 'string') throw badValue("'key' argument must be a string")
  if (key === '') throw failedToParse('distinct needs a field name')
  const filter = documentArgument(body, 'query') ?? {}
  const collection = service.storage.catalogue.find(`${call.database}.${collectionName(call)}`)
  const values = new Map<string, unknown>()
  if (collection) {
    const found = search(service.storage, collection, { filter, hint: hintArgument(body) })
    const path = key.split('.')
    for (let row = found.next(); row; row = found.next()) {
      for (const value of valuesAt(row.document ?? decode(row.bytes), path)) {
        const identity = encodeField(value, 1).toString('latin1')
        if (!values.has(identity)) values.set(identity, value)
      }
    }
    found.suspend()
  }
  return { values: [...values.values()], ok: 1 }
}
