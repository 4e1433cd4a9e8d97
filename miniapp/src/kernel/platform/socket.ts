/** A socket in WeChat: a task of its own for each. */
import Taro from '@tarojs/taro'
import type { OpenSocket } from './one-socket'

export const openSocket: OpenSocket = (url, headers, handlers) => {
  let task: Taro.SocketTask | null = null
  let closed = false
  const close = (code: number, reason: string) => {
    if (closed) return
    closed = true
    handlers.close(code, reason)
  }
  Taro.connectSocket({ url, header: headers }).then(
    opened => {
      task = opened
      opened.onOpen(() => handlers.open())
      opened.onMessage(({ data }) => handlers.message(String(data)))
      opened.onError(({ errMsg }) => close(1006, errMsg))
      opened.onClose(({ code, reason }) => close(code, reason))
      if (closed) opened.close({})
    },
    () => close(1006, ''),
  )
  return {
    send: text => !closed && task?.send({ data: text, fail: () => undefined }),
    close: () => {
      if (task) return task.close({})
      close(1000, '')
    },
  }
}
