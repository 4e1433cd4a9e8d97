/** The one clock that watches every connection: sign-in deadline, token's end, slow reader, heartbeat. */
import { closeCodes } from '@community-chat/shared/protocol/frame'
import { type Connection, sendFrame, slowBytes, slowReaders } from './connection'
import { end, ping, waitingBytes } from './wire'

const authenticateWithin = 5_000
const slowFor = 30_000
const warnBefore = 60_000
const mostMissed = 2

/**
 * Looks each second at every connection whose time has come and at the slow ones, and pings each every `heartbeat`
 * seconds, a part of them each second. Answers how to stop.
 */
export function startWatch(connections: ReadonlySet<Connection>, heartbeat: number): () => void {
  let tick = 0
  const wheel = setInterval(() => {
    const now = Date.now()
    tick++
    for (const connection of connections) {
      if (now >= connection.dueAt) lookAtTime(connection, now)
      if ((connection.turn + tick) % heartbeat === 0) beat(connection)
    }
    for (const connection of slowReaders) lookAtSlow(connection, now)
  }, 1000)
  wheel.unref()
  return () => clearInterval(wheel)
}

/** A connection was opened, or has a token from now on: says when it is to be looked at. */
export function expect(connection: Connection): void {
  const { identity, openedAt } = connection
  connection.dueAt = identity ? identity.expiresAt - warnBefore : openedAt + authenticateWithin
}

function lookAtTime(connection: Connection, now: number): void {
  const { identity } = connection
  if (!identity || now >= identity.expiresAt) return end(connection, closeCodes.token)
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

function beat(connection: Connection): void {
  if (!connection.identity) return
  if (waitingBytes(connection) > slowBytes) slowReaders.add(connection)
  if (connection.missed++ >= mostMissed) connection.socket.terminate()
  else ping(connection)
}
