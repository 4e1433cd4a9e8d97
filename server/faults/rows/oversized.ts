/** F17: frames that are too long, say that they are, or come in too many pieces. */
import type { Socket } from 'node:net'
import { WebSocket } from 'ws'
import { signUp, urlOf } from '../crowd'
import { pause, type Row } from '../trial'

const limit = 1024 * 1024
const mask = Buffer.alloc(4)

/** The head of a masked frame; `length` may be a lie. */
function head(first: number, length: bigint): Buffer {
  const bytes = Buffer.alloc(10)
  bytes[0] = first
  bytes[1] = 0x80 | 127
  bytes.writeBigUInt64BE(length, 2)
  return Buffer.concat([bytes, mask])
}
const piece = (first: number) => Buffer.from([first, 0x81, 0, 0, 0, 0, 0x20])

const cases: [string, readonly number[], () => Buffer][] = [
  ['a byte over the limit', [1009], () => head(0x81, BigInt(limit + 1))],
  ['2^63 bytes', [1002, 1009], () => head(0x81, 2n ** 63n)],
  [
    '100,000 pieces',
    [1002, 1008, 1009],
    () => Buffer.concat([piece(0x01), ...Array.from({ length: 100_000 }, () => piece(0x00))]),
  ],
]

export const oversized: Row = {
  name: 'F17',
  isSeedless: true,
  title: 'oversized and endlessly fragmented frames',
  setting: () => ({ nodes: 1, hasRedis: false }),
  async act(trial, { nodes: [node] }) {
    const { token } = await signUp(node!, 'fool')
    const open = async () => {
      const socket = new WebSocket(urlOf(node!, 'ws'), { headers: { authorization: `Bearer ${token}` } })
      socket.on('error', () => undefined)
      const closed = new Promise<number>(resolve => socket.on('close', resolve))
      await new Promise(resolve => socket.once('message', resolve))
      return { socket, closed }
    }
    const times = trial.by(3, 10, 30)
    for (const [what, codes, bytes] of cases) {
      const before = await node!.program.vitals(true)
      for (let n = 0; n < times; n++) {
        const { socket, closed } = await open()
        ;(socket as unknown as { _socket: Socket })._socket.write(bytes())
        const code = await Promise.race([closed, pause(20_000).then(() => 0)])
        if (!codes.includes(code)) trial.find(`${what}: closed with ${code} instead of ${codes}`)
      }
      const after = await node!.program.vitals(true)
      trial.measure(`KiB kept by ${what}`, (after.heapUsed - before.heapUsed) / 1024 / times, 1024)
      trial.time(`ms of processor for ${what}`, (after.cpu - before.cpu) / 1000 / times, 100)
    }
    const { socket } = await open()
    const answer = new Promise<string>(resolve => socket.once('message', data => resolve(String(data))))
    socket.send(JSON.stringify({ type: 'watch', id: 'long', pad: '' }).padEnd(limit))
    const text = await Promise.race([answer, pause(20_000).then(() => 'nothing')])
    if (!text.includes('"id":"long"'))
      trial.find(`a frame of just the limit was answered with ${text.slice(0, 200)}`)
    socket.terminate()
  },
}
