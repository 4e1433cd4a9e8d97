import { encode, numberOf, type Document } from '../query/bson'
import { failedToParse, mongoFault, typeMismatch } from '../query/fault'
import { compilePipeline, splitLeadingMatch } from '../query/aggregate'
import { compileFilter } from '../query/match'
import { isDocument } from '../query/types'
import { splitTrailingWrite } from '../query/write-stage'
import { findAll, type Search } from '../planner/search'
import { writeResults } from './aggregate-write'
import { checkCollation, checkLet, countArgument, hintArgument } from './arguments'
import { collectionName, type Call } from './call'
import type { Commands } from './command'
import { cursorReply } from './cursor-reply'
import { countMatching } from './find'
import { wantsFlush } from './write-concern'

const ACCEPTS = ['pipeline', 'cursor', 'allowDiskUse', 'bypassDocumentValidation', 'hint', 'collation', 'let']

/** Aggregation: what leads the pipeline is served from an index, the rest runs in memory, `$out` and `$merge` write. */
export const aggregate: Commands = {
  aggregate: { kind: 'read', accepts: ACCEPTS, run: runAggregate },
}

function runAggregate(call: Call): Uint8Array | Promise<Uint8Array> {
  const { body, service } = call
  checkCollation(body)
  checkLet(body)
  const name = pipelineCollection(call)
  const pipeline = body['pipeline'] as Document[]
  if (!isDocument(body['cursor'])) {
    throw failedToParse("The 'cursor' option is required, except for aggregate with the explain argument")
  }
  const batchSize = countArgument(body['cursor'], 'batchSize')
  const { stages, write } = splitTrailingWrite(pipeline)
  const variables = { NOW: service.now() }
  if (!write) return reply(call, name, batchSize, runStages(call, name, stages, variables))
  // The results are read and written in one transaction, so that nothing comes between.
  const work = () => writeResults(call, write, runStages(call, name, stages, variables), variables)
  const options = { durable: wantsFlush(body), exclusive: write.kind === '$out', atomic: true }
  return service.writer.write(work, options).then(() => reply(call, name, batchSize, []))
}

function reply(call: Call, name: string, batchSize: number | undefined, documents: Document[]): Uint8Array {
  const namespace = `${call.database}.${name}`
  let at = 0
  const source = {
    next: () => (at < documents.length ? encode(documents[at++]!) : undefined),
    suspend: () => undefined,
    get complete() {
      return at >= documents.length
    },
  }
  return cursorReply('firstBatch', namespace, call.service.cursors.start(namespace, source, batchSize))
}

/** The collection a pipeline runs over; pipelines over a whole database are refused. */
export function pipelineCollection(call: Call): string {
  const { body } = call
  const { pipeline } = body
  if (!Array.isArray(pipeline) || !pipeline.every(isDocument))
    throw typeMismatch("'pipeline' option must be specified as an array")
  if (pipeline.some(stage => '$changeStream' in stage))
    throw mongoFault(
      40573,
      'Location40573',
      'The $changeStream stage is only supported on replica sets, which this server is not',
    )
  if (typeof body['aggregate'] !== 'string')
    throw mongoFault(
      73,
      'InvalidNamespace',
      'aggregation over a whole database is not supported by this server',
    )
  return collectionName(call)
}

/** What of a pipeline a search can answer. */
export function leadingSearch(pipeline: unknown[], hint: unknown): { asked: Search; rest: unknown[] } {
  const { rest, ...head } = splitLeadingMatch(pipeline)
  return { asked: { ...head, hint }, rest }
}

function runStages(call: Call, name: string, pipeline: unknown[], variables: Document): Document[] {
  const quick = counted(call, pipeline as Document[])
  if (quick) return quick
  const { asked, rest } = leadingSearch(pipeline, hintArgument(call.body))
  const stages = compilePipeline(rest)
  const lookup = (other: string, asked: Search) => documentsOf(call, other, asked)
  return stages(documentsOf(call, name, asked), { lookup }, variables)
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
