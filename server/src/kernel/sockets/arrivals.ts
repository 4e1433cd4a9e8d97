/** The queue before the socket's door: a storm of upgrades must not stop the rest. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

/** Upgrades answered in one turn of the event loop, and those that may wait for theirs. */
const acceptedPerTurn = 64
const mostArriving = 20_000
/**
 * Those who are being greeted at once. The others wait for theirs as bare sockets: what is made for a greeting is garbage
 * before the next collection then, not afterwards, and half of a crowd is back in half of the time.
 */
const greetedAtOnce = 200

/** What node tells of an upgrade. */
export type Arrival = [request: IncomingMessage, socket: Duplex, head: Buffer]

/** Those who have knocked. */
export interface Arrivals {
  /** Takes an upgrade into the queue; past 20,000 waiting it is answered with 503. */
  arrive: (...arrival: Arrival) => void
  /** Holds one of 200 places until a greeting has settled, however it ends. */
  greet: (greeting: Promise<unknown>) => Promise<void>
}

/** Opens a queue; `upgrade` is called in order, for at most 64 of those who are still there in a turn. */
export function openArrivals(upgrade: (...arrival: Arrival) => void): Arrivals {
  const arriving: Arrival[] = []
  let greeting = 0
  let isFull = false
  let isAdmitting = false

  function arrive(...arrival: Arrival): void {
    const [, socket] = arrival
    socket.on('error', destroy)
    if (arriving.length >= mostArriving) return reject(socket, '503 Service Unavailable')
    arriving.push(arrival)
    admitSoon()
  }

  function admitSoon(): void {
    // Once it is full half of them leave first: who comes in together is read together.
    isFull = greeting >= greetedAtOnce || (isFull && greeting > greetedAtOnce / 2)
    if (isAdmitting || arriving.length === 0 || isFull) return
    isAdmitting = true
    setImmediate(admit)
  }

  function admit(): void {
    isAdmitting = false
    const places = Math.min(acceptedPerTurn, greetedAtOnce - greeting)
    for (const arrival of arriving.splice(0, places)) if (!arrival[1].destroyed) upgrade(...arrival)
    admitSoon()
  }

  async function greet(one: Promise<unknown>): Promise<void> {
    greeting++
    await one.catch(() => undefined)
    greeting--
    admitSoon()
  }

  return { arrive, greet }
}

/** Whoever takes a socket over hears its errors from then on. */
export const takenOver = (socket: Duplex): void => void socket.off('error', destroy)

/** Answers an upgrade with an HTTP status, and ends it. */
export function reject(socket: Duplex, status: string): void {
  const later = status.startsWith('503') ? 'Retry-After: 1\r\n' : ''
  socket.end(`HTTP/1.1 ${status}\r\n${later}Connection: close\r\nContent-Length: 0\r\n\r\n`)
}

function destroy(this: Duplex): void {
  this.destroy()
}
