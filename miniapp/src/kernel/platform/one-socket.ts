/** One socket at a time, for hosts that count sockets, or have only one. */
import type { Clock, Socket, SocketHandlers, Transport } from '@community-chat/shared/protocol/transport'

/** Opens a socket of the host. `close` of the handlers is told when it is gone, also after it was closed from here. */
export type OpenSocket = (url: string, headers: Record<string, string>, handlers: SocketHandlers) => Socket

/** A host that does not say that a socket is gone must not keep the app offline. */
const goneWithin = 1_000

/** Opens the next socket once the one before it is gone; a socket that nobody wants any more is never opened. */
export function oneAtATime(openSocket: OpenSocket, clock: Clock): Transport['openSocket'] {
  let before: Promise<void> = Promise.resolve()
  return (url, headers, handlers) => {
    let socket: Socket | null = null
    let wanted = true
    let leave = () => {}
    const gone = new Promise<void>(resolve => {
      leave = resolve
    })
    const close = (code: number, reason: string) => {
      leave()
      if (!wanted) return
      wanted = false
      handlers.close(code, reason)
    }
    const previous = before
    before = gone
    void previous.then(() => {
      if (!wanted) return leave()
      socket = openSocket(url, headers, {
        open: () => wanted && handlers.open(),
        message: text => wanted && handlers.message(text),
        close,
      })
    })
    return {
      send: text => socket?.send(text),
      close: () => {
        wanted = false
        if (!socket) return
        socket.close()
        clock.after(goneWithin, leave)
      },
    }
  }
}
