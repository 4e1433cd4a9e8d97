/** What is too long, in too many pieces or too tightly packed is refused, and is never held in memory. */
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { rawHttp } from '../../testing/raw'
import { frame, opcodes } from '../wire/frame'
import { startWatched, type Watched } from '../wire/running'
import { openWire } from '../wire/wire'

const limit = 64 * 1024
const MiB = 1024 * 1024
let server: Watched
let token: string
beforeAll(async () => {
  server = await startWatched({ WS_MAX_PAYLOAD: String(limit) })
  token = (await server.signUp('alice')).accessToken
})
afterAll(() => server.close())

const more = (payload: string, fin = false) => frame(payload, { opcode: opcodes.more, fin })
const many = (count: number, one: Buffer) => Buffer.concat(Array.from({ length: count }, () => one))
const begun = frame('x', { fin: false })
const padded = (length: number) => '{"type":"watch","userIds":[],"id":"1"}'.padEnd(length)

const tooMuch: [what: string, bytes: () => Buffer, code: number][] = [
  ['a frame of one byte too many', () => frame(padded(limit + 1)), 1009],
  ['a frame that says so, before it comes', () => frame('', { stated: BigInt(limit + 1) }), 1009],
  ['a frame of 2^31 bytes', () => frame('', { stated: 2n ** 31n }), 1009],
  ['a frame of 2^53 bytes, which no number holds', () => frame('', { stated: 2n ** 53n }), 1009],
  ['a frame of 2^63 bytes', () => frame('', { stated: 2n ** 63n }), 1009],
  ['a frame of 2^64 - 1 bytes', () => frame('', { stated: 2n ** 64n - 1n }), 1009],
  ['pieces that are one byte too many', () => Buffer.concat([begun, more(padded(limit), true)]), 1009],
  [
    'a piece that would be, before it comes',
    () => Buffer.concat([begun, frame('', { opcode: 0, stated: BigInt(limit) })]),
    1009,
  ],
  ['a hundred thousand pieces of a byte', () => Buffer.concat([begun, many(1e5, more('x'))]), 1008],
  ['a hundred thousand pieces of nothing', () => Buffer.concat([begun, many(1e5, more(''))]), 1008],
]

test.each(tooMuch)('%s close the socket', async (_, bytes, code) => {
  const wire = await openWire(server.port, { token })
  wire.send(bytes())
  expect(await wire.closed).toBe(code)
  await wire.ended
})

test('a frame of just the limit is read', async () => {
  const wire = await openWire(server.port, { token })
  wire.send(frame(padded(limit)))
  await wire.frame(({ payload }) => payload.includes('"reply"'), 'reply')
  wire.destroy()
})

test.each([
  ['before signing in 8 KiB and a byte', () => frame('x'.repeat(8193))],
  ['before signing in pieces of more than 8 KiB', () => Buffer.concat([begun, more('x'.repeat(8192), true)])],
  ['before signing in a frame of 2^63 bytes', () => frame('', { stated: 2n ** 63n })],
])('%s close it with 1009', async (_, bytes) => {
  const wire = await openWire(server.port)
  wire.send(bytes())
  expect(await wire.closed).toBe(1009)
  await wire.ended
})

test('what begins and does not end is held in less than a mebibyte a socket', async () => {
  const wires = await Promise.all(Array.from({ length: 40 }, () => openWire(server.port, { token })))
  for (const wire of wires) await wire.frame(({ opcode }) => opcode === opcodes.text, 'welcome')
  const before = server.memory()
  const pieces = Buffer.concat([begun, many(8000, more('x'))])
  for (const wire of wires) wire.send(pieces)
  // Each is asked something that stands behind its pieces.
  for (const wire of wires) wire.send(frame('read', { opcode: opcodes.ping }))
  for (const wire of wires) await wire.frame(({ opcode }) => opcode === opcodes.pong, 'pong')
  expect((server.memory() - before) / wires.length).toBeLessThan(1)
  for (const wire of wires) wire.destroy()
})

describe('packed bodies', () => {
  const zeros = Buffer.alloc(128 * MiB)
  const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }
  const pack: Record<string, (bytes: Buffer) => Buffer> = {
    gzip: bytes => gzipSync(bytes),
    deflate: bytes => deflateSync(bytes),
    br: bytes => brotliCompressSync(bytes, quick),
  }
  const post = (body: Buffer, encoding: string) =>
    rawHttp(server, '/api/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': encoding },
      body,
    })

  test.each(Object.keys(pack))('128 MiB of zeros as %s are refused and not unpacked', async encoding => {
    const bomb = pack[encoding]!(zeros)
    const before = server.memory()
    const answer = await post(bomb, encoding)
    expect([answer.status, answer.body.error.code]).toEqual([415, 'unsupported_type'])
    expect(server.memory() - before).toBeLessThan(16)
  })

  test.each(['gzip', 'deflate', 'br', 'gzip, gzip', 'zstd', 'compress'])(
    'a small body as %s is refused too',
    async encoding => {
      const answer = await post(gzipSync('{"username":"alice","password":"password of alice"}'), encoding)
      expect([answer.status, answer.body.error.code]).toEqual([415, 'unsupported_type'])
    },
  )

  test.each(['identity', ''])('a body that says it is not packed is read: "%s"', async encoding => {
    const answer = await post(Buffer.from('{"username":"alice","password":"password of alice"}'), encoding)
    expect(answer.status).toBe(200)
  })
})
