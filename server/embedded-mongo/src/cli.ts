import { parseArgs } from 'node:util'
import { uriOf } from './address'
import { surviveFailedCommits } from './storage/failed-commit'
import { serve, type ServeOptions } from './serve'

const USAGE = 'usage: embedded-mongo --dir FOLDER [--port PORT [--host ADDRESS] | --socket PATH]'

function readOptions(): ServeOptions {
  const string = { type: 'string' } as const
  const { values } = parseArgs({ options: { dir: string, port: string, host: string, socket: string } })
  const port = values.port === undefined ? undefined : Number(values.port)
  if (!values.dir || (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65536)))
    throw new Error(USAGE)
  return { dir: values.dir, port, host: values.host, socketPath: values.socket }
}

surviveFailedCommits()
try {
  const serving = await serve(readOptions())
  console.log(`embedded-mongo is ready: ${uriOf(serving.address)}`)
  const stop = () => void serving.close().then(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
} catch (error) {
  console.error((error as Error).message)
  process.exit(1)
}
