import { encode, numberOf, type Document } from '../query/bson'
import { failedToParse, mongoFault, typeMismatch } from '../query/fault'
import { compilePipeline, splitLeadingMatch } from '../query/aggregate'
import { compileFilter } from '../query/match'
import { isDocument } from '../query/types'
import { findAll, type Search } from '../planner/search'
import { checkCollation, checkLet, countArgument, hintArgument } from './arguments'
import { collectionName, type Call } from './call'
import type { Commands } from './command'
import { cursorReply } from './cursor-reply'
import { countMatching } from './find'

const ACCEPTS = ['pipeline', 'cursor', 'allowDiskUse', 'bypassDocumentValidation', 'hint', 'collation', 'let']

/** Aggregation: what leads the pipeline is served from an index, the rest runs in memory. */
export const aggregate: Commands = {
  aggregate: { kind: 'read', accepts: ACCEPTS, run: runAggregate },
}

async function runAggregate(call: Call): Promise<Uint8Array> {
  const { body, service } = call
  checkCollation(body)
  checkLet(body)
  const name = pipelineCollection(call)
  const pipeline = body['pipeline'] as Document[]
  if (!isDocument(body['cursor'])) {
    throw failedToParse("The 'cursor' option is required, except for aggregate with the explain argument")
  }
  const batchSize = countArgument(body['cursor'], 'batchSize')
  const documents = counted(call, pipeline) ?? (await runStages(call, name, pipeline))
  const namespace = `${call.database}.${name}`
  let at = 0
  const source = {
    next: () => (at < documents.length ? encode(documents[at++]!) : undefined),
    suspend: () => undefined,
    get complete() {
      return at >= documents.length
    },
  }
  return cursorReply('firstBatch', namespace, service.cursors.start(namespace, source, batchSize))
}

/** The collection a pipeline runs over; pipelines over a whole database are refused. */
export function pipelineCollection(call: Call): string {
  const { body } = call
  const { pipeline } = body
  if (!Array.isArray(pipeline) || !pipeline.every(isDocument))
    throw typeMismatch("'pipeline' option must be specified as an array")
  if (typeof body['aggregate'] !== 'string')
    throw mongoFault(
      73,
      'InvalidNamespace',
      'aggregation over a whole database is not supported by this server',
    )
  return collectionName(call)
}

/** What of a pipeline a search can answer. */
export function leadingSearch(pipeline: Document[], hint: unknown): { asked: Search; rest: unknown[] } {
  const { rest, ...head } = splitLeadingMatch(pipeline)
  return { asked: { ...head, hint }, rest }
}

// The stages await one another but never anything outside, so all of them see one snapshot.
async function runStages(call: Call, name: string, pipeline: Document[]): Promise<Document[]> {
  const { asked, rest } = leadingSearch(pipeline, hintArgument(call.body))
  const stages = compilePipeline(rest)
  const lookup = (other: string, filter: Document = {}) => documentsOf(call, other, { filter })
  return stages(documentsOf(call, name, asked), { lookup }, {})
}

function documentsOf(call: Call, name: string, asked: Search): Document[] {
  const { storage } = call.service
  const collection = storage.catalogue.find(`${call.database}.${name}`)
  if (collection) return findAll(storage, collection, asked).map(row => row.document)
  compileFilter(asked.filter)
  return []
}

// The pipeline that drivers send for countDocuments, which an index alone can often answer.
function counted(call: Call, pipeline: Document[]): Document[] | undefined {
  const stages = [...pipeline]
  const group = stages.pop()?.['$group']
  if (!isDocument(group) || numberOf(group['_id']) !== 1 || Object.keys(group).join() !== '_id,n')
    return undefined
  const total = group['n']
  if (!isDocument(total) || Object.keys(total).join() !== '$sum' || numberOf(total['$sum']) !== 1)
    return undefined
  const asked: Search = { filter: {}, hint: hintArgument(call.body) }
  for (const stage of ['$match', '$skip', '$limit'] as const) {
    const operand = stages[0]?.[stage]
    if (operand === undefined) continue
    stages.shift()
    if (stage === '$match') asked.filter = operand as Document
    else asked[stage === '$skip' ? 'skip' : 'limit'] = numberOf(operand)
  }
  if (stages.length > 0) return undefined
  const n = countMatching(call, asked)
  return n > 0 ? [{ _id: 1, n }] : []
}
