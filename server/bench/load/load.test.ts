/** The parts of the bench that only count: if they were wrong, every number would be. */
import { expect, test } from '@jest/globals'
import { openCheck, readText, textOf } from './check'
import { type Framing, mqttFraming, openReader, redisFraming, webSocketFraming } from './framing'
import { clientFrame } from './link'
import { median, percentile, shown, spreadOf } from './statistics'

const serverFrame = (text: string, opcode = 1): Buffer => {
  const payload = Buffer.from(text)
  const short = payload.length < 126 ? payload.length : payload.length < 65_536 ? 126 : 127
  const header = Buffer.alloc(short === 127 ? 10 : short === 126 ? 4 : 2)
  header[0] = 0x80 | opcode
  header[1] = short
  if (short === 126) header.writeUInt16BE(payload.length, 2)
  if (short === 127) header.writeBigUInt64BE(BigInt(payload.length), 2)
  return Buffer.concat([header, payload])
}
const published = (text: string): Buffer => {
  const body = Buffer.concat([Buffer.from([0, 1, 0x72]), Buffer.from(text)])
  const length = body.length < 128 ? [body.length] : [(body.length & 0x7f) | 0x80, body.length >> 7]
  return Buffer.concat([Buffer.from([0x30, ...length]), body])
}
const told = (text: string): Buffer =>
  Buffer.from(`*3\r\n$7\r\nmessage\r\n$1\r\nr\r\n$${text.length}\r\n${text}\r\n`)

const texts = ['a', 'hello', 'x'.repeat(125), 'y'.repeat(126), 'z'.repeat(300), 'last one']
const wires: [string, Framing, Buffer, string[]][] = [
  [
    'WebSocket',
    webSocketFraming,
    Buffer.concat(texts.slice(1).map(text => serverFrame(text))),
    texts.slice(1),
  ],
  ['MQTT', mqttFraming, Buffer.concat(texts.slice(0, 4).map(published)), texts.slice(0, 4)],
  ['redis', redisFraming, Buffer.concat(texts.map(told)), texts],
]

/** The same bytes in pieces of one size, each in a buffer that is written over afterwards. */
function feed(reader: ReturnType<typeof openReader>, bytes: Buffer, size: number): void {
  const piece = Buffer.alloc(size)
  for (let at = 0; at < bytes.length; at += size) {
    const length = bytes.copy(piece, 0, at, Math.min(at + size, bytes.length))
    reader.feed(piece, length)
    piece.fill(0xff)
  }
}

test.each(wires)('frames of %s are heard whole however their bytes are cut', (_, framing, bytes, said) => {
  for (const size of [1, 2, 3, 7, 64, 1000, bytes.length]) {
    const heard: string[] = []
    const reader = openReader(
      framing,
      payload => heard.push(String(payload)),
      () => {},
    )
    feed(reader, bytes, size)
    expect(heard).toHaveLength(said.length)
    said.forEach((text, i) => expect(heard[i]!.trimEnd().endsWith(text)).toBe(true))
  }
})

test.each(wires)('frames of %s are counted however their bytes are cut', (_, framing, bytes, said) => {
  for (const size of [1, 2, 3, 7, 64, 1000, bytes.length]) {
    const reader = openReader(framing, null, () => {})
    feed(reader, bytes, size)
    expect(reader.counted).toBe(said.length)
  }
})

test('a frame of more than 64 kB is one frame', () => {
  const bytes = Buffer.concat([serverFrame('z'.repeat(70_000)), serverFrame('next')])
  const counting = openReader(webSocketFraming, null, () => {})
  const heard: number[] = []
  const hearing = openReader(
    webSocketFraming,
    payload => heard.push(payload.length),
    () => {},
  )
  feed(counting, bytes, 1000)
  feed(hearing, bytes, 1000)
  expect([counting.counted, heard]).toEqual([2, [70_000, 4]])
})

test('who changes from hearing to counting in the middle of a frame misses nothing', () => {
  const bytes = Buffer.concat(['one', 'two', 'three'].map(text => serverFrame(text)))
  const heard: string[] = []
  const reader = openReader(
    webSocketFraming,
    payload => void heard.push(String(payload)),
    () => {},
  )
  reader.feed(bytes.subarray(0, 7), 7)
  reader.hear = null
  reader.feed(bytes.subarray(7), bytes.length - 7)
  expect([heard, reader.counted]).toEqual([['one'], 2])
})

