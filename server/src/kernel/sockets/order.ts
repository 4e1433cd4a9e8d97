/**
 * The pushes of a room in the order of its counter, whichever node they come from (PROTOCOL.md 5): one that comes before
 * the one it follows waits for it; when 250 ms bring nothing on, what is missing is read from the store. Only where that
 * fails do devices see the hole by `prev`.
 */
import type { Place } from '../context'
import { isAlone } from '../nodes/lease'

const heldFor = 250
const mostHeld = 200
/** A wait that ends so much too late says that this process was busy: what it waits for may have come, and lie unread. */
const tooLate = 50
/** So it waits again, so often at most. */
const mostWaits = 4
/** A store that has not answered after so long is not waited for. */
const soughtFor = 2_000

interface Held {
  place: Place
  emit: () => void
}
interface Line {
  roomId: string
  /** How far this node has pushed without a hole since its first push. */
  pushed?: number
  held: Held[]
  /** Values beyond a hole that went out without waiting any longer, each with the one it follows. */
  ahead: Map<number, number>
  timer?: NodeJS.Timeout
  waits: number
}

/** Pushes, in order, what the store has of a room beyond `pushedTo`. */
type Seek = (roomId: string) => Promise<void>

const lines = new Map<string, Line>()
const nowhere: Seek = async () => {}
let seek = nowhere

/** From now on what is missing is looked for like this; with nothing given, nowhere. */
export function seekMissing(how = nowhere): void {
  seek = how
}

/** Lets a push of a room out in its place: now, or when those before it are out. One that was pushed before is not again. */
export function inOrder(roomId: string, place: Place, emit: () => void): void {
  const line = lineOf(roomId)
  const { pushed } = line
  if (pushed !== undefined && place.rev <= pushed) return
  if (pushed !== undefined && place.prev > pushed) return hold(line, { place, emit })
  pass(line, place.rev, emit)
  if (line.held.length > 0) follow(line)
}

/** How far this node has pushed a room without a hole; undefined where it has pushed nothing yet. */
export const pushedTo = (roomId: string): number | undefined => lines.get(roomId)?.pushed

/** Everything up to this value has been pushed here, or devices were told to look for it. */
export function setPushed(roomId: string, value: number): void {
  const line = lineOf(roomId)
  line.pushed = Math.max(line.pushed ?? 0, value)
  join(line)
  follow(line)
}

/** Forgets how far rooms were pushed. */
export function forgetOrder(roomIds: Iterable<string>): void {
  for (const roomId of roomIds) {
    const line = lines.get(roomId)
    if (line && line.held.length === 0) lines.delete(roomId)
  }
}

function lineOf(roomId: string): Line {
  const line = lines.get(roomId) ?? { roomId, held: [], ahead: new Map(), waits: 0 }
  lines.set(roomId, line)
  return line
}

/** Lets out the next of the room, unless it went ahead. */
function pass(line: Line, rev: number, emit: () => void): void {
  if (!line.ahead.delete(rev)) emit()
  line.pushed = rev
  join(line)
}

/** The hole before what went ahead may be filled now: then everything up to there has been pushed. */
function join(line: Line): void {
  if (line.ahead.size === 0) return
  for (const [rev, prev] of [...line.ahead].sort(([a], [b]) => a - b)) {
    if (prev > line.pushed!) return
    line.pushed = Math.max(line.pushed!, rev)
    line.ahead.delete(rev)
  }
}

function hold(line: Line, one: Held): void {
  if (line.ahead.has(one.place.rev)) return
  line.held.push(one)
  line.held.sort((a, b) => a.place.rev - b.place.rev)
  if (line.held.length >= mostHeld) return giveUp(line)
  if (!line.timer) wait(line)
}

/** Looks for what is missing after its time, by this process's own clock. */
function wait(line: Line): void {
  const begun = performance.now()
  line.waits++
  line.timer = setTimeout(() => {
    const isBusy = performance.now() - begun > heldFor + tooLate
    if (isBusy && line.waits < mostWaits) wait(line)
    else void lookFor(line)
  }, heldFor)
}

/** Gives up what is missing where a look did not bring anything on, or takes too long. */
async function lookFor(line: Line): Promise<void> {
  const timer = setTimeout(giveUp, soughtFor, line)
  line.timer = timer
  await seek(line.roomId).catch(() => undefined)
  if (line.timer === timer) giveUp(line)
}

/** Lets out what now follows. */
function follow(line: Line): void {
  const before = line.held.length
  for (let next = line.held[0]; next && next.place.prev <= line.pushed!; next = line.held[0]) {
    line.held.shift()
    if (next.place.rev <= line.pushed!) continue
    pass(line, next.place.rev, next.emit)
  }
  if (!line.timer || line.held.length === before) return
  clearTimeout(line.timer)
  line.timer = undefined
  line.waits = 0
  if (line.held.length > 0) wait(line)
}

/**
 * What is missing does not come: the rest goes out, and the node's next look at the store fills the hole. A node that is
 * alone does not look, and goes on from there.
 */
function giveUp(line: Line): void {
  clearTimeout(line.timer)
  line.timer = undefined
  line.waits = 0
  for (const { place, emit } of line.held.splice(0)) {
    if (line.ahead.has(place.rev)) continue
    line.ahead.set(place.rev, place.prev)
    emit()
  }
  if (!isAlone()) return
  line.pushed = Math.max(line.pushed ?? 0, ...line.ahead.keys())
  line.ahead.clear()
}
