/** Reads the environment and becomes a server, or the first of several processes that are one: `--workers N`. */
import cluster from 'node:cluster'
import { readEnv } from './kernel/env'
import { openLog } from './kernel/log'
import { serve } from './serve'
import { leadWorkers, workersWanted } from './workers'

const { env, problems, warnings } = readEnv(process.env, process.cwd())
const workers = workersWanted(process.argv.slice(2))
if (typeof workers === 'string') problems.push(workers)
if (problems.length > 0) {
  for (const problem of problems) console.error(`Configuration: ${problem}`)
  process.exit(1)
}
const log = openLog(env.LOG_LEVEL)
if (cluster.isPrimary) for (const warning of warnings) log.warn(warning)

const isLeader = cluster.isPrimary && workers !== 1
await (isLeader ? leadWorkers(env, log, workers as number) : serve(env, log)).catch(error => {
  console.error(`Could not start: ${error instanceof Error ? error.message : error}`)
  process.exit(1)
})
