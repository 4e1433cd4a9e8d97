/** mosquitto: a broker in C that writes once a message and listener. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readText } from '../check'
import { mqttFraming } from '../framing'
import { cpuOf, freePort, memoryOf, newFolder, startProgram, untilListening } from '../processes'
import { roomsOf, serverCore, type System, type Wire, type World } from '../system'

const program = '/usr/sbin/mosquitto'

/** Debian's mosquitto with an ordinary listener; nothing is kept. */
export const mosquitto: System = {
  name: 'mosquitto',
  async open(world) {
    if (!existsSync(program)) return null
    const port = await freePort()
    const folder = newFolder()
    const file = join(folder, 'mosquitto.conf')
    const settings = [
      `listener ${port} 127.0.0.1`,
      ...['allow_anonymous true', 'persistence false', 'max_queued_messages 0', 'set_tcp_nodelay true'],
      ...['log_dest stdout', 'user root'],
    ]
    writeFileSync(file, settings.join('\n'))
    const running = startProgram([program, '-c', file], { cores: serverCore, cwd: folder })
    await untilListening(port)
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
    framing: mqttFraming,
    upgrades: false,
    answers: false,
    greeting: person => packet(0x10, text('MQTT'), Buffer.from([4, 2, 0, 0]), text(`person${person}`)),
    open: person => (payload, say) => {
      // The answer to the greeting is two bytes, that to the subscription longer.
      const topics = rooms[person]!.flatMap(room => [text(`rooms/${room}`), Buffer.from([0])])
      if (payload.length === 2) say(packet(0x82, Buffer.from([0, 1]), ...topics))
      return payload.length > 2
    },
    say: (room, _sender, _n, said) =>
      packet(0x30, text(`rooms/${room}`), Buffer.from(JSON.stringify({ type: 'new_message', text: said }))),
    read(payload) {
      const message = readText(payload.toString('latin1'))
      return message && { is: 'message', ...message }
    },
  }
}

function packet(kind: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const length: number[] = []
  for (let left = body.length; left > 0 || length.length === 0; left >>= 7)
    length.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0))
  return Buffer.concat([Buffer.from([kind, ...length]), body])
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes])
}
