/** The proxy does to a line what it says, and nothing else. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { openProxy, type Proxy } from './proxy'

let server: Server
let proxy: Proxy
let peer: Promise<Socket>
const heard: string[] = []

/** A server that says back what it hears. */
beforeEach(async () => {
  server = createServer(socket => socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1')
  peer = once(server, 'connection').then(([socket]) => socket as Socket)
  await once(server, 'listening')
  heard.length = 0
  proxy = await openProxy(() => (server.address() as AddressInfo).port, {
    random: () => 0.5,
    tap: (part, to) => heard.push(`${to} ${String(part)}`),
  })
})
afterEach(async () => {
  await proxy.close()
  server.close()
})

async function aLine() {
  const socket = connect(proxy.port, '127.0.0.1')
  socket.on('error', () => undefined)
  let text = ''
  socket.on('data', part => (text += String(part)))
  await once(socket, 'connect')
  return { socket, text: () => text }
}
const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds))
const closing = (socket: Socket) => new Promise(resolve => socket.on('close', resolve))
async function until(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + 3000; !isSo() && Date.now() < end;) await pause(5)
}

test('in fair weather everything passes in order, and the tap hears it', async () => {
  const { socket, text } = await aLine()
  for (const part of ['one ', 'two ', 'three']) socket.write(part)
  await until(() => text() === 'one two three')
  expect(text()).toBe('one two three')
  expect(heard.filter(one => one.startsWith('far')).join('')).toContain('one')
})

test('bytes are late by the delay and the jitter, both ways', async () => {
  const { socket, text } = await aLine()
  proxy.set({ delay: 60, jitter: 40 })
  const begun = Date.now()
  socket.write('late')
  await until(() => text() === 'late')
  expect(text()).toBe('late')
  expect(Date.now() - begun).toBeGreaterThanOrEqual(155)
})

test('a half-open line swallows everything and tells nobody', async () => {
  const { socket, text } = await aLine()
  const far = await peer
  proxy.set({ isHalfOpen: true })
  socket.write('lost')
  socket.destroy()
  await pause(100)
  expect(text()).toBe('')
  expect([far.destroyed, far.readableEnded]).toEqual([false, false])
})

test('a crawling line carries so many bytes a second', async () => {
  const { socket, text } = await aLine()
  proxy.set({ bytesPerSecond: 100 })
  const begun = Date.now()
  socket.write('x'.repeat(50))
  await until(() => text().length === 50)
  expect(text()).toHaveLength(50)
  expect(Date.now() - begun).toBeGreaterThanOrEqual(400)
})

test('a truncated line breaks in the middle of what it carries', async () => {
  const { socket, text } = await aLine()
  proxy.truncate()
  const closed = closing(socket)
  socket.write('0123456789')
  await closed
  expect(text().length).toBeLessThan(10)
})

test('a cut line ends on both sides; a broken one breaks; a refusing one lets nobody in', async () => {
  const first = await aLine()
  const ended = once(first.socket, 'end')
  proxy.cut()
  await ended
  const second = await aLine()
  const closed = closing(second.socket)
  proxy.reset()
  await closed
  proxy.set({ isRefusing: true })
  const third = connect(proxy.port, '127.0.0.1')
  third.on('error', () => undefined)
  await closing(third)
  await until(() => proxy.count() === 0)
  expect(proxy.count()).toBe(0)
})
