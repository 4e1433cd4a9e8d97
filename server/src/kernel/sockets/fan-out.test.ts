/** What a room's listeners get, by sockets of a real server: together, in order, and what is theirs to see. */
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { WebSocket, WebSocketServer } from 'ws'
import { pause } from '../../testing/raw'
import { type Connection, newConnection } from './connection'
import { type Item, settleRoom, toEach, toRoom } from './fan-out'
import { frameFor } from './wire'

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
beforeAll(() => new Promise<void>(resolve => server.once('listening', resolve)))
afterAll(() => void server.close())

/** Somebody who listens, and what they heard. */
async function aListener() {
  const accepted = new Promise<WebSocket>(resolve => server.once('connection', resolve))
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const opened = new Promise(resolve => client.once('open', resolve))
  const heard: Record<string, unknown>[] = []
  client.on('message', data => heard.push(JSON.parse(String(data))))
  const connection = newConnection(await accepted, '127.0.0.1', 'test')
  await opened
  return { connection, client, heard }
}
let rooms = 0
const aRoomId = () => `fan-out-${rooms++}`
const change = (rev: number): Item => ({ bytes: frameFor({ rev }), place: { seq: rev, rev, prev: rev - 1 } })
const typing = (userId: string, isTyping: boolean): Item => ({
  bytes: frameFor({ userId, isTyping }),
  key: `typing:${userId}`,
})
async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 400 && !isSo(); i++) await pause(5)
}
const listeners = (...all: [Connection, number][]) => new Map(all)

test('everyone hears all of it, in order, whoever began to see the room later only how far it went', async () => {
  const [old, late] = [await aListener(), await aListener()]
  const roomId = aRoomId()
  const all = listeners([old.connection, 0], [late.connection, 3])
  for (const rev of [1, 2, 3, 4]) toRoom(roomId, change(rev), () => all)
  await until(() => old.heard.length === 4 && late.heard.length === 4)
  expect(old.heard).toEqual([{ rev: 1 }, { rev: 2 }, { rev: 3 }, { rev: 4 }])
  const skip = (rev: number) => ({ type: 'skip', roomId, rev, prev: rev - 1 })
  expect(late.heard).toEqual([skip(1), skip(2), { rev: 3 }, { rev: 4 }])
})

test('of what may be lost the last of one kind and person counts, and it stands where it came last', async () => {
  const { connection, heard } = await aListener()
  const all = listeners([connection, 0])
  const roomId = aRoomId()
  const pushes = [typing('a', true), change(1), typing('b', true), typing('a', false), change(2)]
  for (const push of pushes) toRoom(roomId, push, () => all)
  await until(() => heard.length === 4)
  await pause(50)
  expect(heard).toEqual([
    { rev: 1 },
    { userId: 'b', isTyping: true },
    { userId: 'a', isTyping: false },
    { rev: 2 },
  ])
})

test('who hears a room is asked when its pushes leave, and settling lets them leave at once', async () => {
  const [before, after] = [await aListener(), await aListener()]
  const roomId = aRoomId()
  let all = listeners([before.connection, 0])
  toRoom(roomId, change(1), () => all)
  settleRoom(roomId)
  all = listeners([after.connection, 0])
  toRoom(roomId, change(2), () => all)
  await until(() => before.heard.length === 1 && after.heard.length === 1)
  expect([before.heard, after.heard]).toEqual([[{ rev: 1 }], [{ rev: 2 }]])
})

test('in a busy room several pushes leave in one write, and none is lost', async () => {
  const { connection, heard } = await aListener()
  const raw = (connection.socket as unknown as { _socket: { _handle: { writeBuffer: unknown } } })._socket
  const write = raw._handle.writeBuffer as (...args: unknown[]) => unknown
  let writes = 0
  raw._handle.writeBuffer = (...args: unknown[]) => {
    writes++
    return write.apply(raw._handle, args)
  }
  const roomId = aRoomId()
  const all = listeners([connection, 0])
  for (let rev = 1; rev <= 400; rev++) {
    toRoom(roomId, change(rev), () => all)
    await new Promise(resolve => setImmediate(resolve))
  }
  await until(() => heard.length === 400)
  expect(heard.map(one => one.rev)).toEqual(Array.from({ length: 400 }, (_, i) => i + 1))
  expect(writes).toBeLessThan(300)
})

test('a slow reader gets no ephemera and only how far the room is', async () => {
  const { connection, client, heard } = await aListener()
  client.pause()
  const big = 'x'.repeat(64 * 1024)
  const waiting = () => connection.socket.bufferedAmount
  // The network of this machine takes some megabytes before anything waits.
  while (waiting() < 300 * 1024) {
    toEach([connection], { bytes: frameFor({ big }) })
    await new Promise(resolve => setImmediate(resolve))
  }
  const roomId = aRoomId()
  const all = listeners([connection, 0])
  toRoom(roomId, change(1), () => all)
  toRoom(roomId, typing('a', true), () => all)
  toRoom(roomId, change(2), () => all)
  toEach([connection], { bytes: frameFor({ userId: 'b' }), key: 'presence:b' })
  await pause(50)
  client.resume()
  await until(() => heard.some(one => one.type === 'skip'))
  await pause(50)
  expect(heard.filter(one => one.big === undefined)).toEqual([{ type: 'skip', roomId, rev: 2, prev: 2 }])
  client.terminate()
})

test('a reader that lets more than a megabyte wait is closed', async () => {
  const { connection, client } = await aListener()
  client.pause()
  const big = { bytes: frameFor({ big: 'x'.repeat(512 * 1024) }) }
  for (let i = 0; i < 200 && connection.socket.readyState === WebSocket.OPEN; i++) {
    toEach([connection], big)
    await new Promise(resolve => setImmediate(resolve))
  }
  expect(connection.socket.readyState).toBe(WebSocket.CLOSING)
  client.terminate()
})
