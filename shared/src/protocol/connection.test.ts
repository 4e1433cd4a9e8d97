/** The socket's life: signing in, breaking, coming back. */
import { expect, test } from '@jest/globals'
import { virtualClock } from '../testing/virtual-clock'
import { createConnection } from './connection'
import type { SocketHandlers, Transport } from './transport'

/** A connection whose server is the test itself. */
function line(renewed: string | null = 'second') {
  const clock = virtualClock()
  const opened: (SocketHandlers & { sent: Record<string, unknown>[]; closed: boolean })[] = []
  const seen = { states: [] as string[], pushes: [] as string[], ended: [] as number[], renewals: 0 }
  const transport = {
    ...clock,
    random: () => 1,
    socketHeaders: false,
    socketUrl: 'ws://test',
    openSocket: (_url: string, _headers: unknown, handlers: SocketHandlers) => {
      const socket = { ...handlers, sent: [] as Record<string, unknown>[], closed: false }
      opened.push(socket)
      return {
        send: (text: string) => void socket.sent.push(JSON.parse(text)),
        close: () => void (socket.closed = true),
      }
    },
  } as unknown as Transport
  const renew = async () => {
    seen.renewals++
    return renewed
  }
  const connection = createConnection(
    transport,
    { fresh: async () => 'first', renew },
    {
      state: state => seen.states.push(state),
      push: frame => seen.pushes.push(frame.type),
      ended: code => seen.ended.push(code),
    },
  )
  const socket = () => opened[opened.length - 1]!
  const say = (frame: object) => socket().message(JSON.stringify(frame))
  const welcome = async () => {
    await clock.pass(0)
    socket().open()
    say({ type: 'welcome', connectionId: 'c', userId: 'u', heartbeat: 25, serverTime: '' })
  }
  return { clock, opened, socket, say, welcome, connection, seen }
}

test('the first frame says who is there, and the welcome opens it', async () => {
  const { connection, welcome, socket, seen } = line()
  connection.start()
  await welcome()
  expect(socket().sent).toEqual([{ type: 'authenticate', token: 'first' }])
  expect(seen.states).toEqual(['connecting', 'open'])
})

test('an answer is matched by its id; without one there is a timeout after 5 s', async () => {
  const { connection, welcome, say, socket, clock } = line()
  connection.start()
  await welcome()
  const answered = connection.ask({ type: 'sync' })
  say({ type: 'reply', id: socket().sent[1]!.id, data: 42 })
  expect(await answered).toBe(42)
  const silent = connection.ask({ type: 'sync' }).catch(fault => fault.code)
  await clock.pass(5_000)
  expect(await silent).toBe('timeout')
})

test('a break is followed by 1, 2, 4 … 30 s, and what waited is refused as offline', async () => {
  const { connection, welcome, socket, opened, clock } = line()
  connection.start()
  await welcome()
  const cut = connection.ask({ type: 'sync' }).catch(fault => fault.code)
  socket().close(1006, '')
  expect(await cut).toBe('offline')
  for (const seconds of [1, 2, 4, 8, 16, 30, 30]) {
    const before = opened.length
    await clock.pass(seconds * 1000 - 1)
    expect(opened.length).toBe(before)
    await clock.pass(1)
    expect(opened.length).toBe(before + 1)
    socket().close(1006, '')
  }
})

test('a minute of calm makes the next break a first one', async () => {
  const { connection, welcome, socket, opened, clock } = line()
  connection.start()
  await welcome()
  socket().close(1006, '')
  await clock.pass(1_000)
  await welcome()
  await clock.pass(60_000)
  socket().close(1006, '')
  await clock.pass(1_000)
  expect(opened).toHaveLength(3)
})

test('waking connects at once', async () => {
  const { connection, welcome, socket, opened, clock } = line()
  connection.start()
  await welcome()
  socket().close(1006, '')
  connection.wake()
  await clock.pass(0)
  expect(opened).toHaveLength(2)
})

test.each([4012, 4008])('a server that asks for time when it closes with %d is given it', async code => {
  const { connection, welcome, socket, opened, clock } = line()
  connection.start()
  await welcome()
  socket().close(code, '{"retryAfter":3}')
  await clock.pass(3_999)
  expect(opened).toHaveLength(1)
  await clock.pass(1)
  expect(opened).toHaveLength(2)
})

test('a bad token is renewed once, then backs off', async () => {
  const { connection, opened, socket, clock, seen } = line()
  connection.start()
  await clock.pass(0)
  socket().close(4001, '')
  await clock.pass(0)
  expect([opened.length, seen.renewals]).toEqual([2, 1])
  socket().close(4001, '')
  await clock.pass(900)
  expect(opened).toHaveLength(2)
})

test('where no token is given any more, the session has ended', async () => {
  const { connection, socket, clock, seen } = line(null)
  connection.start()
  await clock.pass(0)
  socket().close(4001, '')
  await clock.pass(60_000)
  expect([seen.ended, seen.states]).toEqual([[4001], ['connecting', 'off']])
})

test.each([4003, 4009, 4010])('%i is final', async code => {
  const { connection, welcome, socket, opened, clock, seen } = line()
  connection.start()
  await welcome()
  socket().close(code, '')
  await clock.pass(120_000)
  expect([opened.length, seen.ended]).toEqual([1, [code]])
})

test('a token about to end is renewed and shown on the same socket', async () => {
  const { connection, welcome, say, socket, opened, clock } = line()
  connection.start()
  await welcome()
  say({ type: 'token_expiring', data: {} })
  await clock.pass(0)
  expect(socket().sent[1]).toMatchObject({ type: 'authenticate', token: 'second' })
  expect(opened).toHaveLength(1)
})

test('a line that says nothing is questioned, and dropped when it stays silent', async () => {
  const { connection, welcome, socket, clock } = line()
  connection.start()
  await welcome()
  const first = socket()
  await clock.pass(50_000)
  expect(first.sent[1]).toMatchObject({ type: 'authenticate' })
  await clock.pass(5_000)
  expect(first.closed).toBe(true)
})
