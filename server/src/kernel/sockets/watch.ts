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

/** Those who have not said who they are, the longest waiting first. */
const unnamed = new Set<Connection>()
/** Pinged, and not known to have answered. */
const unanswered = new Set<Connection>()

/**
 * Looks each second at every connection whose token is about to end, at the slow and at the silent ones, and pings each
 * every `heartbeat` seconds, a part of them each second; more often at those who have not said who they are. Answers how
 * to stop.
 */
export function startWatch(connections: ReadonlySet<Connection>, heartbeat: number): () => void {
  let tick = 0
  const wheel = setInterval(() => {
    const now = Date.now()
    tick++
    for (const connection of connections) {
      if (now >= connection.dueAt) lookAtTime(connection, now)
      if ((connection.turn + tick) % heartbeat === 0 && connection.missed === 0) beat(connection, now)
    }
    for (const connection of unanswered) lookAtSilent(connection, now, heartbeat * 1000 * askedAgainAfter)
    for (const connection of slowReaders) lookAtSlow(connection, now)
  }, 1000)
  const door = setInterval(lookAtDoor, doorLooksEach)
  for (const clock of [wheel, door]) clock.unref()
  return () => [wheel, door].forEach(clearInterval)
}

/** A connection was opened, or has a token from now on: says when it is to be looked at. */
export function expect(connection: Connection): void {
  const { identity } = connection
  if (!identity) return void unnamed.add(connection)
  unnamed.delete(connection)
  connection.dueAt = identity.expiresAt - warnBefore
}

/** A connection is closed: nothing watches it any more. */
export function forget(connection: Connection): void {
  for (const watched of [unnamed, unanswered, slowReaders]) watched.delete(connection)
}

function lookAtDoor(): void {
  const openedBefore = Date.now() + doorLooksEach - authenticateWithin
  for (const connection of unnamed) {
    if (connection.openedAt > openedBefore) return
    unnamed.delete(connection)
    end(connection, closeCodes.token)
  }
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

function lookAtSilent(connection: Connection, now: number, again: number): void {
  const { missed, pingedAt, socket } = connection
  if (missed === 0 || socket.readyState !== socket.OPEN) unanswered.delete(connection)
  else if (now - pingedAt >= again) beat(connection, now)
}

function beat(connection: Connection, now: number): void {
  if (!connection.identity) return
  if (waitingBytes(connection) > slowBytes) slowReaders.add(connection)
  if (connection.missed === 0) connection.silentSince = now
  connection.pingedAt = now
  unanswered.add(connection)
  if (connection.missed++ >= mostMissed) connection.socket.terminate()
  else ping(connection)
}
