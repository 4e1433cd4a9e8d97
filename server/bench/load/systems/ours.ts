/** Community Chat as it is shipped: signed-in people, rights, and a durable archive in a database of its own process. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nodeFlags } from '../../../src/law/cluster'
import { readText } from '../check'
import { webSocketFraming } from '../framing'
import { clientFrame, pongFrame, upgradeRequest } from '../link'
import { cpuOf, freePort, memoryOf, newFolder, type Program, startProgram } from '../processes'
import { profileOf } from '../profile'
import { openSigning, roomId, secret, seed, seededAt } from '../seed'
import { clientCore, type Opened, serverCore, type System, type Told, type Wire } from '../system'
import { built, settledMemory, startNode } from './node'

/** How it is started besides the ordinary. */
export interface Starting {
  /** Processes that share the work. */
  workers?: number
  /** Whether it can be asked where its time goes. */
  profiled?: boolean
}

const server = join(built, '..')

/** A database of its own in a process of its own, on the core of the clients. */
export async function openDatabase(): Promise<Program & { uri: string }> {
  const folder = newFolder()
  const cli = join(server, '../embedded-mongo/dist/cli.js')
  const program = startProgram([process.execPath, ...nodeFlags, cli, '--dir', folder, '--port', '0'], {
    cores: clientCore,
  })
  const uri = await program.says(/ready: (mongodb:\S+)/)
  return { ...program, uri }
}

/** The server with its database. */
export const ours = (starting: Starting = {}): System => ({
  name: starting.workers ? `Community Chat, ${starting.workers} workers` : 'Community Chat',
  async open(world) {
    const database = await openDatabase()
    await seed(database.uri, world)
    const port = await freePort()
    const inspector = starting.profiled ? await freePort() : undefined
    const program = startServer(database.uri, port, starting, inspector)
    await program.says(/is ready/)
    return {
      port,
      wire: wireOf(),
      cpu: () => ({ server: cpuOf(program.pid), database: cpuOf(database.pid) }),
      memory: () => (starting.workers ? Promise.resolve(memoryOf(program.pid)) : settledMemory(program)),
      profile: inspector ? work => profileOf(inspector, work) : undefined,
      async stop() {
        await program.stop()
        await database.stop()
      },
    } satisfies Opened
  },
})

function startServer(uri: string, port: number, { workers }: Starting, inspector?: number): Program {
  const folder = newFolder()
  const flags = inspector ? [...nodeFlags, `--inspect=127.0.0.1:${inspector}`] : nodeFlags
  const more = workers ? ['--workers', String(workers)] : []
  return startNode([...flags, join(server, 'main.js'), ...more], {
    cores: workers ? `${serverCore},${clientCore}` : serverCore,
    cwd: folder,
    env: {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: folder,
      MONGODB_URI: uri.replace('/?', '/chat?'),
      JWT_SECRET: secret,
      RATE_LIMIT_ENABLED: 'false',
      WS_MAX_CONNECTIONS: '20000',
      LOG_LEVEL: 'warn',
    },
  })
}

/** Whether the built server knows how to share its work among processes. */
export const hasWorkers = (): boolean => readFileSync(join(server, 'main.js'), 'utf8').includes('--workers')

function wireOf(): Wire {
  const sign = openSigning()
  return {
    framing: webSocketFraming,
    upgrades: true,
    pong: pongFrame,
    // {"type":"new_message": no other push to a room begins with this letter.
    letter: { at: 9, is: 'n'.charCodeAt(0) },
    answers: true,
    read,
    greeting: person => upgradeRequest('/ws', { Authorization: `Bearer ${sign(person)}` }),
    open: () => payload => payload.includes('"type":"welcome"'),
    resume: {
      ask: (room, rev) => {
        const frame = {
          type: 'sync',
          id: 'back',
          rooms: { [roomId(room)]: rev },
          since: seededAt.toISOString(),
        }
        return clientFrame(JSON.stringify(frame))
      },
      count: payload => (payload.includes('"id":"back"') ? changesIn(payload) : null),
    },
    say: (room, sender, n, text) =>
      clientFrame(
        JSON.stringify({
          type: 'send_message',
          id: String(n),
          roomId: roomId(room),
          content: { type: 'text', text },
          clientId: `load-${String(sender).padStart(8, '0')}-${String(n).padStart(8, '0')}`,
        }),
      ),
  }
}

function read(payload: Buffer): Told {
  const text = payload.toString('latin1')
  if (text.startsWith('{"type":"new_message"')) {
    const message = readText(text)
    return (
      message && {
        is: 'message',
        ...message,
        rev: numberAfter(text, '"rev":'),
        prev: numberAfter(text, '"prev":'),
      }
    )
  }
  if (text.startsWith('{"type":"reply"')) return { is: 'answer', n: numberAfter(text, '"id":"') }
  if (text.startsWith('{"type":"fault"')) return { is: 'refusal', why: text.slice(0, 200) }
  // A listener that was too slow is told to sync: for a measurement that is a message lost.
  return text.startsWith('{"type":"skip"') ? { is: 'refusal', why: 'skipped as a slow reader' } : null
}

/** How many messages the answer to a sync brings of its one room. */
const changesIn = (payload: Buffer): number =>
  (JSON.parse(String(payload)) as { data?: { rooms: { messages: unknown[] }[] } }).data?.rooms[0]?.messages
    .length ?? 0

const numberAfter = (text: string, mark: string): number => {
  const at = text.indexOf(mark) + mark.length
  return Number.parseInt(text.slice(at, at + 16), 10)
}
