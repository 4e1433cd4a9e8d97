/** How a page reaches the server that served it. */
import type { HttpAnswer, Transport } from '@community-chat/shared/protocol/transport'

export const transport: Transport = {
  apiUrl: `${location.origin}/api`,
  socketUrl: `${location.origin.replace(/^http/, 'ws')}/ws`,
  socketHeaders: false,
  now: () => Date.now(),
  random: () => Math.random(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds)
    return () => clearTimeout(timer)
  },
  request: async ({ method, url, headers, body, timeout }): Promise<HttpAnswer> => {
    const abort = new AbortController()
    const timer = setTimeout(() => abort.abort(), timeout)
    try {
      const answer = await fetch(url, { method, headers, body, signal: abort.signal, cache: 'no-store' })
      const text = await answer.text()
      return { status: answer.status, headers: Object.fromEntries(answer.headers.entries()), body: text }
    } finally {
      clearTimeout(timer)
    }
  },
  openSocket: (url, _headers, handlers) => {
    const socket = new WebSocket(url)
    socket.onopen = () => handlers.open()
    socket.onmessage = ({ data }) => handlers.message(String(data))
    socket.onclose = ({ code, reason }) => handlers.close(code, reason)
    return {
      send: text => {
        if (socket.readyState === WebSocket.OPEN) socket.send(text)
      },
      close: () => socket.close(),
    }
  },
}
