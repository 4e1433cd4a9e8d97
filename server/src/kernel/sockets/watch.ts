/** The one clock that watches every connection: sign-in deadline, token's end, slow reader, heartbeat. */
import { closeCodes } from '@community-chat/shared/protocol/frame'
import { type Connection, sendFrame, slowBytes, slowReaders } from './connection'
import { end, ping, waitingBytes } from './wire'

const authenticateWithin = 5_000
/** How often the door looks at those who have not said who they are: they are gone at its last look within their time. */
const doorLooksEach = 200
const slowFor = 30_000
const warnBefore = 60_000
const mostMissed = 2
/** Who does not answer is asked again after this part of a heartbeat: of 25 s, gone after 18 more at the latest. */
const askedAgainAfter = 0.35
/** The wheel's turns a second: each pings a few, so that no turn of the event loop is long with them. */
const turnsPerSecond = 10

/** What looks after the connections of one gateway. */
export interface Watch {
  /** A connection was opened, or has a token from now on: says when it is to be looked at. */
  expect: (connection: Connection) => void
  /** A connection is closed: nothing watches it any more. */
  forget: (connection: Connection) => void
  /** Watches nobody any more. */
  stop: () => void
}

/**
 * Pings each connection every `heartbeat` seconds, a few of them each tenth of a second; each second looks at those whose
 * token is about to end, at the slow and at the silent ones; more often at those who have not said who they are.
 */
export function openWatch(heartbeat: number): Watch {
  /** Those who have not said who they are, the longest waiting first. */
  const unnamed = new Set<Connection>()
  /** Pinged, and not known to have answered. */
  const unanswered = new Set<Connection>()
  /** Their token ends, or is to be spoken of, before the wheel comes to them again. */
  const due = new Set<Connection>()
  /** Everybody else waits for their turn. */
  const slots = Array.from({ length: heartbeat * turnsPerSecond }, () => new Set<Connection>())
  const slotOf = ({ turn }: Connection) => slots[turn % slots.length]!
  /** By a clock that nobody sets: where the time of day goes back, pings go on. */
  const begun = performance.now()
  let turned = 0

  function turn(): void {
    const now = Date.now()
    const last = Math.floor(((performance.now() - begun) * turnsPerSecond) / 1000)
    // Whoever's turn was missed while the process slept is pinged now, and once.
    for (turned = Math.max(turned, last - slots.length); turned < last; turned++)
      for (const connection of slots[turned % slots.length]!) {
        if (isDueSoon(connection, now)) due.add(connection)
        if (connection.missed === 0) beat(connection, now)
      }
  }

  function lookEachSecond(): void {
    const now = Date.now()
    for (const connection of due) if (now >= connection.dueAt) lookAtTime(connection, now)
    for (const connection of unanswered) lookAtSilent(connection, now)
    for (const connection of slowReaders) lookAtSlow(connection, now)
  }

  function lookAtDoor(): void {
    const openedBefore = Date.now() + doorLooksEach - authenticateWithin
    for (const connection of unnamed) {
      if (connection.openedAt > openedBefore) return
      unnamed.delete(connection)
      end(connection, closeCodes.token)
    }
  }

  function expect(connection: Connection): void {
    const { identity } = connection
    if (!identity) return void unnamed.add(connection)
    unnamed.delete(connection)
    slotOf(connection).add(connection)
    connection.dueAt = identity.expiresAt - warnBefore
    if (isDueSoon(connection, Date.now())) due.add(connection)
    else due.delete(connection)
  }

  function forget(connection: Connection): void {
    for (const watched of [unnamed, unanswered, due, slowReaders, slotOf(connection)])
      watched.delete(connection)
  }

  const isDueSoon = ({ dueAt }: Connection, now: number) => dueAt - now < (heartbeat + 1) * 1000

  function lookAtSilent(connection: Connection, now: number): void {
    const { missed, pingedAt, socket } = connection
    if (missed === 0 || socket.readyState !== socket.OPEN) unanswered.delete(connection)
    else if (now - pingedAt >= heartbeat * 1000 * askedAgainAfter) beat(connection, now)
  }

  function beat(connection: Connection, now: number): void {
    if (waitingBytes(connection) > slowBytes) slowReaders.add(connection)
    if (connection.missed === 0) connection.silentSince = now
    connection.pingedAt = now
    unanswered.add(connection)
    if (connection.missed++ >= mostMissed) connection.socket.terminate()
    else ping(connection)
  }

  const clocks = [
    setInterval(turn, 1000 / turnsPerSecond),
    setInterval(lookEachSecond, 1000),
    setInterval(lookAtDoor, doorLooksEach),
  ]
  for (const clock of clocks) clock.unref()
  return { expect, forget, stop: () => clocks.forEach(clearInterval) }
}

function lookAtTime(connection: Connection, now: number): void {
  const identity = connection.identity!
  if (now >= identity.expiresAt) return end(connection, closeCodes.token)
  connection.dueAt = identity.expiresAt
  const expiresAt = new Date(identity.expiresAt).toISOString()
  sendFrame(connection, { type: 'token_expiring', data: { expiresAt } })
}

/** Not the limit itself is its end: below it a whole message is sent again, so that a reader would hover about it. */
function lookAtSlow(connection: Connection, now: number): void {
  if (waitingBytes(connection) <= slowBytes / 2) {
    connection.slowSince = 0
    slowReaders.delete(connection)
  } else if (connection.slowSince === 0) connection.slowSince = now
  else if (now - connection.slowSince > slowFor) end(connection, closeCodes.tooSlow)
}
