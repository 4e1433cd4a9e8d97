/** Where frames begin and end on a wire, so that a reader can count them without looking inside. Pure. */

/** What kind of frame it is: one that carries something said or answered, or one that asks for a sign of life. */
export type Kind = 'data' | 'ping' | 'other'

/** A frame as its first bytes announce it; lengths in bytes. */
export interface Head {
  header: number
  whole: number
  kind: Kind
}

/** Reads the head of the frame at `at` into `head`; false where its header is not all there before `end`. */
export type Framing = (bytes: Buffer, at: number, end: number, head: Head) => boolean

/** Unmasked frames of a WebSocket. A text of one byte is the ping of engine.io. */
export const webSocketFraming: Framing = (bytes, at, end, head) => {
  if (end - at < 2) return false
  const short = bytes[at + 1]! & 0x7f
  head.header = short === 126 ? 4 : short === 127 ? 10 : 2
  if (end - at < head.header) return false
  const length =
    short === 126 ? bytes.readUInt16BE(at + 2) : short === 127 ? Number(bytes.readBigUInt64BE(at + 2)) : short
  head.whole = head.header + length
  const opcode = bytes[at]! & 0x0f
  head.kind = opcode === 9 || (opcode === 1 && length === 1) ? 'ping' : opcode === 1 ? 'data' : 'other'
  return true
}

/** Packets of MQTT 3.1.1; only PUBLISH is data. */
export const mqttFraming: Framing = (bytes, at, end, head) => {
  let length = 0
  for (let i = 1; i <= 4; i++) {
    if (at + i >= end) return false
    const byte = bytes[at + i]!
    length += (byte & 0x7f) * 128 ** (i - 1)
    if (byte < 128) {
      head.header = 1 + i
      break
    }
  }
  head.whole = head.header + length
  head.kind = bytes[at]! >> 4 === 3 ? 'data' : 'other'
  return true
}

const lineFeed = 10
const star = 42
const dollar = 36

/** Answers of redis: lines, and arrays of three strings, which are what a subscriber hears. */
export const redisFraming: Framing = (bytes, at, end, head) => {
  let line = bytes.indexOf(lineFeed, at) + 1
  if (line === 0 || line > end) return false
  head.header = line - at
  head.whole = head.header
  head.kind = 'other'
  if (bytes[at] !== star) return true
  head.kind = 'data'
  const parts = numberAt(bytes, at + 1)
  for (let part = 0; part < parts; part++) {
    const next = line < end ? bytes.indexOf(lineFeed, line) + 1 : 0
    if (next === 0 || next > end) return false
    const length = bytes[line] === dollar ? numberAt(bytes, line + 1) + 2 : 0
    head.header = next - at
    line = next + length
  }
  head.whole = line - at
  return true
}

function numberAt(bytes: Buffer, at: number): number {
  let value = 0
  for (let i = at; bytes[i]! >= 48 && bytes[i]! <= 57; i++) value = value * 10 + bytes[i]! - 48
  return value
}

/** What reads the frames of one connection as its bytes come, in pieces of any size. */
export interface Reader {
  /** Data frames that have begun since `hear` was set to null. */
  counted: number
  /** Gets every frame but pings whole, without its header; null only counts them. */
  hear: ((payload: Buffer) => void) | null
  feed: (bytes: Buffer, length: number) => void
}

/** The letter by which a frame that counts is known, where not all do: where in the payload, and which. */
export interface Letter {
  at: number
  is: number
}

/** A reader that hears at first. `pinged` is told of pings, which are neither heard nor counted. */
export function openReader(
  framing: Framing,
  hear: Reader['hear'],
  pinged: () => void,
  letter: Letter | null = null,
): Reader {
  const beyond = letter ? letter.at + 1 : 0
  const head: Head = { header: 0, whole: 0, kind: 'other' }
  let skip = 0
  let rest: Buffer | null = null
  const reader: Reader = { counted: 0, hear, feed }

  function feed(bytes: Buffer, length: number): void {
    let at = 0
    if (rest) {
      bytes = Buffer.concat([rest, bytes.subarray(0, length)])
      length = bytes.length
      rest = null
    } else if (skip > 0) {
      at = Math.min(skip, length)
      skip -= at
      if (skip > 0) return
    }
    while (at < length) {
      const needed = () => (reader.hear ? head.whole : Math.min(head.whole, head.header + beyond))
      if (!framing(bytes, at, length, head) || at + needed() > length) {
        // The bytes are the caller's and will be written over.
        rest = Buffer.from(bytes.subarray(at, length))
        return
      }
      const { header, whole, kind } = head
      if (kind === 'ping') pinged()
      else if (reader.hear) reader.hear(bytes.subarray(at + header, at + whole))
      else if (kind === 'data' && (!letter || bytes[at + header + letter.at] === letter.is)) reader.counted++
      at += whole
    }
    skip = at - length
  }
  return reader
}
