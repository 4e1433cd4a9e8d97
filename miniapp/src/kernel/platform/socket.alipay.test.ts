import { jest } from '@jest/globals'
import type { SocketHandlers } from '@community-chat/shared/protocol/transport'

/** Alipay's one socket: listeners add up and stay, as they do there. */
const heard: Record<'open' | 'message' | 'error' | 'close', ((event?: unknown) => void)[]> = {
  open: [],
  message: [],
  error: [],
  close: [],
}
const asked: string[] = []
jest.mock('@tarojs/taro', () => ({
  onSocketOpen: (tell: () => void) => heard.open.push(tell),
  onSocketMessage: (tell: () => void) => heard.message.push(tell),
  onSocketError: (tell: () => void) => heard.error.push(tell),
  onSocketClose: (tell: () => void) => heard.close.push(tell),
  connectSocket: async () => void asked.push('connect'),
  sendSocketMessage: async ({ data }: { data: string }) => void asked.push(data),
  closeSocket: async () => void asked.push('close'),
}))
const fire = (name: keyof typeof heard, event?: unknown) => heard[name].forEach(tell => tell(event))
const { openSocket } = jest.requireActual<typeof import('./socket.alipay')>('./socket.alipay')

function handlers(name: string, log: string[]): SocketHandlers {
  return {
    open: () => log.push(`${name} open`),
    message: text => log.push(`${name} ${text}`),
    close: code => log.push(`${name} closed ${code}`),
  }
}

test('each socket hears only what is its own, and listeners do not pile up', () => {
  const log: string[] = []
  const first = openSocket('wss://chat.example/ws', {}, handlers('first', log))
  fire('open')
  fire('message', { data: 'a' })
  first.send('hello')
  first.close()
  fire('close', { code: 1000 })
  openSocket('wss://chat.example/ws', {}, handlers('second', log))
  first.send('too late')
  first.close()
  fire('open')
  fire('message', { data: { data: 'b', isBuffer: false } })
  fire('error')
  fire('close')
  expect(log).toEqual([
    'first open',
    'first a',
    'first closed 1000',
    'second open',
    'second b',
    'second closed 1006',
  ])
  expect(asked).toEqual(['connect', 'hello', 'close', 'connect'])
  expect(Object.values(heard).map(one => one.length)).toEqual([1, 1, 1, 1])
})
