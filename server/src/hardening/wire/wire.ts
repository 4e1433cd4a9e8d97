/** A socket of our own making: the handshake by hand, any bytes out, whatever came back. */
import { createHash, randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { opcodes, readFrame, type ReadFrame } from './frame'

/** What a handshake may say instead of what is right; a header that is null is left out. */
export interface Handshake {
  token?: string
  method?: string
  path?: string
  version?: string
  headers?: Record<string, string | null>
  /** Bytes that follow the head at once, in the same write. */
  behind?: Buffer
  /** Whether each byte of it comes in a write of its own. */
  slowly?: boolean
}

/** The server's answer to a handshake. */
export interface HandshakeAnswer {
  status: number
  headers: Record<string, string>
}

/** A socket after its handshake. */
export interface Wire {
  answer: HandshakeAnswer
  socket: Socket
  /** What came, in order. */
  frames: ReadFrame[]
  send: (bytes: Buffer) => void
  /** The first frame that fits, come or to come; rejects when the other side ends before, or after 5 s. */
  frame: (fits: (frame: ReadFrame) => boolean, what?: string) => Promise<ReadFrame>
  /** The code in the server's closing frame, 1005 where it has none, 1006 where there was no such frame. */
  closed: Promise<number>
  /** Resolves when the TCP connection has ended. */
  ended: Promise<void>
  destroy: () => void
}

const magic = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** The bytes of a handshake. */
export function handshake(
  port: number,
  asked: Handshake = {},
  key = randomBytes(16).toString('base64'),
): Buffer {
  const headers: Record<string, string | null> = {
    Host: `127.0.0.1:${port}`,
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Key': key,
    'Sec-WebSocket-Version': '13',
    ...(asked.token === undefined ? {} : { Authorization: `Bearer ${asked.token}` }),
    ...asked.headers,
  }
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value}`],
  )
  const first = `${asked.method ?? 'GET'} ${asked.path ?? '/ws'} HTTP/${asked.version ?? '1.1'}`
  const head = Buffer.from([first, ...lines, '', ''].join('\r\n'))
  return asked.behind ? Buffer.concat([head, asked.behind]) : head
}

/** Opens one; resolves with the answer, whatever it is. Rejects when there is none. */
export async function openWire(port: number, asked: Handshake = {}): Promise<Wire> {
  const key = randomBytes(16).toString('base64')
  const socket = connect({ port, host: '127.0.0.1' })
  socket.setNoDelay(true)
  socket.on('error', () => undefined)
  const ended = new Promise<void>(resolve => socket.once('close', () => resolve()))
  const head = handshake(port, asked, key)
  if (asked.slowly) for (const byte of head) socket.write(Buffer.from([byte]))
  else socket.write(head)
  const { answer, rest } = await readHead(socket, ended)
  const proof = createHash('sha1')
    .update(key + magic)
    .digest('base64')
  if (answer.status === 101 && answer.headers['sec-websocket-accept'] !== proof)
    throw new Error('the server did not prove that it read the key')
  return {
    answer,
    socket,
    ended,
    ...reading(socket, rest, ended),
    send: bytes => void socket.write(bytes),
    destroy: () => socket.destroy(),
  }
}

async function readHead(
  socket: Socket,
  ended: Promise<void>,
): Promise<{ answer: HandshakeAnswer; rest: Buffer }> {
  let bytes = Buffer.alloc(0)
  let found: (end: number) => void = () => {}
  const headEnds = new Promise<number>(resolve => (found = resolve))
  const gather = (part: Buffer) => {
    bytes = Buffer.concat([bytes, part])
    const end = bytes.indexOf('\r\n\r\n')
    if (end < 0) return
    socket.off('data', gather)
    socket.pause()
    found(end)
  }
  socket.on('data', gather)
  const end = await Promise.race([headEnds, ended.then(() => -1)])
  if (end < 0) throw new Error('the server ended the connection without an answer')
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const headers = Object.fromEntries(
    lines.map(line => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  )
  return { answer: { status: Number(first.split(' ')[1]), headers }, rest: bytes.subarray(end + 4) }
}

/** Reads frames from here on. */
function reading(
  socket: Socket,
  begun: Buffer,
  ended: Promise<void>,
): Pick<Wire, 'frames' | 'frame' | 'closed'> {
  const frames: ReadFrame[] = []
  const waiting = new Set<() => void>()
  let bytes = begun
  let closeCode = 1006
  let sayClosed: (code: number) => void = () => {}
  const closed = new Promise<number>(resolve => (sayClosed = resolve))
  void ended.then(() => sayClosed(closeCode))
  let broken: Error | undefined
  const gather = (part: Buffer) => {
    bytes = bytes.length === 0 ? part : Buffer.concat([bytes, part])
    try {
      for (let one = readFrame(bytes); one; one = readFrame(bytes)) {
        bytes = one.rest
        frames.push(one.read)
        if (one.read.opcode !== opcodes.close) continue
        closeCode = one.read.payload.length < 2 ? 1005 : one.read.payload.readUInt16BE(0)
        sayClosed(closeCode)
      }
    } catch (error) {
      broken = error as Error
      socket.destroy()
    }
    for (const look of waiting) look()
  }
  socket.on('data', gather)
  socket.resume()
  gather(Buffer.alloc(0))
  const frame: Wire['frame'] = (fits, what = 'such frame') =>
    new Promise((resolve, reject) => {
      const end = (error?: Error) => {
        clearTimeout(timer)
        waiting.delete(look)
        if (error) reject(broken ?? error)
      }
      const timer = setTimeout(() => end(new Error(`no ${what} within 5 s`)), 5000)
      const look = () => {
        const found = frames.find(fits)
        if (!found) return
        end()
        resolve(found)
      }
      waiting.add(look)
      look()
      void ended.then(() => end(new Error(`the server ended the connection (${closeCode}) before ${what}`)))
    })
  return { frames, frame, closed }
}
