import { decode, type Document } from './query/bson'

const OP_REPLY = 1
const OP_QUERY = 2004
const OP_MSG = 2013
const HEADER = 16
const CHECKSUM_PRESENT = 1
const MORE_TO_COME = 2

/** The largest message either side may send, as MongoDB has it. */
export const MAX_MESSAGE_BYTES = 48_000_000

/** One request as it came: the body decoded, document sequences still as bytes. */
export interface Message {
  requestId: number
  legacy: boolean
  body: Document
  sequences: Map<string, Uint8Array[]>
  wantsNoReply: boolean
}

/** Thrown where the bytes cannot be a MongoDB conversation; the only cure is to hang up. */
export class WireError extends Error {}

/** Turns the chunks of one connection into whole messages, in order, without copying large ones twice. */
export class MessageReader {
  private chunks: Buffer[] = []
  private held = 0

  push(chunk: Buffer): Message[] {
    const messages: Message[] = []
    this.chunks.push(chunk)
    this.held += chunk.length
    while (this.held >= HEADER) {
      if (this.chunks[0]!.length < 4) this.chunks = [Buffer.concat(this.chunks)]
      const length = this.chunks[0]!.readInt32LE(0)
      if (length < HEADER || length > MAX_MESSAGE_BYTES) throw new WireError(`a message of ${length} bytes`)
      if (this.held < length) break
      messages.push(parse(this.take(length)))
    }
    return messages
  }

  private take(length: number): Buffer {
    const whole = this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks)
    const rest = whole.subarray(length)
    this.chunks = rest.length > 0 ? [rest] : []
    this.held = rest.length
    return whole.subarray(0, length)
  }
}

/** Frames an encoded reply document the way the request came: OP_MSG, or OP_REPLY for the legacy hello. */
export function frame(request: Message, reply: Uint8Array[]): Buffer[] {
  const size = reply.reduce((sum, part) => sum + part.length, 0)
  const head = Buffer.alloc(request.legacy ? HEADER + 20 : HEADER + 5)
  head.writeInt32LE(head.length + size, 0)
  head.writeInt32LE(request.requestId, 8)
  head.writeInt32LE(request.legacy ? OP_REPLY : OP_MSG, 12)
  if (request.legacy) {
    head.writeInt32LE(8, HEADER) // AwaitCapable, as every mongod says
    head.writeInt32LE(1, HEADER + 16) // one document
  }
  return [head, ...(reply as Buffer[])]
}

function parse(bytes: Buffer): Message {
  const requestId = bytes.readInt32LE(4)
  const opcode = bytes.readInt32LE(12)
  try {
    if (opcode === OP_MSG) return parseMessage(bytes, requestId)
    if (opcode === OP_QUERY) return parseQuery(bytes, requestId)
  } catch (error) {
    throw new WireError(`a malformed message: ${(error as Error).message}`)
  }
  throw new WireError(`opcode ${opcode}`)
}

function parseMessage(bytes: Buffer, requestId: number): Message {
  const flags = bytes.readUInt32LE(HEADER) // exhaustAllowed, bit 16, permits more replies but never demands them
  if ((flags & 0xffff & ~(CHECKSUM_PRESENT | MORE_TO_COME)) !== 0) throw new WireError(`flag bits ${flags}`)
  const end = bytes.length - (flags & CHECKSUM_PRESENT ? 4 : 0)
  const sequences = new Map<string, Uint8Array[]>()
  let body: Document | undefined
  let at = HEADER + 4
  while (at < end) {
    const kind = bytes[at++]
    const size = bytes.readInt32LE(at)
    if (size < 5 || at + size > end) throw new WireError('a section that overruns its message')
    const section = bytes.subarray(at, at + size)
    if (kind === 0) body = decode(section)
    else if (kind === 1) addSequence(sequences, section)
    else throw new WireError(`section kind ${kind}`)
    at += size
  }
  if (!body) throw new WireError('no body section')
  return { requestId, legacy: false, body, sequences, wantsNoReply: (flags & MORE_TO_COME) !== 0 }
}

function addSequence(sequences: Map<string, Uint8Array[]>, section: Buffer): void {
  const nameEnd = section.indexOf(0, 4)
  const documents: Uint8Array[] = []
  let at = nameEnd + 1
  while (at < section.length) {
    const size = section.readInt32LE(at)
    if (size < 5 || at + size > section.length) throw new WireError('a document that overruns its sequence')
    documents.push(section.subarray(at, at + size))
    at += size
  }
  sequences.set(section.toString('utf8', 4, nameEnd), documents)
}

function parseQuery(bytes: Buffer, requestId: number): Message {
  const nameEnd = bytes.indexOf(0, HEADER + 4)
  const namespace = bytes.toString('utf8', HEADER + 4, nameEnd)
  const at = nameEnd + 9
  const query = decode(bytes.subarray(at, at + bytes.readInt32LE(at)))
  const inner = query['$query'] ?? query['query']
  const body = { ...((inner as Document | undefined) ?? query), $db: namespace.split('.')[0] }
  return { requestId, legacy: true, body, sequences: new Map(), wantsNoReply: false }
}
