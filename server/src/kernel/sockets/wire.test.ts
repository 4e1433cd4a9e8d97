/** Ready bytes, held against a plain client of ws frame by frame. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { WebSocket, WebSocketServer } from 'ws'
import { end, framed, type Frames, type Outlet, ping, send, together } from './wire'

const servers: WebSocketServer[] = []
afterAll(() => {
  for (const server of servers) server.close()
})

/** A socket of a server and the plain client at its other end. */
async function aLine(perMessageDeflate: boolean) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate, clientTracking: false })
  servers.push(server)
  await new Promise(resolve => server.once('listening', resolve))
  const accepted = new Promise<WebSocket>(resolve => server.once('connection', resolve))
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const heard: string[] = []
  client.on('message', (data, binary) => heard.push(binary ? 'binary' : String(data)))
  const closed = new Promise<[number, string]>(resolve =>
    client.once('close', (code, reason) => resolve([code, String(reason)])),
  )
  const outlet: Outlet = { socket: await accepted, out: null }
  await new Promise<void>(resolve =>
    client.readyState === client.OPEN ? resolve() : client.once('open', resolve),
  )
  return { outlet, client, heard, closed }
}
type Line = Awaited<ReturnType<typeof aLine>>

test('the version of ws whose inner parts are written past is the one that is installed', () => {
  const file = createRequire(import.meta.url).resolve('ws/package.json')
  expect(JSON.parse(readFileSync(file, 'utf8')).version).toBe('8.23.0')
})

describe.each([
  ['past ws', false],
  ['through ws, where it compresses', true],
])('%s', (_, perMessageDeflate) => {
  let line: Line
  beforeAll(async () => void (line = await aLine(perMessageDeflate)))

  test.each([0, 1, 125, 126, 127, 65_535, 65_536, 300_000])(
    'a frame of %i characters comes as it was sent',
    async length => {
      const from = line.heard.length
      send(line.outlet, framed('x'.repeat(length)))
      await until(() => line.heard.length > from)
      expect(line.heard.slice(from)).toEqual(['x'.repeat(length)])
    },
  )

  test('what is sent in one turn comes in order, alone, together and in other alphabets', async () => {
    const from = line.heard.length
    const said = ['{"a":1}', '你好，世界', '🦜'.repeat(200), 'z'.repeat(70_000), '']
    send(line.outlet, framed(said[0]!))
    send(line.outlet, together(said.slice(1, 4).map(framed)))
    line.outlet.socket.send('in between')
    send(line.outlet, framed(said[4]!))
    await until(() => line.heard.length >= from + 6)
    expect(line.heard.slice(from).filter(one => one !== 'in between')).toEqual(said)
  })

  test('a ping is answered', async () => {
    const answered = new Promise(resolve => line.outlet.socket.once('pong', resolve))
    ping(line.outlet)
    await answered
  })

  test('what was handed over before a close comes before it', async () => {
    const from = line.heard.length
    send(line.outlet, framed('goodbye'))
    end(line.outlet, 4012, 'later')
    expect(await line.closed).toEqual([4012, 'later'])
    expect(line.heard.slice(from)).toEqual(['goodbye'])
    send(line.outlet, framed('too late'))
    expect(line.outlet.out).toBeNull()
  })
})

test('frames of one turn leave in one write', async () => {
  const { outlet, heard } = await aLine(false)
  const raw = (
    outlet.socket as unknown as { _socket: { _handle: { writev: unknown; writeBuffer: unknown } } }
  )._socket
  let writes = 0
  for (const name of ['writev', 'writeBuffer'] as const) {
    const write = raw._handle[name] as (...args: unknown[]) => unknown
    raw._handle[name] = (...args: unknown[]) => {
      writes++
      return write.apply(raw._handle, args)
    }
  }
  for (let i = 0; i < 20; i++) send(outlet, framed(`frame ${i}`))
  await until(() => heard.length === 20)
  expect(writes).toBe(1)
})

test('the head of a frame is what RFC 6455 5.2 says', () => {
  const head = (length: number): Frames => framed('x'.repeat(length)).subarray(0, 10) as Frames
  expect([...head(5).subarray(0, 2)]).toEqual([0x81, 5])
  expect([...head(126).subarray(0, 4)]).toEqual([0x81, 126, 0, 126])
  expect([...head(65_536)]).toEqual([0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0])
})

async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !isSo(); i++) await new Promise(resolve => setTimeout(resolve, 10))
}
