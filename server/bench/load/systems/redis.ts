/** redis pub/sub: a server in C that collects what a client is to get and writes it once a loop. */
import { existsSync } from 'node:fs'
import { readText } from '../check'
import { redisFraming } from '../framing'
import { cpuOf, freePort, memoryOf, newFolder, startProgram } from '../processes'
import { roomsOf, serverCore, type System, type Wire, type World } from '../system'

const program = '/usr/bin/redis-server'

/** Debian's redis-server; nothing is kept, and no slow listener is cut. */
export const redis: System = {
  name: 'redis pub/sub',
  async open(world) {
    if (!existsSync(program)) return null
    const port = await freePort()
    const settings = {
      ...{ port: String(port), bind: '127.0.0.1', save: '', appendonly: 'no', maxclients: '15000' },
      'client-output-buffer-limit': 'pubsub 0 0 0',
    }
    const given = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, ...value.split(' ')])
    const running = startProgram([program, ...given], { cores: serverCore, cwd: newFolder() })
    await running.says(/Ready to accept/)
    return {
      port,
      wire: wireOf(world),
      cpu: () => ({ server: cpuOf(running.pid), database: 0 }),
      memory: async () => memoryOf(running.pid),
      stop: running.stop,
    }
  },
}

function wireOf(world: World): Wire {
  const rooms = roomsOf(world)
  return {
    framing: redisFraming,
    upgrades: false,
    answers: true,
    speaker: command('PING'),
    greeting: person => command('SUBSCRIBE', ...rooms[person]!.map(room => `rooms:${room}`)),
    open: () => () => true,
    say: (room, _sender, _n, text) =>
      command('PUBLISH', `rooms:${room}`, JSON.stringify({ type: 'new_message', text })),
    read(payload) {
      const message = readText(payload.toString('latin1'))
      return message ? { is: 'message', ...message } : { is: 'answer' }
    },
  }
}

const command = (...words: string[]): Buffer =>
  Buffer.from(
    `*${words.length}\r\n${words.map(word => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`,
  )
