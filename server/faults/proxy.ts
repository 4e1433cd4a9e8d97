/** A line that misbehaves: a TCP proxy which delays, crawls, swallows, refuses, cuts and breaks off. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** What happens to bytes on their way, in both directions unless it says otherwise. */
export interface Weather {
  /** Milliseconds by which bytes are late, and up to how many more by chance. */
  delay: number
  jitter: number
  /** How fast bytes go to the near side, a second; the far side feels it as a full line. */
  bytesPerSecond: number
  /** Nothing passes, and nobody is told: the peer has vanished. */
  isHalfOpen: boolean
  /** New connections are broken off at once. */
  isRefusing: boolean
}

/** A proxy; `near` is who connects to it, `far` what it leads to. */
export interface Proxy {
  port: number
  /** Connections that stand now. */
  count: () => number
  /** Changes the weather for the connections there are and those to come. */
  set: (weather: Partial<Weather>) => void
  /** Ends every connection in good order. */
  cut: () => void
  /** Breaks every connection. */
  reset: () => void
  /** Half of the next bytes to the near side pass, then the connection breaks. */
  truncate: () => void
  close: () => Promise<void>
}

/** Hears every part that passes before it does. */
export type Tap = (part: Buffer, to: 'near' | 'far', connection: number) => void

interface Pair {
  near: Socket
  far: Socket
  isTruncating: boolean
}

const fair: Weather = { delay: 0, jitter: 0, bytesPerSecond: Infinity, isHalfOpen: false, isRefusing: false }

/** Opens a proxy to a port of this machine, which may change; `random` decides on jitter, 0 ≤ x < 1. */
export async function openProxy(
  target: () => number,
  { random = Math.random, tap }: { random?: () => number; tap?: Tap } = {},
): Promise<Proxy> {
  const weather = { ...fair }
  const pairs = new Set<Pair>()
  let count = 0

  const server = createServer(near => {
    near.on('error', () => near.destroy())
    if (weather.isRefusing) return near.resetAndDestroy()
    const far = connect(target(), '127.0.0.1')
    const pair: Pair = { near, far, isTruncating: false }
    const number = ++count
    pairs.add(pair)
    carry(pair, near, far, part => tap?.(part, 'far', number))
    carry(pair, far, near, part => tap?.(part, 'near', number))
  })

  function carry(pair: Pair, from: Socket, to: Socket, hear: (part: Buffer) => void): void {
    from.setNoDelay(true)
    let under: Promise<void> = Promise.resolve()
    /** In order, each step after the one before it. */
    const then = (step: () => Promise<void> | void) => {
      const due = Date.now() + weather.delay + weather.jitter * random()
      const isLate = due > Date.now()
      under = under.then(async () => {
        if (isLate) await pause(due - Date.now())
        await step()
      })
    }
    from.on('data', part => {
      from.pause() // the next part is read when this one has passed: a slow line fills up behind it
      then(async () => {
        await pass(pair, part, to, hear)
        from.resume()
      })
    })
    from.on('end', () => then(() => void (weather.isHalfOpen || to.end())))
    from.on('error', () => from.destroy())
    from.on('close', () => {
      then(() => void (weather.isHalfOpen || to.destroy()))
      if (pair.near.destroyed && pair.far.destroyed) pairs.delete(pair)
    })
  }

  async function pass(pair: Pair, part: Buffer, to: Socket, hear: (part: Buffer) => void): Promise<void> {
    if (weather.isHalfOpen || !to.writable) return
    hear(part)
    if (pair.isTruncating && to === pair.near) {
      to.write(part.subarray(0, part.length >> 1), () => drop(pair))
      return
    }
    if (to !== pair.near || weather.bytesPerSecond === Infinity) return write(to, part)
    for (let at = 0; at < part.length && to.writable;) {
      const step = Math.max(1, Math.min(part.length - at, Math.ceil(weather.bytesPerSecond / 10)))
      await write(to, part.subarray(at, (at += step)))
      if (weather.bytesPerSecond < Infinity) await pause(100)
    }
  }

  function drop(pair: Pair): void {
    pair.near.resetAndDestroy()
    pair.far.resetAndDestroy()
    pairs.delete(pair)
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    count: () => pairs.size,
    set: change => void Object.assign(weather, change),
    cut: () => {
      for (const { near, far } of pairs) {
        near.end()
        far.end()
      }
    },
    reset: () => pairs.forEach(drop),
    truncate: () => {
      for (const pair of pairs) pair.isTruncating = true
    },
    close: async () => {
      pairs.forEach(drop)
      server.close()
      await once(server, 'close')
    },
  }
}

const pause = (milliseconds: number) =>
  new Promise<void>(resolve => setTimeout(resolve, Math.max(0, milliseconds)))

/** Resolves when there is room for more. */
const write = (to: Socket, part: Buffer): Promise<void> =>
  new Promise(resolve => {
    if (to.write(part)) return resolve()
    const go = () => {
      to.off('drain', go).off('close', go)
      resolve()
    }
    to.on('drain', go).on('close', go)
  })
