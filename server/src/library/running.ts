/** The server inside the host's program: opened when it is first needed, closed once. */
import { type App, openApp } from '../app'
import { type Env, readEnv } from '../kernel/env'
import { listen } from '../kernel/listen'
import { openLog } from '../kernel/log'
import { type ChatSphereConfig, settingsOf } from './config'
import { openPeople, type People } from './people'

/** An open server, and where it listens. */
export interface Running {
  app: App
  env: Env
  people: People
  /** The ports of the API and of the sockets; null where nothing listens. */
  port: number | null
  socketPort: number | null
  close: () => Promise<void>
}

/** Capabilities listen to one another for as long as the process lives: a second server would hear everything twice. */
let isTaken = false

/** Whether this process has had its one server. */
export const hadServer = (): boolean => isTaken

/** Reads the settings; throws one error that has a line for each bad one. */
export function readSettings(config: ChatSphereConfig): { env: Env; warnings: string[] } {
  const { settings, warnings } = settingsOf(config)
  const reading = readEnv(process.env, process.cwd(), settings)
  if (reading.problems.length > 0) throw new Error(reading.problems.join('\n'))
  return { env: reading.env, warnings: [...warnings, ...reading.warnings] }
}

/** Opens the server and listens, unless sockets are switched off. A process does this once. */
export async function start(config: ChatSphereConfig, env: Env, warnings: string[]): Promise<Running> {
  if (isTaken) throw new Error('This process has had its chat: a second one needs a process of its own.')
  const log = openLog(env.LOG_LEVEL)
  for (const warning of warnings) log.warn(warning)
  const app = await openApp(env, log)
  isTaken = true
  try {
    const people = await openPeople(app)
    const listens = config.websocket?.enabled !== false
    const port = listens ? await listen(app.server, env.PORT, env.HOST) : null
    const apart = app.socketServer !== app.server
    const socketPort = listens && apart ? await listen(app.socketServer, env.WS_PORT!, env.HOST) : port
    return { app, env, people, port, socketPort, close: app.close }
  } catch (error) {
    await app.close()
    throw error
  }
}
