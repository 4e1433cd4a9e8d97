/**
 * Many people, one event loop: who sends many frames at once, over however many sockets, holds the others up for a few of
 * them at most.
 */
import type { Connection } from './connection'

const framesPerTurn = 8

/** How many frames of each person, or of each socket that nobody signed in on, were answered in this turn. */
const answered = new Map<string, number>()
/** What is left for later turns. */
const waiting = new Map<string, (() => void)[]>()

/** Answers a frame in this turn of the event loop, or, where its person had their share, in one of the next, in order. */
export function inTurn({ id, identity }: Connection, answer: () => void): void {
  // What was said before a sign-in is answered before what is said after it.
  const who = waiting.has(id) ? id : (identity?.userId ?? id)
  const before = waiting.get(who)
  if (before) return void before.push(answer)
  if (answered.size === 0) setImmediate(nextTurn)
  const count = (answered.get(who) ?? 0) + 1
  answered.set(who, count)
  if (count <= framesPerTurn) return answer()
  waiting.set(who, [answer])
  setImmediate(goOn, who)
}

function goOn(who: string): void {
  const later = waiting.get(who)!
  for (const answer of later.splice(0, framesPerTurn)) answer()
  if (later.length > 0) setImmediate(goOn, who)
  else waiting.delete(who)
}

function nextTurn(): void {
  answered.clear()
}
