/** One socket of a device that is opened again when it breaks, and what is asked over it. */
import { delayAfter, waitIn } from '@community-chat/shared/protocol/backoff'
import { Fault } from '@community-chat/shared/protocol/faults'
import { isFinal } from '@community-chat/shared/protocol/frame'
import { WebSocket } from 'ws'

/** A frame as it came. */
export type Frame = Record<string, any> & { type: string }

/** What a link needs and whom it tells. */
export interface LinkParts {
  /** Where the socket leads to when it is opened next. */
  url: () => string
  token: string
  /** Signed in: what was missed may be asked for. */
  opened?: () => void
  /** Every frame but answers to what was asked. */
  heard?: (frame: Frame) => void
  closed?: (code: number) => void
}

/** A socket that comes back. */
export interface Link {
  isOpen: () => boolean
  /** The answer to a frame; rejects with a `Fault`, `offline` or `timeout` where there was none within 5 s. */
  ask: (frame: Record<string, unknown>) => Promise<any>
  /** Sends text as it is. */
  send: (text: string) => void
  /** Breaks the socket as a network does; it is opened again. */
  cut: () => void
  /** Closes it for good. */
  end: () => void
}

const answerWithin = 5_000

/** Opens a link and keeps it open: full jitter, 1 s doubling to 30 s, forgotten once the server says welcome. */
export function openLink({ url, token, opened, heard, closed }: LinkParts): Link {
  const asked = new Map<string, { resolve: (data: any) => void; reject: (error: Fault) => void }>()
  let socket: WebSocket
  let isOpen = false
  let isEnded = false
  let failures = 0
  let count = 0
  let retry: NodeJS.Timeout | undefined

  function open(): void {
    socket = new WebSocket(url(), { headers: { authorization: `Bearer ${token}` }, handshakeTimeout: 5_000 })
    socket.on('message', data => hear(JSON.parse(String(data)) as Frame))
    socket.on('error', () => undefined)
    socket.on('close', (code, reason) => {
      isOpen = false
      for (const { reject } of asked.values()) reject(new Fault('offline', 0, 'the socket closed'))
      asked.clear()
      closed?.(code)
      if (isEnded || isFinal(code)) return
      retry = setTimeout(open, waitIn(String(reason)) + delayAfter(failures++, Math.random()))
    })
  }

  function hear(frame: Frame): void {
    if (frame.type === 'welcome') {
      isOpen = true
      failures = 0
      opened?.()
    }
    const waiting = typeof frame.id === 'string' ? asked.get(frame.id) : undefined
    if (waiting && frame.type === 'reply') waiting.resolve(frame.data)
    else if (waiting && frame.type === 'fault') {
      const { code, message, data, retryAfter } = frame
      waiting.reject(new Fault(code, 0, message, { ...data, retryAfter }))
    } else heard?.(frame)
  }

  open()
  return {
    isOpen: () => isOpen,
    ask: frame =>
      new Promise((resolve, reject) => {
        if (!isOpen) return reject(new Fault('offline', 0, 'the socket is closed'))
        const id = String(++count)
        const late = () => answer.reject(new Fault('timeout', 0, 'no answer'))
        const timer = setTimeout(late, answerWithin)
        const answer = {
          resolve: (data: any) => (done(), resolve(data)),
          reject: (error: Fault) => (done(), reject(error)),
        }
        const done = () => {
          clearTimeout(timer)
          asked.delete(id)
        }
        asked.set(id, answer)
        socket.send(JSON.stringify({ ...frame, id }))
      }),
    send: text => isOpen && socket.send(text),
    cut: () => socket.terminate(),
    end: () => {
      isEnded = true
      clearTimeout(retry)
      socket.terminate()
    },
  }
}
