/**
 * How often one person may speak here, on all of their sockets together; who does not keep to it has to rest. Without
 * limits of rate, how often one socket may.
 */
import { closeCodes } from '@community-chat/shared/protocol/frame'
import { areLimitsOn } from '../limit'
import type { Connection } from './connection'
import { end } from './wire'

/** Frames in a second: what takes longer than a burst to come is felt by others. */
const perPerson = 200
const perSocket = 400
/** In milliseconds. */
const rest = 5_000
const toldLate = 1_000

/** Frames of each person, or socket, in the present second. */
const heard = new Map<string, number>()
/** Until when each of those who spoke too often rests, by a clock that nobody sets. */
const resting = new Map<string, number>()
let second = 0

/** Counts a frame. True where it is one too many: its person rests from now on for 5 s. */
export function isTooFrequent({ identity, id }: Connection): boolean {
  const now = performance.now()
  if (Math.floor(now / 1000) !== second) begin(now)
  const person = areLimitsOn() ? identity?.userId : undefined
  const who = person ?? id
  const count = (heard.get(who) ?? 0) + 1
  heard.set(who, count)
  if (count <= (person ? perPerson : perSocket)) return false
  if (person) resting.set(person, now + rest)
  return true
}

/** Whether a person came back before they have rested. */
export const isResting = (userId: string): boolean => (resting.get(userId) ?? 0) > performance.now()

/** Closes a socket with 4008 and, where its person rests, the seconds left of that. */
export function putOut(connection: Connection, userId = connection.identity?.userId): void {
  const left = (resting.get(userId ?? '') ?? 0) - performance.now()
  const reason = left > 0 ? JSON.stringify({ retryAfter: Math.ceil(left / 100) / 10 }) : undefined
  end(connection, closeCodes.badFrames, reason)
}

/** The same a second later, and nothing is read meanwhile: who is told at once that they are back too early comes at once. */
export function putOutLate(connection: Connection, userId: string): void {
  connection.socket.pause()
  setTimeout(putOut, toldLate, connection, userId).unref()
}

function begin(now: number): void {
  second = Math.floor(now / 1000)
  heard.clear()
  for (const [who, until] of resting) if (until <= now) resting.delete(who)
}
