/** The one clock that watches every connection: sign-in deadline, token's end, slow reader, heartbeat. */
import { closeCodes } from '@community-chat/shared/protocol/frame'
import { type Connection, sendFrame, slowBytes } from './connection'
import { end, ping, waitingBytes } from './wire'

const authenticateWithin = 5_000
const slowFor = 30_000
const warnBefore = 60_000
const mostMissed = 2

/**
 * Looks at every connection each second, and pings each every `heartbeat` seconds, a part of them each second. Answers
 * how to stop.
 */
export function startWatch(connections: ReadonlySet<Connection>, heartbeat: number): () => void {
  let tick = 0
  const wheel = setInterval(() => {
    const now = Date.now()
    tick++
    for (const connection of connections) {
      watch(connection, now)
      if ((connection.turn + tick) % heartbeat === 0) beat(connection)
    }
  }, 1000)
  wheel.unref()
  return () => clearInterval(wheel)
}

function watch(connection: Connection, now: number): void {
  const { identity } = connection
  if (!identity) {
    if (now - connection.openedAt > authenticateWithin) end(connection, closeCodes.token)
    return
  }
  if (now >= identity.expiresAt) return end(connection, closeCodes.token)
  if (!connection.warnedOfExpiry && now >= identity.expiresAt - warnBefore) {
    connection.warnedOfExpiry = true
    const expiresAt = new Date(identity.expiresAt).toISOString()
    sendFrame(connection, { type: 'token_expiring', data: { expiresAt } })
  }
  const waiting = waitingBytes(connection)
  // Not the limit itself: below it a whole message is sent again, so that a reader would hover about it for ever.
  if (waiting <= slowBytes / 2) connection.slowSince = 0
  else if (connection.slowSince === 0) connection.slowSince = waiting > slowBytes ? now : 0
  else if (now - connection.slowSince > slowFor) end(connection, closeCodes.tooSlow)
}

function beat(connection: Connection): void {
  if (!connection.identity) return
  if (connection.missed++ >= mostMissed) connection.socket.terminate()
  else ping(connection)
}
