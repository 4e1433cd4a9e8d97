import { connect, type Socket } from 'node:net'
import { deserialize, serialize, type Document } from 'bson'

/** A bare connection that sends bytes as told and reads replies, for what no driver would send. */
export interface RawConnection {
  socket: Socket
  send: (bytes: Uint8Array) => void
  /** The next reply with the number of the request it answers. */
  next: () => Promise<{ to: number; opcode: number; body: Document }>
  /** Resolves when the server hangs up. */
  closed: Promise<void>
}

/** Connects to the address a server reports: a socket path. */
export function connectRaw(path: string): RawConnection {
  const socket = connect(path)
  let held = Buffer.alloc(0)
  const replies: { to: number; opcode: number; body: Document }[] = []
  let wake = () => {}
  socket.on('data', chunk => {
    held = Buffer.concat([held, chunk as Buffer])
    while (held.length >= 4 && held.length >= held.readInt32LE(0)) {
      const message = held.subarray(0, held.readInt32LE(0))
      held = held.subarray(message.length)
      const opcode = message.readInt32LE(12)
      const body = deserialize(message.subarray(opcode === 1 ? 36 : 21))
      replies.push({ to: message.readInt32LE(8), opcode, body })
    }
    wake()
  })
  const closed = new Promise<void>(resolve => socket.once('close', () => resolve()))
  const next = async () => {
    while (replies.length === 0) await new Promise<void>(resolve => (wake = resolve))
    return replies.shift()!
  }
  return { socket, send: bytes => void socket.write(bytes), next, closed }
}

/** An OP_MSG; `sequences` become kind 1 sections. */
export function opMsg(
  id: number,
  body: Document,
  sequences: Record<string, Document[]> = {},
  flags = 0,
): Buffer {
  const kinds = [Buffer.of(0), serialize(body)]
  for (const [name, documents] of Object.entries(sequences)) {
    const content = Buffer.concat([Buffer.from(`${name}\0`), ...documents.map(one => serialize(one))])
    kinds.push(Buffer.of(1), int32(content.length + 4), content)
  }
  const checksum = flags & 1 ? [Buffer.alloc(4)] : []
  return message(id, 2013, Buffer.concat([int32(flags), ...kinds, ...checksum]))
}

/** The legacy OP_QUERY that old handshakes use. */
export const opQuery = (id: number, namespace: string, query: Document): Buffer =>
  message(
    id,
    2004,
    Buffer.concat([int32(0), Buffer.from(`${namespace}\0`), int32(0), int32(-1), serialize(query)]),
  )

function message(id: number, opcode: number, content: Buffer): Buffer {
  return Buffer.concat([int32(content.length + 16), int32(id), int32(0), int32(opcode), content])
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}
