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
/** In milliseconds: the first rest, the longest, how long after one the next is twice as long, and when one is told of it. */
const firstRest = 5_000
const longestRest = 60_000
const remembered = 300_000
const toldLate = 1_000

/** A rest: until when, by a clock that nobody sets, and how long it is in all. */
interface Rest {
  until: number
  lasts: number
}

/** Frames of each person, or socket, in the present second. */
const heard = new Map<string, number>()
/** The last rest of each of those who spoke too often. */
const rests = new Map<string, Rest>()
let second = 0

/**
 * Counts a frame. True where it is one too many: its person rests from now on, for 5 s, and each time that they do it again
 * within five minutes for twice as long, a minute at most.
 */
export function isTooFrequent({ identity, id }: Connection): boolean {
  const now = performance.now()
  if (Math.floor(now / 1000) !== second) begin(now)
  const person = areLimitsOn() ? identity?.userId : undefined
  const who = person ?? id
  const count = (heard.get(who) ?? 0) + 1
  heard.set(who, count)
  if (count <= (person ? perPerson : perSocket)) return false
  if (person && !isResting(person)) rests.set(person, restAfter(rests.get(person), now))
  return true
}

function restAfter(last: Rest | undefined, now: number): Rest {
  const lasts = last ? Math.min(2 * last.lasts, longestRest) : firstRest
  return { until: now + lasts, lasts }
}

/** Whether a person came back before they have rested. */
export const isResting = (userId: string): boolean => (rests.get(userId)?.until ?? 0) > performance.now()

/** Closes a socket with 4008 and, where its person rests, the seconds left of that. */
export function putOut(connection: Connection, userId = connection.identity?.userId): void {
  const left = (rests.get(userId ?? '')?.until ?? 0) - performance.now()
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
  for (const [who, { until }] of rests) if (until + remembered <= now) rests.delete(who)
}
