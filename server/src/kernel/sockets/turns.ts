/** Many sockets, one event loop: who sends many frames in one packet holds the others up for a few of them at most. */
import type { Connection } from './connection'

const framesPerTurn = 8

let turn = 0
let isCounted = false

/** Answers a frame in this turn of the event loop, or, where its socket had its share, in one of the next, in order. */
export function inTurn(connection: Connection, answer: () => void): void {
  if (connection.later) return void connection.later.push(answer)
  const now = thisTurn()
  if (connection.heardIn !== now) connection.heard = 0
  connection.heardIn = now
  if (connection.heard++ < framesPerTurn) return answer()
  connection.later = [answer]
  setImmediate(goOn, connection)
}

function goOn(connection: Connection): void {
  const later = connection.later!
  for (const answer of later.splice(0, framesPerTurn)) answer()
  if (later.length > 0) setImmediate(goOn, connection)
  else connection.later = undefined
}

function thisTurn(): number {
  if (!isCounted) setImmediate(next)
  isCounted = true
  return turn
}

function next(): void {
  isCounted = false
  turn++
}
