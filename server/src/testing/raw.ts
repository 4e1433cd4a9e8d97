/** Bytes on the wire in a test: requests and frames that no well-behaved device would send. */
import { request } from 'node:http'
import type { Route } from '@community-chat/shared/protocol/contract'
import { type ClientOptions, WebSocket } from 'ws'
import type { TestApp } from './app'

/** An answer as it came; `body` is parsed where it is JSON. */
export interface RawAnswer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  body: any
}

/** What is asked; a body that is neither text nor bytes is sent as JSON. */
export interface RawRequest {
  method?: string
  headers?: Record<string, string>
  body?: unknown
  token?: string
}

/** One HTTP request to a path, exactly as given. */
export function rawHttp(
  app: Pick<TestApp, 'port'>,
  path: string,
  { method = 'GET', headers = {}, body, token }: RawRequest = {},
): Promise<RawAnswer> {
  const isReady = body === undefined || typeof body === 'string' || Buffer.isBuffer(body)
  const text = isReady ? body : JSON.stringify(body)
  const all = {
    ...(text === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...headers,
  }
  return new Promise((resolve, reject) => {
    const sent = request({ port: app.port, host: '127.0.0.1', method, path, headers: all }, answer => {
      const parts: Buffer[] = []
      answer.on('data', part => parts.push(part))
      answer.on('error', reject)
      answer.on('end', () => {
        const content = Buffer.concat(parts).toString()
        resolve({ status: answer.statusCode!, headers: answer.headers, text: content, body: parsed(content) })
      })
    })
    sent.on('error', reject)
    sent.end(text)
  })
}

/** Calls a route over HTTP with any input at all: `:params` in the path, the rest as query or body. */
export function rawCall(
  app: Pick<TestApp, 'port'>,
  route: Route<any, any>,
  input: Record<string, unknown>,
  token?: string,
): Promise<RawAnswer> {
  const rest = { ...input }
  const path = `/api${route.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = rest[name]
    delete rest[name]
    return encodeURIComponent(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
  })}`
  if (route.method !== 'GET') return rawHttp(app, path, { method: route.method, body: rest, token })
  const query = Object.entries(rest)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) =>
        `${encodeURIComponent(name)}=${encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value))}`,
    )
  return rawHttp(app, `${path}${query.length ? `?${query.join('&')}` : ''}`, { token })
}

type Frame = Record<string, any> & { type: string }

/** A socket that says what it is told to. */
export interface RawSocket {
  socket: WebSocket
  frames: Frame[]
  /** The code it was closed with. */
  closed: Promise<number>
  /** Sends text, or anything else as JSON. */
  send: (frame: unknown) => void
  /** The first frame that fits, come or to come. */
  frame: (fits: (frame: Frame) => boolean, within?: number) => Promise<Frame>
  /** Sends a request and waits for its reply or fault. */
  ask: (frame: Record<string, unknown>) => Promise<Frame>
}

/** Opens a socket without saying who is there; rejects with the status when the upgrade is refused. */
export async function rawSocket(
  app: Pick<TestApp, 'socketUrl'>,
  { path = '', ...options }: ClientOptions & { path?: string } = {},
): Promise<RawSocket> {
  const socket = new WebSocket(app.socketUrl + path, options)
  const frames: Frame[] = []
  const waiting = new Set<() => void>()
  socket.on('message', data => {
    frames.push(JSON.parse(String(data)) as Frame)
    for (const look of waiting) look()
  })
  const closed = new Promise<number>(resolve => socket.on('close', resolve))
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve)
    socket.on('unexpected-response', (_, response) =>
      reject(Object.assign(new Error('refused'), { status: response.statusCode })),
    )
    socket.on('error', reject)
  })
  const frame = (fits: (frame: Frame) => boolean, within = 5000) =>
    new Promise<Frame>((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(look)
        reject(new Error(`no such frame within ${within} ms`))
      }, within)
      const look = () => {
        const found = frames.find(fits)
        if (!found) return
        clearTimeout(timer)
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
    })
  const send = (one: unknown) => socket.send(typeof one === 'string' ? one : JSON.stringify(one))
  let asked = 0
  return {
    socket,
    frames,
    closed,
    send,
    frame,
    ask(one) {
      const id = `raw-${++asked}`
      send({ id, ...one })
      return frame(answer => answer.id === (one.id ?? id))
    },
  }
}

/** A socket on which somebody is signed in. */
export async function rawSignedIn(app: Pick<TestApp, 'socketUrl'>, token: string): Promise<RawSocket> {
  const socket = await rawSocket(app, { headers: { authorization: `Bearer ${token}` } })
  await socket.frame(frame => frame.type === 'welcome')
  return socket
}

/** A refusal's body without the part that differs each time. */
export function sameBody(answer: RawAnswer): unknown {
  const { requestId, ...error } = answer.body.error as { requestId: string }
  return requestId ? error : answer.body
}

/** Waits a little. */
export const pause = (milliseconds: number): Promise<void> =>
  new Promise(resolve => setTimeout(resolve, milliseconds))

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
