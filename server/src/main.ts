/** Reads the environment, opens the app, listens, and drains when told to stop. */
import { readEnv } from './kernel/env'
import { openLog } from './kernel/log'
import { openApp } from './app'

const { env, problems, warnings } = readEnv(process.env, process.cwd())
if (problems.length > 0) {
  for (const problem of problems) console.error(`Configuration: ${problem}`)
  process.exit(1)
}
const log = openLog(env.LOG_LEVEL)
for (const warning of warnings) log.warn(warning)

const app = await openApp(env, log).catch(error => {
  console.error(`Could not start: ${error instanceof Error ? error.message : error}`)
  return process.exit(1)
})
app.server.on('error', error => {
  console.error(`Could not listen on port ${env.PORT}: ${error.message}`)
  process.exit(1)
})
app.server.listen(env.PORT, env.HOST, () => {
  const address = app.server.address()
  const port = typeof address === 'object' && address ? address.port : env.PORT
  console.log(`Community Chat is ready: http://localhost:${port}`)
})
if (app.socketServer !== app.server) app.socketServer.listen(env.WS_PORT, env.HOST)

let stopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return
    stopping = true
    app.close().then(
      () => process.exit(0),
      error => {
        log.error({ err: error }, 'stopping failed')
        process.exit(1)
      },
    )
  })
}
