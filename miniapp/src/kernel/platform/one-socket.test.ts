import type { SocketHandlers } from '@community-chat/shared/protocol/transport'
import { virtualClock } from '@community-chat/shared/testing/virtual-clock'
import { oneAtATime } from './one-socket'

/** A host whose sockets are gone only when the test says so. */
function aHost() {
  const clock = virtualClock()
  const opened: { handlers: SocketHandlers; closed: boolean; sent: string[] }[] = []
  const open = oneAtATime((_url, _headers, handlers) => {
    const socket = { handlers, closed: false, sent: [] as string[] }
    opened.push(socket)
    return { send: text => socket.sent.push(text), close: () => void (socket.closed = true) }
  }, clock)
  const heard: string[] = []
  const openNamed = (name: string) =>
    open(
      'wss://chat.example/ws',
      {},
      {
        open: () => heard.push(`${name} open`),
        message: text => heard.push(`${name} ${text}`),
        close: code => heard.push(`${name} closed ${code}`),
      },
    )
  return { clock, opened, heard, openNamed }
}
const soon = () => new Promise(resolve => setTimeout(resolve))

test('the next socket is opened when the one before it is gone, and hears nothing of it', async () => {
  const { opened, heard, openNamed } = aHost()
  const first = openNamed('first')
  await soon()
  first.close()
  openNamed('second')
  await soon()
  expect(opened.map(({ closed }) => closed)).toEqual([true])
  opened[0]!.handlers.message('late')
  opened[0]!.handlers.close(1000, '')
  await soon()
  expect(opened).toHaveLength(2)
  opened[1]!.handlers.open()
  expect(heard).toEqual(['second open'])
})

test('a host that never says that a socket is gone is waited for a second at most', async () => {
  const { clock, opened, openNamed } = aHost()
  const first = openNamed('first')
  await soon()
  first.close()
  openNamed('second')
  await clock.pass(999)
  expect(opened).toHaveLength(1)
  await clock.pass(1)
  await soon()
  expect(opened).toHaveLength(2)
})

test('of many attempts in a row only the last one becomes a socket', async () => {
  const { opened, openNamed } = aHost()
  for (const name of ['a', 'b', 'c']) openNamed(name).close()
  openNamed('d')
  await soon()
  expect(opened).toHaveLength(1)
})

test('a socket that breaks by itself is told once and lets the next one open', async () => {
  const { opened, heard, openNamed } = aHost()
  openNamed('first')
  await soon()
  opened[0]!.handlers.close(1006, '')
  opened[0]!.handlers.close(1006, '')
  openNamed('second')
  await soon()
  expect([heard, opened.length]).toEqual([['first closed 1006'], 2])
})
