/** How a mini program reaches the server. */
import type { HttpAnswer, Transport } from '@community-chat/shared/protocol/transport'
import Taro from '@tarojs/taro'

// A mini program has no address of its own: the build names the server.
const server = process.env.TARO_APP_SERVER ?? ''

export const transport: Transport = {
  apiUrl: `${server}/api`,
  socketUrl: `${server.replace(/^http/, 'ws')}/ws`,
  socketHeaders: true,
  now: () => Date.now(),
  random: () => Math.random(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds)
    return () => clearTimeout(timer)
  },
  request: async ({ method, url, headers, body, timeout }): Promise<HttpAnswer> => {
    const answer = await Taro.request({
      url,
      method: method as 'GET',
      header: headers,
      data: body,
      timeout,
      dataType: 'text',
    })
    const named = Object.entries(answer.header ?? {}).map(([name, value]) => [
      name.toLowerCase(),
      String(value),
    ])
    const text = typeof answer.data === 'string' ? answer.data : JSON.stringify(answer.data ?? '')
    return { status: answer.statusCode, headers: Object.fromEntries(named), body: text }
  },
  openSocket: (url, headers, handlers) => {
    let task: Taro.SocketTask | null = null
    let closed = false
    const close = (code: number, reason: string) => {
      if (closed) return
      closed = true
      handlers.close(code, reason)
    }
    Taro.connectSocket({ url, header: headers })
      .then(opened => {
        if (closed) return opened.close({})
        task = opened
        opened.onOpen(() => handlers.open())
        opened.onMessage(({ data }) => handlers.message(String(data)))
        opened.onError(({ errMsg }) => close(1006, errMsg))
        opened.onClose(({ code, reason }) => close(code, reason))
      })
      .catch(() => close(1006, ''))
    return {
      send: text => task?.send({ data: text }),
      close: () => {
        closed = true
        task?.close({})
      },
    }
  },
}
