/** Devices that begin and then say one byte in ten seconds, in every place where somebody waits for them. */
import { connect } from 'node:net'
import { frame } from '../wire/frame'
import { handshake } from '../wire/wire'

/** Where they dawdle: before the first byte, in the head, in the upgrade, in a body, on a socket without a name. */
export const places = ['nothing', 'head', 'upgrade', 'body', 'unnamed', 'refused'] as const
export type Place = (typeof places)[number]

/** How long one was let to stay, in milliseconds, and the first words that it was told. */
export interface Stay {
  place: Place
  lasted: number
  told: string
}

const perByte = 10_000

/** Opens `count` of them side by side; each stays until it is cut, a minute at the most. */
export function dawdle(port: number, place: Place, count: number): Promise<Stay[]> {
  return Promise.all(Array.from({ length: count }, () => stay(port, place)))
}

function stay(port: number, place: Place): Promise<Stay> {
  const socket = connect({ port, host: '127.0.0.1' })
  const [first, rest] = wordsFor(port, place)
  let begun = Date.now()
  let told = ''
  let said = 0
  socket.on('error', () => undefined)
  socket.on('data', part => (told ||= part.toString('latin1').slice(0, 60)))
  socket.once('connect', () => {
    begun = Date.now()
    socket.write(first)
  })
  const dribble = setInterval(() => socket.write(rest.subarray(said++, said)), perByte)
  const enough = setTimeout(() => socket.destroy(), 60_000)
  return new Promise(resolve =>
    socket.once('close', () => {
      clearInterval(dribble)
      clearTimeout(enough)
      resolve({ place, lasted: Date.now() - begun, told })
    }),
  )
}

/** What is said at once, and what follows byte by byte. */
function wordsFor(port: number, place: Place): [first: Buffer, rest: Buffer] {
  const whole = handshake(port)
  const login =
    'POST /api/login HTTP/1.1\r\nHost: chat\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n{'
  const authenticate = frame(JSON.stringify({ type: 'authenticate', token: 'x'.repeat(200) }))
  if (place === 'nothing') return [Buffer.alloc(0), whole]
  if (place === 'head')
    return [Buffer.from('GET /api/me HTTP/1.1\r\nHost: chat\r\nX-Slow: '), Buffer.alloc(60, 'x')]
  if (place === 'upgrade') return [whole.subarray(0, -4), whole.subarray(-4)]
  if (place === 'body') return [Buffer.from(login), Buffer.alloc(60, ' ')]
  if (place === 'unnamed') return [whole, authenticate]
  return [handshake(port, { token: 'of nobody' }), authenticate]
}

/** How long the askers of `ask` waited, in milliseconds, one question after the other until `isOver`. */
export async function askMeanwhile(ask: () => Promise<unknown>, isOver: () => boolean): Promise<number[]> {
  const waits: number[] = []
  while (!isOver()) {
    const begun = performance.now()
    await ask()
    waits.push(performance.now() - begun)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  return waits.sort((a, b) => a - b)
}

/** The wait below which a share of them lies. */
export const quantile = (sorted: number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
