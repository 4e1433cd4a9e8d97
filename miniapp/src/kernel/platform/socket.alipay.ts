/** The socket in Alipay: there is one for the whole app, and its listeners belong to the app, not to the socket. */
import type { SocketHandlers } from '@community-chat/shared/protocol/transport'
import Taro from '@tarojs/taro'
import type { OpenSocket } from './one-socket'

let present: SocketHandlers | null = null
let listening = false

/** Listens once: what the host tells is always about the socket of the moment. */
function listen(): void {
  if (listening) return
  listening = true
  Taro.onSocketOpen(() => present?.open())
  Taro.onSocketMessage(({ data }) => present?.message(textOf(data)))
  Taro.onSocketError(() => end(1006, ''))
  Taro.onSocketClose((event: unknown) => {
    const { code, reason } = (event ?? {}) as { code?: number; reason?: string }
    end(code ?? 1006, reason ?? '')
  })
}

/** Some versions wrap the text once more. */
const textOf = (data: unknown): string =>
  String(typeof data === 'object' && data !== null && 'data' in data ? data.data : data)

function end(code: number, reason: string): void {
  const ended = present
  present = null
  ended?.close(code, reason)
}

export const openSocket: OpenSocket = (url, headers, handlers) => {
  listen()
  present = handlers
  const isMine = () => present === handlers
  Taro.connectSocket({ url, header: headers }).catch(() => isMine() && end(1006, ''))
  return {
    send: text => {
      if (isMine()) void Taro.sendSocketMessage({ data: text }).catch(() => undefined)
    },
    close: () => {
      if (isMine()) void Taro.closeSocket({}).catch(() => isMine() && end(1000, ''))
    },
  }
}
