/** A line between one device and the servers: a TCP proxy that can be cut, go silent, be slow, and lead elsewhere. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Line {
  port: number
  /** Breaks every connection, as a reset. */
  cut(): void
  /** Nothing passes any more on the connections there are, and nobody is told: the peer has vanished. */
  goSilent(): void
  /** Milliseconds by which bytes are late, in both directions. */
  slow(milliseconds: number): void
  close(): Promise<void>
}

interface Pair {
  near: Socket
  far: Socket
  silent: boolean
}

/** Opens a line; `target` says which port a new connection leads to. */
export async function openLine(target: () => number): Promise<Line> {
  const pairs = new Set<Pair>()
  let delay = 0

  const server = createServer(near => {
    const far = connect(target(), '127.0.0.1')
    const pair: Pair = { near, far, silent: false }
    pairs.add(pair)
    carry(pair, near, far)
    carry(pair, far, near)
  })

  function carry(pair: Pair, from: Socket, to: Socket): void {
    let late: Promise<void> = Promise.resolve()
    const pass = (step: () => void) => {
      if (pair.silent) return
      const wait = delay
      const due = Date.now() + wait
      if (wait > 0) late = late.then(() => sleepUntil(due))
      void late.then(() => !pair.silent && step())
    }
    from.setNoDelay(true)
    from.on('data', bytes => pass(() => to.writable && to.write(bytes)))
    from.on('end', () => pass(() => to.end()))
    from.on('error', () => from.destroy())
    from.on('close', () => {
      pass(() => to.destroy())
      if (pair.near.destroyed && pair.far.destroyed) pairs.delete(pair)
    })
  }

  function breakAll(): void {
    for (const { near, far } of pairs) {
      near.resetAndDestroy()
      far.resetAndDestroy()
    }
    pairs.clear()
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    cut: breakAll,
    goSilent: () => {
      for (const pair of pairs) pair.silent = true
    },
    slow: milliseconds => {
      delay = milliseconds
    },
    close: async () => {
      breakAll()
      server.close()
      await once(server, 'close')
    },
  }
}

const sleepUntil = (time: number) =>
  new Promise<void>(resolve => setTimeout(resolve, Math.max(0, time - Date.now())))
