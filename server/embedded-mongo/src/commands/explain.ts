import type { Document } from '../query/bson'
import { mongoFault } from '../query/fault'
import { isDocument } from '../query/types'
import { search, type Found, type Search } from '../planner/search'
import { leadingSearch, pipelineCollection } from './aggregate'
import { documentArgument, hintArgument } from './arguments'
import { collectionName, type Call } from './call'
import type { Commands } from './command'
import { searchOf } from './find'

/** Tells which index serves a command and how much was looked at, by running its search without changing anything. */
export const explain: Commands = {
  explain: { kind: 'read', accepts: ['verbosity'], run: runExplain },
}

const SEARCHES: Record<string, (call: Call) => Search> = {
  find: ({ body }) => searchOf(body),
  count: ({ body }) => ({ filter: documentArgument(body, 'query') ?? {}, hint: hintArgument(body) }),
  distinct: ({ body }) => ({ filter: documentArgument(body, 'query') ?? {}, hint: hintArgument(body) }),
  aggregate: call => (
    pipelineCollection(call),
    leadingSearch(call.body['pipeline'] as Document[], hintArgument(call.body)).asked
  ),
  findAndModify: ({ body }) => ({
    filter: documentArgument(body, 'query') ?? {},
    sort: documentArgument(body, 'sort'),
    hint: hintArgument(body),
    limit: 1,
  }),
  update: ({ body }) => statementSearch((body['updates'] as Document[])[0]!, 'multi'),
  delete: ({ body }) => statementSearch((body['deletes'] as Document[])[0]!, 'limit'),
}

const statementSearch = (statement: Document, kind: 'multi' | 'limit'): Search => ({
  filter: documentArgument(statement, 'q') ?? {},
  hint: hintArgument(statement),
  limit: kind === 'multi' && statement['multi'] !== true ? 1 : 0,
})

function runExplain(call: Call): Document {
  const inner = call.body['explain']
  if (!isDocument(inner)) throw mongoFault(14, 'TypeMismatch', 'explain needs a command')
  const name = Object.keys(inner)[0] ?? ''
  const read = Object.hasOwn(SEARCHES, name) ? SEARCHES[name] : undefined
  if (!read) throw mongoFault(59, 'CommandNotFound', `Explain failed due to unknown command: ${name}`)
  const explained: Call = { ...call, name, body: inner }
  const namespace = `${call.database}.${collectionName(explained)}`
  const asked = read(explained)
  const collection = call.service.storage.catalogue.find(namespace)
  const server = {
    serverInfo: { host: 'localhost', port: 0, version: '7.0.0', gitVersion: 'embedded-mongo' },
    ok: 1,
  }
  const planner = (winningPlan: Document) => ({
    plannerVersion: 1,
    namespace,
    winningPlan,
    rejectedPlans: [],
  })
  if (!collection)
    return {
      queryPlanner: planner({ stage: 'EOF' }),
      executionStats: statistics(0, 0, 0, 0, { stage: 'EOF' }),
      ...server,
    }
  const found = search(call.service.storage, collection, asked)
  const winningPlan = planOf(found, asked, inner)
  if (call.body['verbosity'] === 'queryPlanner') return { queryPlanner: planner(winningPlan), ...server }
  const begun = Date.now()
  const returned = name === 'count' ? found.rows.count(Infinity) : rest(found)
  found.suspend()
  const { keysExamined, documentsExamined } = found.rows
  const stats = statistics(returned, Date.now() - begun, keysExamined, documentsExamined, winningPlan)
  return { queryPlanner: planner(winningPlan), executionStats: stats, ...server }
}

function rest(found: Found): number {
  let returned = 0
  while (found.next()) returned++
  return returned
}

const statistics = (
  nReturned: number,
  executionTimeMillis: number,
  totalKeysExamined: number,
  totalDocsExamined: number,
  stages: Document,
) => ({
  executionSuccess: true,
  nReturned,
  executionTimeMillis,
  totalKeysExamined,
  totalDocsExamined,
  executionStages: { ...stages, nReturned },
})

function planOf({ plan }: Found, asked: Search, command: Document): Document {
  const { index, reverse } = plan
  const direction = reverse ? 'backward' : 'forward'
  let stage: Document = { stage: 'COLLSCAN', direction }
  if (index) {
    stage = {
      stage: 'FETCH',
      ...(plan.exact ? {} : { filter: asked.filter }),
      inputStage: {
        stage: plan.merge ? 'SORT_MERGE' : 'IXSCAN',
        keyPattern: index.pattern,
        indexName: index.name,
        isMultiKey: index.multikey.size > 0,
        isUnique: index.unique,
        isSparse: index.sparse,
        isPartial: index.partialFilter !== undefined,
        direction,
        ranges: plan.stretches.length,
      },
    }
  }
  if (!plan.sorted) stage = { stage: 'SORT', sortPattern: asked.sort, inputStage: stage }
  if (asked.skip) stage = { stage: 'SKIP', skipAmount: asked.skip, inputStage: stage }
  if (asked.limit) stage = { stage: 'LIMIT', limitAmount: asked.limit, inputStage: stage }
  return command['projection'] ? { stage: 'PROJECTION_DEFAULT', inputStage: stage } : stage
}
