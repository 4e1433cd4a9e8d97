/** How a mini program reaches the server. */
import { methodOverride } from '@community-chat/shared/protocol/http'
import type { HttpAnswer, Transport } from '@community-chat/shared/protocol/transport'
import Taro from '@tarojs/taro'
import { oneAtATime } from './one-socket'
import { openSocket } from './socket'

// A mini program has no address of its own: the build names the server.
const server = process.env.TARO_APP_SERVER ?? ''

const after: Transport['after'] = (milliseconds, callback) => {
  const timer = setTimeout(callback, milliseconds)
  return () => clearTimeout(timer)
}

/** What the host says of an answer; Alipay rejects with the same where the status is no success. */
interface Answer {
  statusCode?: number
  status?: number
  header?: Record<string, unknown>
  headers?: Record<string, unknown>
  data?: unknown
}

export const transport: Transport = {
  apiUrl: `${server}/api`,
  socketUrl: `${server.replace(/^http/, 'ws')}/ws`,
  socketHeaders: true,
  now: () => Date.now(),
  random: () => Math.random(),
  after,
  request: async ({ method, url, headers, body, timeout }): Promise<HttpAnswer> => {
    // WeChat has no PATCH, and Alipay little but GET and POST.
    const simple = method === 'GET' || method === 'POST'
    const sent = Taro.request({
      url,
      method: simple ? (method as 'GET') : 'POST',
      header: simple ? headers : { ...headers, [methodOverride]: method },
      data: body,
      timeout,
      dataType: 'text',
    })
    return answerOf(
      await sent.catch((refused: Answer) => (isAnswer(refused) ? refused : Promise.reject(refused))),
    )
  },
  openSocket: oneAtATime(openSocket, { now: () => Date.now(), after }),
}

const isAnswer = ({ status }: Answer) => typeof status === 'number' && status >= 400

function answerOf({ statusCode, status, header, headers, data }: Answer): HttpAnswer {
  const named = Object.entries(header ?? headers ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    String(value),
  ])
  const body = typeof data === 'string' ? data : data == null ? '' : JSON.stringify(data)
  return { status: statusCode ?? status ?? 0, headers: Object.fromEntries(named), body }
}