test('only frames with the letter count, and pings are told, neither counted nor heard', () => {
  let pings = 0
  const reader = openReader(webSocketFraming, null, () => pings++, { at: 1, is: 'e'.charCodeAt(0) })
  const frames = [
    serverFrame('new'),
    serverFrame('skip'),
    serverFrame('', 9),
    serverFrame('2'),
    serverFrame('neat'),
  ]
  feed(reader, Buffer.concat(frames), 3)
  expect([reader.counted, pings]).toEqual([2, 2])
  const heard: string[] = []
  reader.hear = payload => void heard.push(String(payload))
  feed(reader, Buffer.concat(frames), 3)
  expect([heard, pings]).toEqual([['new', 'skip', 'neat'], 4])
})

test('a frame of a client is masked and says what was given', () => {
  for (const text of ['short', 'l'.repeat(300)]) {
    const frame = clientFrame(text)
    const begin = text.length < 126 ? 6 : 8
    const mask = frame.subarray(begin - 4, begin)
    const plain = frame.subarray(begin).map((byte, i) => byte ^ mask[i % 4]!)
    expect(String(Buffer.from(plain))).toBe(text)
    expect(frame[1]! & 0x80).toBe(0x80)
  }
})

test('a text of 100 bytes names its sender, its number and its time wherever it stands', () => {
  const text = textOf({ sender: 12, n: 345, time: 6789.125 })
  expect(text).toHaveLength(100)
  expect(readText(`{"text":"${text}"}`)).toEqual({ sender: 12, n: 345, time: 6789.125 })
  expect(readText('nothing said')).toBeNull()
})

const message = (sender: number, n: number, rev?: number, prev?: number) => ({
  sender,
  n,
  time: 0,
  rev,
  prev,
})
const sent = new Map([
  [1, 3],
  [2, 1],
])

test.each([
  ['all in order', [message(1, 0), message(2, 0), message(1, 1), message(1, 2)], [0, 0, 0]],
  ['one missing in the middle', [message(1, 0), message(2, 0), message(1, 2)], [1, 0, 0]],
  ['the last missing', [message(1, 0), message(2, 0), message(1, 1)], [1, 0, 0]],
  ['a sender never heard', [message(1, 0), message(1, 1), message(1, 2)], [1, 0, 0]],
  ['one twice', [message(1, 0), message(1, 0), message(2, 0), message(1, 1), message(1, 2)], [0, 1, 0]],
  ['two the wrong way round', [message(1, 0), message(1, 2), message(1, 1), message(2, 0)], [0, 0, 1]],
])('what was heard is judged: %s', (_, heard, [lost, duplicate, disordered]) => {
  const check = openCheck()
  for (const one of heard) check.hear(one)
  expect(check.wrong(sent)).toEqual({ lost, duplicate, disordered })
})

test('a counter that does not follow from the one before is out of order', () => {
  const check = openCheck()
  check.hear(message(1, 0, 5, 4))
  check.hear(message(2, 0, 6, 5))
  check.hear(message(1, 1, 8, 7))
  expect(check.wrong(new Map([[1, 2]])).disordered).toBe(1)
})

test('two who heard the same in another order have other traces', () => {
  const [one, other] = [openCheck(), openCheck()]
  one.hear(message(1, 0))
  one.hear(message(2, 0))
  other.hear(message(2, 0))
  other.hear(message(1, 0))
  expect(one.trace()).not.toBe(other.trace())
})

test('percentiles, medians and spreads are of sorted numbers, and of none they are not a number', () => {
  const values = Array.from({ length: 100 }, (_, i) => 99 - i)
  expect([percentile(values, 0.5), percentile(values, 0.99), median([3, 1, 2])]).toEqual([50, 99, 2])
  expect(percentile([], 0.5)).toBeNaN()
  expect(spreadOf([2, Number.NaN, 9, 4])).toEqual({ median: 4, lowest: 2, highest: 9 })
})

test.each([
  [0.1234, '0.123'],
  [1.2345, '1.23'],
  [12.34, '12.3'],
  [12345.6, '12,346'],
  [Number.NaN, '–'],
])('%d is shown as %s', (value, text) => expect(shown(value)).toBe(text))
