/** The baselines that are Node programs of ours: bare ws and socket.io. */
import { join } from 'node:path'
import { readText } from '../check'
import { webSocketFraming } from '../framing'
import { clientFrame, pongFrame, upgradeRequest } from '../link'
import { cpuOf, freePort } from '../processes'
import { roomsOf, serverCore, type System, type Told, type Wire, type World } from '../system'
import { built, settledMemory, startNode } from './node'

const told = (payload: Buffer): Told => {
  const message = readText(payload.toString('latin1'))
  return message && { is: 'message', ...message }
}
const common = { framing: webSocketFraming, upgrades: true, read: told, answers: false }

const wsWire = (world: World): Wire => {
  const rooms = roomsOf(world)
  return {
    ...common,
    pong: pongFrame,
    greeting: person => upgradeRequest(`/?${rooms[person]!.map(room => `room=${room}`).join('&')}`),
    open: () => () => true,
    say: (room, _sender, _n, text) => clientFrame(JSON.stringify({ room: String(room), text })),
  }
}

const socketIoWire = (world: World): Wire => {
  const rooms = roomsOf(world)
  return {
    ...common,
    pong: clientFrame('3'),
    greeting: person =>
      upgradeRequest(`/socket.io/?EIO=4&transport=websocket&rooms=${rooms[person]!.join(',')}`),
    open: () => (payload, say) => {
      if (payload[0] === 0x30) say(clientFrame('40'))
      return payload[0] === 0x34 && payload[1] === 0x30
    },
    say: (room, _sender, _n, text) =>
      clientFrame(`42${JSON.stringify(['send_message', String(room), text])}`),
  }
}

const baseline = (name: string, script: string, wireOf: (world: World) => Wire): System => ({
  name,
  async open(world) {
    const port = await freePort()
    const program = startNode([join(built, 'servers', script)], {
      cores: serverCore,
      env: { PORT: String(port), NODE_ENV: 'production' },
    })
    await program.says(/ready/)
    return {
      port,
      wire: wireOf(world),
      cpu: () => ({ server: cpuOf(program.pid), database: 0 }),
      memory: () => settledMemory(program),
      stop: program.stop,
    }
  },
})

/** Bare ws with one shared frame a message. */
export const bareWs = baseline('bare ws', 'ws.js', wsWire)
/** socket.io with its own rooms. */
export const socketIo = baseline('socket.io', 'socketio.js', socketIoWire)
