/** WebSocket frames as bytes, also those that no correct device would send. */
import { randomBytes } from 'node:crypto'

/** The kinds of frame that the protocol names. */
export const opcodes = { more: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

/** How a frame is written; what is left out is as a correct device writes it. */
export interface FrameShape {
  opcode?: number
  /** Whether it ends its message. */
  fin?: boolean
  /** The three reserved bits, as a number below 8. */
  reserved?: number
  masked?: boolean
  /** The length that it states instead of its own. */
  stated?: bigint
  /** The bytes in which the length is written: 1, 3 or 9. */
  lengthBytes?: 1 | 3 | 9
}

/** One frame. */
export function frame(payload: Buffer | string, shape: FrameShape = {}): Buffer {
  const { opcode = opcodes.text, fin = true, reserved = 0, masked = true } = shape
  const body = Buffer.from(payload as string)
  const first = Buffer.from([(fin ? 0x80 : 0) | (reserved << 4) | opcode])
  const length = lengthOf(shape.stated ?? BigInt(body.length), shape.lengthBytes)
  if (!masked) return Buffer.concat([first, length, body])
  length[0]! |= 0x80
  const mask = randomBytes(4)
  return Buffer.concat([first, length, mask, unmask(body, mask)])
}

/** A closing frame with a code, where one is given, and a reason. */
export function closing(code?: number, reason: Buffer | string = ''): Buffer {
  if (code === undefined) return frame('', { opcode: opcodes.close })
  const head = Buffer.alloc(2)
  head.writeUInt16BE(code)
  return frame(Buffer.concat([head, Buffer.from(reason as string)]), { opcode: opcodes.close })
}

/** A message in several frames, cut after each so many bytes. */
export function inFragments(payload: Buffer | string, size: number, opcode: number = opcodes.text): Buffer[] {
  const body = Buffer.from(payload as string)
  const count = Math.max(1, Math.ceil(body.length / size))
  return Array.from({ length: count }, (_, index) =>
    frame(body.subarray(index * size, (index + 1) * size), {
      opcode: index === 0 ? opcode : opcodes.more,
      fin: index === count - 1,
    }),
  )
}

/** One frame as it was read. */
export interface ReadFrame {
  opcode: number
  fin: boolean
  payload: Buffer
}

/**
 * Takes one whole frame of a server from the front of `bytes`; null while it is not whole. Throws where a server may
 * not send it: masked, reserved bits, a length written too long, a control frame in pieces.
 */
export function readFrame(bytes: Buffer): { read: ReadFrame; rest: Buffer } | null {
  if (bytes.length < 2) return null
  const [first, second] = [bytes[0]!, bytes[1]!]
  const opcode = first & 0x0f
  if ((first & 0x70) !== 0) throw new Error('the server set reserved bits')
  if ((second & 0x80) !== 0) throw new Error('the server masked a frame')
  if (!Object.values(opcodes).includes(opcode as never)) throw new Error(`the server sent opcode ${opcode}`)
  const short = second & 0x7f
  const head = short < 126 ? 2 : short === 126 ? 4 : 10
  if (bytes.length < head) return null
  const length =
    short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2))
  if ((short === 126 && length < 126) || (short === 127 && length < 65_536))
    throw new Error('the server wrote a length in more bytes than it needs')
  const fin = (first & 0x80) !== 0
  if (opcode >= 8 && (!fin || length > 125)) throw new Error('the server sent a bad control frame')
  if (bytes.length < head + length) return null
  return {
    read: { opcode, fin, payload: bytes.subarray(head, head + length) },
    rest: bytes.subarray(head + length),
  }
}

function lengthOf(length: bigint, bytes?: 1 | 3 | 9): Buffer {
  const size = bytes ?? (length < 126n ? 1 : length < 65_536n ? 3 : 9)
  if (size === 1) return Buffer.from([Number(length & 0x7fn)])
  const written = Buffer.alloc(size)
  written[0] = size === 3 ? 126 : 127
  if (size === 3) written.writeUInt16BE(Number(length & 0xffffn), 1)
  else written.writeBigUInt64BE(BigInt.asUintN(64, length), 1)
  return written
}

function unmask(body: Buffer, mask: Buffer): Buffer {
  const result = Buffer.from(body)
  for (let index = 0; index < result.length; index++) result[index]! ^= mask[index & 3]!
  return result
}
