/** The server that is measured, in a process of its own: it fills itself, and explains what it asked of its database. */
import mongoose from 'mongoose'
import { openApp } from '../src/app'
import { sweep } from '../src/capabilities/search/sweep'
import { readEnv } from '../src/kernel/env'
import { openLog } from '../src/kernel/log'
import { fill, type Filling } from './fill'

/** What may be asked of it, one thing at a time. */
export type Ask =
  | { do: 'fill'; rooms: Filling[] }
  | { do: 'sweep' }
  | { do: 'watch' }
  | { do: 'explain' }
  | { do: 'size'; collection: string }
/** One read as the database explains it. */
export interface Explained {
  collection: string
  stages: string[]
  index: string
  keys: number
  documents: number
  returned: number
}

interface Read {
  collection: string
  filter: object
  options: { sort?: object; limit?: number; projection?: object }
}
let watched: Read[] | null = null

const { env, problems } = readEnv(process.env as Record<string, string>, process.env.DATA_DIR!)
if (problems.length > 0) throw new Error(problems.join('; '))
const app = await openApp(env, openLog('warn'))
await new Promise<void>(resolve => app.server.listen(0, '127.0.0.1', resolve))

mongoose.set('debug', (collection: string, method: string, ...args: unknown[]) => {
  if (!watched || (method !== 'find' && method !== 'findOne')) return
  const [filter, options] = args as [object, Read['options']]
  watched.push({ collection, filter, options: method === 'findOne' ? { ...options, limit: 1 } : options })
})

const answers: { [K in Ask['do']]: (ask: Extract<Ask, { do: K }>) => Promise<unknown> } = {
  fill: ({ rooms }) => fill(rooms),
  sweep: () => sweep(app.kernel.log),
  async watch() {
    watched = []
  },
  async explain() {
    const reads = watched ?? []
    watched = null
    return Promise.all(reads.map(explained))
  },
  async size({ collection }) {
    const [count, stats] = await Promise.all([
      mongoose.connection.db!.collection(collection).countDocuments(),
      mongoose.connection.db!.command({ collStats: collection }),
    ])
    return { count, bytes: stats.size as number }
  },
}

async function explained({ collection, filter, options }: Read): Promise<Explained> {
  const { sort, limit, projection } = options
  const plan = await mongoose.connection
    .db!.collection(collection)
    .find(filter, { projection, sort: sort as never, limit })
    .explain('executionStats')
  const stages: string[] = []
  let index = '–'
  for (let stage = plan.queryPlanner.winningPlan; stage; stage = stage.inputStage) {
    stages.push(stage.stage)
    index = stage.indexName ?? index
  }
  const { totalKeysExamined: keys, totalDocsExamined: documents, nReturned: returned } = plan.executionStats
  return { collection, stages, index, keys, documents, returned }
}

process.on('message', async ({ id, ask }: { id: number; ask: Ask }) => {
  const answer = await (answers[ask.do] as (ask: Ask) => Promise<unknown>)(ask).catch(error => ({
    error: String(error.stack),
  }))
  process.send!({ id, answer })
})
process.send!({ port: (app.server.address() as { port: number }).port })
process.on('disconnect', () => process.exit())
