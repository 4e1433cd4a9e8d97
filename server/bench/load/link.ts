/** One raw connection of a client: as little work for each frame as Node allows, so that the servers are what is measured. */
import { connect, type Socket } from 'node:net'
import { type Framing, type Letter, openReader, type Reader } from './framing'

/** What all connections read into: each read is looked at before the next one begins. */
const shared = Buffer.allocUnsafe(256 * 1024)

/** An open connection. */
export interface Link {
  reader: Reader
  socket: Socket
  say: (bytes: Buffer) => void
  /** Whether the other side has closed it. */
  isClosed: () => boolean
  /** Cuts it without a word. */
  cut: () => void
}

/** How a connection begins and is kept. */
export interface Opening {
  port: number
  framing: Framing
  /** Said first; with `upgrades` it is a request of HTTP whose answer ends before the first frame. */
  greeting: Buffer
  upgrades: boolean
  /** Said once the request is answered. */
  first?: Buffer
  /** Answers a frame of the opening; true once the connection is ready. */
  open: (payload: Buffer, say: (bytes: Buffer) => void) => boolean
  letter?: Letter
  /** Answers a ping; absent where nobody pings. */
  pong?: Buffer
  /** Reads at most this many bytes a second once it is ready. */
  slow?: number
}

const readyWithin = 60_000

/** Opens one; rejects where it is refused, is cut, or is not ready within a minute. */
export function openLink(opening: Opening): Promise<Link> {
  const { port, framing, greeting, open, pong, slow } = opening
  return new Promise((resolve, reject) => {
    let answer: Buffer | null = opening.upgrades ? Buffer.alloc(0) : null
    const buffer = slow === undefined ? shared : Buffer.allocUnsafe(slow)
    let isSlow = false
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, onread: { buffer, callback: read } })
    const say = (bytes: Buffer) => void socket.write(bytes)
    const answerPing = () => void (pong && socket.write(pong))
    const reader = openReader(framing, heardAtFirst, answerPing, opening.letter)
    const timer = setTimeout(() => fail('not ready in time'), readyWithin)
    const fail = (why: string) => {
      clearTimeout(timer)
      reject(new Error(why))
      socket.destroy()
    }
    socket.on('connect', () => say(greeting))
    socket.on('error', error => fail(error.message))
    socket.on('close', () => fail('cut'))

    function read(length: number): boolean {
      if (answer) {
        answer = Buffer.concat([answer, buffer.subarray(0, length)])
        const end = answer.indexOf('\r\n\r\n')
        if (end < 0) return true
        if (!answer.subarray(0, 20).includes(' 101 ')) fail(`refused: ${answer.toString().slice(0, 100)}`)
        const rest = answer.subarray(end + 4)
        answer = null
        if (opening.first) say(opening.first)
        if (rest.length > 0) reader.feed(rest, rest.length)
      } else reader.feed(buffer, length)
      if (isSlow) setTimeout(() => socket.resume(), 1000)
      return !isSlow
    }

    function heardAtFirst(payload: Buffer): void {
      try {
        if (!open(payload, say)) return
      } catch (error) {
        return fail((error as Error).message)
      }
      clearTimeout(timer)
      reader.hear = null
      isSlow = slow !== undefined
      resolve({ reader, socket, say, isClosed: () => socket.closed, cut: () => socket.destroy() })
    }
  })
}

const mask = [0x5a, 0xc3, 0x17, 0x8e]

/** A text as a client's frame of a WebSocket, masked. */
export function clientFrame(text: string, opcode = 1): Buffer {
  const payload = Buffer.from(text)
  const { length } = payload
  const header = length < 126 ? 2 : 4
  const frame = Buffer.allocUnsafe(header + 4 + length)
  frame[0] = 0x80 | opcode
  frame[1] = 0x80 | (length < 126 ? length : 126)
  if (length >= 126) frame.writeUInt16BE(length, 2)
  for (let i = 0; i < 4; i++) frame[header + i] = mask[i]!
  for (let i = 0; i < length; i++) frame[header + 4 + i] = payload[i]! ^ mask[i & 3]!
  return frame
}

/** The answer to a ping of a WebSocket. */
export const pongFrame = clientFrame('', 10)

/** The request that opens a WebSocket. */
export const upgradeRequest = (path: string, headers: Record<string, string> = {}): Buffer =>
  Buffer.from(
    [
      `GET ${path} HTTP/1.1`,
      'Host: 127.0.0.1',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: bWVhc3VyaW5nLWxvYWQhIQ==',
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      '',
      '',
    ].join('\r\n'),
  )
