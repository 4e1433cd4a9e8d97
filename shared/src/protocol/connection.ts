/** The app's one socket: opened, signed in, watched, and opened again with back-off when it breaks. */
import { createAsking } from './asking'
import { delayAfter, waitIn } from './backoff'
import {
  closeCodes,
  isFinal,
  type FaultFrame,
  type PushFrame,
  type ReplyFrame,
  type ServerFrame,
  type SkipFrame,
  type Welcome,
} from './frame'
import { unreached } from './http'
import { createPulse } from './pulse'
import type { TokenSource } from './tokens'
import type { Socket, Transport } from './transport'

/** off: not wanted. connecting: on its way. waiting: broken, to be tried again. open: signed in. */
export type ConnectionState = 'off' | 'connecting' | 'waiting' | 'open'

export interface ConnectionListener {
  state(state: ConnectionState): void
  /** A push or a skip, in the order of arrival. */
  push(frame: PushFrame | SkipFrame): void
  /** The server does not want this device as it is: a close code, 4001 when the session has ended. */
  ended(code: number): void
}

export interface Connection {
  start(): void
  stop(): void
  /** The app came to the foreground or the network returned: connects at once, or makes sure it still is. */
  wake(): void
  /** The device says that its network is gone. */
  lost(): void
  state(): ConnectionState
  ask(frame: Record<string, unknown>): Promise<unknown>
  /** Gets a new token and shows it on the open socket; false when the session has ended. */
  reauthenticate(): Promise<boolean>
}

const stableAfter = 60_000
const openWithin = 10_000
const silenceOnWake = 5_000

/** Keeps one socket open between `start` and `stop`. */
export function createConnection(
  transport: Transport,
  tokens: TokenSource,
  listener: ConnectionListener,
): Connection {
  let state: ConnectionState = 'off'
  let socket: Socket | null = null
  let life = 0 // of one socket; what an older one still says is ignored
  let attempts = 0
  let renewedInVain = false
  let token = ''
  let startedAt = 0
  let cancelRetry = noop
  let cancelOpening = noop
  let cancelStable = noop
  const pulse = createPulse(transport, probe, drop)
  const asking = createAsking(transport, pulse.unanswered)

  function become(next: ConnectionState): void {
    if (state === next) return
    state = next
    listener.state(next)
  }

  async function open(): Promise<void> {
    cancelRetry()
    const mine = ++life
    become('connecting')
    startedAt = transport.now()
    cancelOpening()
    cancelOpening = transport.after(openWithin, () => mine === life && state === 'connecting' && drop())
    const fresh = await tokens.fresh().catch(() => undefined)
    if (mine !== life) return
    if (fresh === undefined) return retry()
    if (fresh === null) return end(closeCodes.token)
    token = fresh
    const headers: Record<string, string> = transport.socketHeaders
      ? { Authorization: `Bearer ${token}` }
      : {}
    const isMine = () => mine === life
    socket = transport.openSocket(transport.socketUrl, headers, {
      open: () => isMine() && !transport.socketHeaders && send({ type: 'authenticate', token }),
      message: text => isMine() && hear(text),
      close: (code, reason) => isMine() && void closed(code, reason),
    })
  }

  const send = (frame: object) => socket?.send(JSON.stringify(frame))

  function hear(text: string): void {
    const frame = JSON.parse(text) as ServerFrame
    pulse.heard()
    if (frame.type === 'reply' || frame.type === 'fault') asking.answer(frame as ReplyFrame | FaultFrame)
    else if (frame.type === 'welcome') welcomed(frame as unknown as Welcome)
    else {
      if (frame.type === 'token_expiring') void reauthenticate().catch(noop)
      listener.push(frame as PushFrame | SkipFrame)
    }
  }

  function welcomed({ heartbeat }: Welcome): void {
    cancelOpening()
    renewedInVain = false
    cancelStable = transport.after(stableAfter, () => {
      attempts = 0
    })
    if (heartbeat > 0) pulse.begin(heartbeat * 1000)
    become('open')
  }

  /** Shows the token again: the only thing to ask a server that changes nothing. */
  function probe(): void {
    ask({ type: 'authenticate', token }).catch(({ code }) => code === 'timeout' && drop())
  }

  const ask = (frame: Record<string, unknown>) =>
    state === 'open' ? asking.ask(frame, send) : Promise.reject(unreached('offline'))

  async function reauthenticate(): Promise<boolean> {
    const fresh = await tokens.renew(token)
    if (fresh === null) {
      end(closeCodes.token)
      return false
    }
    token = fresh
    if (state === 'open') await ask({ type: 'authenticate', token })
    return true
  }

  async function closed(code: number, reason: string): Promise<void> {
    discard()
    if (isFinal(code)) return end(code)
    if (code !== closeCodes.token)
      return retry(code === closeCodes.goingAway || code === closeCodes.badFrames ? waitIn(reason) : 0)
    const mine = life
    become('connecting')
    const fresh = await tokens.renew(token).catch(() => undefined)
    if (mine !== life) return
    if (fresh === null) return end(code)
    if (fresh === undefined || renewedInVain) return retry()
    renewedInVain = true
    void open()
  }

  /** Tries again with back-off, on top of what the server asked for. */
  function retry(wait = 0): void {
    become('waiting')
    cancelRetry = transport.after(wait + delayAfter(attempts++, transport.random()), () => void open())
  }

  /** Forgets the socket: closes it, and hears nothing more from it. */
  function discard(): void {
    life++
    for (const cancel of [cancelRetry, cancelOpening, cancelStable, pulse.end]) cancel()
    const old = socket
    socket = null
    old?.close()
    asking.abandon()
  }
  function drop(): void {
    discard()
    retry()
  }
  function end(code: number): void {
    discard()
    become('off')
    listener.ended(code)
  }

  return {
    start: () => {
      attempts = 0
      if (state === 'off') void open()
    },
    stop: () => {
      discard()
      become('off')
    },
    wake: () => {
      const now = transport.now()
      if (state === 'waiting') void open()
      else if (state === 'open' && now - pulse.heardAt() > silenceOnWake) probe()
      else if (state === 'connecting' && now - startedAt > silenceOnWake) {
        discard()
        void open()
      }
    },
    lost: () => {
      if (state === 'open' || state === 'connecting') drop()
    },
    state: () => state,
    ask,
    reauthenticate,
  }
}

function noop(): void {}
