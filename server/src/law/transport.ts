/** What the shipped client needs of Node: a socket by ws, requests by http, and a clock that runs fast. */
import type { ServerFrame } from '@community-chat/shared/protocol/frame'
import type { Clock, HttpAnswer, HttpRequest, Transport } from '@community-chat/shared/protocol/transport'
import { request } from 'node:http'
import { WebSocket } from 'ws'

/** How much faster than the wall a device's clock runs: its patience is shorter, and so is the test. */
const speed = 2.5

/** The devices' clock. */
export const quickClock: Clock = {
  now: () => Date.now() * speed,
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, Math.min(milliseconds / speed, 2 ** 31 - 1))
    return () => clearTimeout(timer)
  },
}

/** What stands between the wire and the client. */
export interface Ears {
  /** A frame came; whatever is handed to `deliver`, and when, is what the client gets. */
  frame(frame: ServerFrame, deliver: (frame: ServerFrame) => void): void
  /** An answer over HTTP came. */
  answer(body: unknown): void
}

/** A transport to a port of this machine. */
export const nodeTransport = (port: number, ears: Ears): Transport => ({
  ...quickClock,
  apiUrl: `http://127.0.0.1:${port}/api`,
  socketUrl: `ws://127.0.0.1:${port}/ws`,
  socketHeaders: true,
  random: () => Math.random() * 0.3, // a device that comes back soon is a harder test
  openSocket: (url, headers, handlers) => {
    const socket = new WebSocket(url, { headers, handshakeTimeout: 4_000 })
    const deliver = (frame: ServerFrame) => handlers.message(JSON.stringify(frame))
    socket.on('open', handlers.open)
    socket.on('message', data => ears.frame(JSON.parse(String(data)) as ServerFrame, deliver))
    socket.on('close', (code, reason) => handlers.close(code, String(reason)))
    socket.on('error', () => undefined)
    return {
      send: text => socket.readyState === WebSocket.OPEN && socket.send(text),
      close: () => socket.terminate(),
    }
  },
  request: async asked => {
    const answer = await exchange(asked)
    ears.answer(answer.body === '' ? null : JSON.parse(answer.body))
    return answer
  },
})

function exchange({ method, url, headers, body, timeout }: HttpRequest): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, response => {
      const parts: Buffer[] = []
      response.on('data', part => parts.push(part as Buffer))
      response.on('error', reject)
      response.on('aborted', () => reject(new Error('cut')))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers as Record<string, string | undefined>,
          body: Buffer.concat(parts).toString(),
        }),
      )
    })
    sent.setTimeout(timeout / speed, () => sent.destroy(new Error('no answer')))
    sent.on('error', reject)
    sent.end(body)
  })
}
