/** A line between a device and the model server that delays, cuts, doubles, reorders and loses what it carries. */
import { conversations } from '../capabilities/conversations/contract'
import { messages } from '../capabilities/messages/contract'
import type { Client } from '../protocol/client'
import type { ConnectionState } from '../protocol/connection'
import type { Route } from '../protocol/contract'
import type { PushFrame, SkipFrame } from '../protocol/frame'
import { unreached } from '../protocol/http'
import { answerWithin } from '../protocol/asking'
import type { Clock } from '../protocol/transport'
import type { ModelServer } from './model-server'

export interface Link {
  client: Client
  /** A push for this device. */
  carry(frame: PushFrame | SkipFrame): void
  open(): void
  cut(): void
}

/** How bad the line is: chances of 0–1, delays up to `slow` milliseconds. */
export interface Weather {
  slow: number
  lost: number
  doubled: number
  unanswered: number
}
export const fine: Weather = { slow: 5, lost: 0, doubled: 0, unanswered: 0 }

/** A client whose server is a function call away. */
export function modelLink(
  server: ModelServer,
  me: string,
  clock: Clock,
  random: () => number,
  weather: () => Weather,
): Link {
  const frames = new Set<(frame: PushFrame | SkipFrame) => void>()
  const states = new Set<(state: ConnectionState) => void>()
  let state: ConnectionState = 'waiting'
  let life = 0
  const waiting = new Set<(reason: Error) => void>()

  const delay = () => random() * weather().slow
  function become(next: ConnectionState): void {
    state = next
    for (const tell of states) tell(next)
  }

  async function call(route: Route, input: Record<string, never>): Promise<unknown> {
    if (state !== 'open') throw unreached('offline')
    const mine = life
    return new Promise((resolve, reject) => {
      waiting.add(reject)
      const end = (settle: () => void) => {
        waiting.delete(reject)
        settle()
      }
      clock.after(delay(), () => {
        if (mine !== life) return
        const answer = attempt(() => serve(server, me, route, input))
        if (random() < weather().unanswered)
          return void clock.after(answerWithin, () => end(() => reject(unreached('timeout'))))
        clock.after(
          delay(),
          () =>
            mine === life && end(() => ('value' in answer ? resolve(answer.value) : reject(answer.error))),
        )
      })
    })
  }

  return {
    carry: frame => {
      const isOfRoom = 'roomId' in frame // what is lost of a room shows with its next push; a personal one would not
      if (state !== 'open' || (isOfRoom && random() < weather().lost)) return
      const mine = life
      const arrive = () => mine === life && frames.forEach(tell => tell(frame))
      clock.after(delay(), arrive)
      if (random() < weather().doubled) clock.after(delay() * 3, arrive)
    },
    open: () => {
      if (state === 'open') return
      life++
      become('open')
    },
    cut: () => {
      if (state !== 'open') return
      life++
      state = 'waiting'
      for (const reject of waiting) reject(unreached('offline'))
      waiting.clear()
      become('waiting')
    },
    client: {
      call: call as Client['call'],
      onFrame: listen(frames),
      onState: listen(states),
      state: () => state,
    } as unknown as Client,
  }
}

const listen =
  <T>(all: Set<T>) =>
  (one: T) => {
    all.add(one)
    return () => void all.delete(one)
  }

function attempt(run: () => unknown): { value: unknown } | { error: unknown } {
  try {
    return { value: run() }
  } catch (error) {
    return { error }
  }
}

function serve(server: ModelServer, me: string, route: Route, input: any): unknown {
  if (route === (conversations.routes.sync as unknown)) return server.sync(me, input.rooms, input.since)
  if (route === (conversations.routes.list as unknown)) return server.list(me)
  if (route === (conversations.routes.markRead as unknown))
    return server.markRead(me, input.roomId, input.seq)
  if (route === (messages.routes.history as unknown)) return server.history(me, input)
  if (route === (messages.routes.send as unknown))
    return server.send(me, { ...input, text: input.content.text })
  if (route === (messages.routes.edit as unknown)) return server.edit(me, input.messageId, input.content.text)
  return server.remove(me, input.messageId)
}
