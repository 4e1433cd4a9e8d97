/** A named person in a test: they call routes over HTTP or their socket, and wait for pushes. */
import type { Data, Input, Output, Push, Route } from '@community-chat/shared/protocol/contract'
import { Fault } from '@community-chat/shared/protocol/faults'
import { accounts, type Session } from '@community-chat/shared/capabilities/accounts/contract'
import { WebSocket } from 'ws'
import type { TestApp } from './app'

type Frame = Record<string, any> & { type: string }
const patience = 10_000

/** What a test does with someone. */
export interface TestPerson {
  id: string
  session: Session
  /** Calls a route over HTTP; rejects with the `Fault` that the server answered. */
  call: <R extends Route<any, any>>(route: R, input: Input<R>) => Promise<Output<R>>
  /** Calls a route over the socket. */
  ask: <R extends Route<any, any>>(route: R, input: Input<R>) => Promise<Output<R>>
  /** The next push of this kind from now on, that fits where a test is given. */
  next: <P extends Push>(push: P, fits?: (data: Data<P>) => boolean) => Promise<Data<P>>
  /** Every frame that came, in order. */
  frames: Frame[]
  socket: WebSocket
  /** The code with which the socket was closed. */
  closed: Promise<number>
  disconnect: () => Promise<void>
}

let count = 0

/** Signs somebody up and opens their socket. */
export async function aPerson(app: TestApp, name = 'someone'): Promise<TestPerson> {
  const username = `${name}-${++count}-${Math.random().toString(36).slice(2, 8)}`
  const session = await callHttp(app, accounts.routes.signup, {
    username,
    password: `password of ${name}`,
    displayName: name,
  })
  return connect(app, session)
}

/** The people most tests need. */
export async function somePeople(
  app: TestApp,
): Promise<{ alice: TestPerson; bob: TestPerson; stranger: TestPerson }> {
  const alice = await aPerson(app, 'alice')
  const bob = await aPerson(app, 'bob')
  const stranger = await aPerson(app, 'stranger')
  return { alice, bob, stranger }
}

/** Opens another socket for somebody who has signed in. */
export async function connect(app: TestApp, session: Session): Promise<TestPerson> {
  const socket = new WebSocket(app.socketUrl, { headers: { authorization: `Bearer ${session.accessToken}` } })
  const frames: Frame[] = []
  const listeners = new Set<(frame: Frame) => void>()
  socket.on('message', data => {
    const frame = JSON.parse(String(data)) as Frame
    frames.push(frame)
    for (const listener of listeners) listener(frame)
  })
  const closed = new Promise<number>(resolve => socket.on('close', resolve))
  const wait = (fits: (frame: Frame) => boolean, what: string) =>
    new Promise<Frame>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no ${what} within ${patience} ms`)), patience)
      const listener = (frame: Frame) => {
        if (!fits(frame)) return
        clearTimeout(timer)
        listeners.delete(listener)
        resolve(frame)
      }
      listeners.add(listener)
    })
  const welcomed = wait(frame => frame.type === 'welcome', 'welcome')
  await Promise.race([welcomed, closed.then(code => Promise.reject(new Error(`closed with ${code}`)))])
  let asked = 0
  return {
    id: session.user.id,
    session,
    frames,
    socket,
    closed,
    call: (route, input) => callHttp(app, route, input, session.accessToken),
    async ask(route, input) {
      const id = String(++asked)
      const answered = wait(frame => frame.id === id, `answer to ${route.name}`)
      socket.send(JSON.stringify({ type: route.type, id, ...(input as object) }))
      const answer = await answered
      if (answer.type === 'fault') throw new Fault(answer.code, 0, answer.message, answer.data)
      return answer.data as Output<typeof route>
    },
    async next(push, fits = () => true) {
      const frame = await wait(one => one.type === push.type && fits(one.data), push.type)
      return frame.data as Data<typeof push>
    },
    async disconnect() {
      socket.close()
      await closed
    },
  }
}

/** Calls a route over HTTP as the contract says it. */
export async function callHttp<R extends Route<any, any>>(
  app: Pick<TestApp, 'url'>,
  route: R,
  input: Input<R>,
  token?: string,
): Promise<Output<R>> {
  const rest = { ...(input as Record<string, unknown>) }
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = String(rest[name])
    delete rest[name]
    return encodeURIComponent(value)
  })
  const isGet = route.method === 'GET'
  const query = isGet
    ? `?${new URLSearchParams(Object.entries(rest).map(([k, v]) => [k, String(v)] as [string, string]))}`
    : ''
  const response = await fetch(`${app.url}/api${path}${query}`, {
    method: route.method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(isGet ? {} : { 'content-type': 'application/json' }),
    },
    ...(isGet ? {} : { body: JSON.stringify(rest) }),
  })
  const text = await response.text()
  const body = text ? JSON.parse(text) : null
  if (response.ok) return body as Output<R>
  const { code, message, data } = body.error
  throw new Fault(code, response.status, message, data)
}
