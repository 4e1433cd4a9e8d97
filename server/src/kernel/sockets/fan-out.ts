/**
 * The fan-out: one JSON, one frame, the same bytes to everyone who hears it. What happens in a room in one turn leaves
 * together; in a busy one what happens within some milliseconds, so that a write carries several pushes.
 */
import { closeCodes } from '@community-chat/shared/protocol/frame'
import { type Connection, slowBytes, slowReaders, tooSlowBytes } from './connection'
import type { Place } from '../context'
import { counter } from '../metrics'
import { end, frameFor, type Frames, send, together, waitingBytes } from './wire'

/** Pushes a second above which a room's wait for company, and how long: a write then carries several. */
const busyRate = 40
const window = 10
const largeWindow = 30
const large = 500

const sent = counter('chat_pushes_sent_total', 'Pushes handed to sockets, one a listener.')

/** One push on its way. */
export interface Item {
  bytes: Frames
  /** A change of the room: who may not see it, or is slow, gets a `skip` in its place. */
  place?: Place
  /** It may be lost, and the last of one window with the same key is the only one that counts. */
  key?: string
}
/** Who hears a room, each with the first seq they may see. */
export type Listeners = ReadonlyMap<Connection, number>

interface Batch {
  roomId: string
  items: Item[]
  listeners: () => Listeners
  timer?: NodeJS.Timeout | NodeJS.Immediate
  leftAt: number
  second: number
  inSecond: number
  inSecondBefore: number
}
const batches = new Map<string, Batch>()

/** Sends a push to everyone who hears a room when it leaves, which is at the end of this turn or of the room's window. */
export function toRoom(roomId: string, item: Item, listeners: () => Listeners): void {
  const batch = batches.get(roomId) ?? newBatch(roomId, listeners)
  const again = item.key === undefined ? -1 : batch.items.findIndex(one => one.key === item.key)
  if (again >= 0) batch.items.splice(again, 1)
  batch.items.push(item)
  if (batch.timer) return
  const wait = waitOf(batch, listeners().size)
  batch.timer = wait > 0 ? setTimeout(leave, wait, batch) : setImmediate(leave, batch)
}

/** What waits of a room leaves now: before who hears it changes. */
export function settleRoom(roomId: string): void {
  const batch = batches.get(roomId)
  if (batch?.timer) leave(batch)
}

/** Nobody hears the room any more. */
export const forgetRoom = (roomId: string): void => void batches.delete(roomId)

/** Sends a push to some connections. */
export function toEach(connections: Iterable<Connection>, item: Item): void {
  for (const connection of connections) {
    const pace = paceOf(connection)
    if (pace === 'gone' || (pace === 'slow' && item.key !== undefined)) continue
    send(connection, item.bytes)
    sent.inc()
  }
}

/** Where a room stands, for whoever may not see what moved it there, or only needs to know. */
export const skipFrame = (roomId: string, rev: number, prev: number): Frames =>
  frameFor({ type: 'skip', roomId, rev, prev })

function newBatch(roomId: string, listeners: () => Listeners): Batch {
  const batch = { roomId, items: [], listeners, leftAt: 0, second: 0, inSecond: 0, inSecondBefore: 0 }
  batches.set(roomId, batch)
  return batch
}

/** Milliseconds to wait for company: none while the room is calm. */
function waitOf(batch: Batch, size: number): number {
  const now = Date.now()
  const second = Math.floor(now / 1000)
  if (second !== batch.second) {
    batch.inSecondBefore = second === batch.second + 1 ? batch.inSecond : 0
    batch.second = second
    batch.inSecond = 0
  }
  const rate = Math.max(batch.inSecond, batch.inSecondBefore)
  return rate < busyRate ? 0 : batch.leftAt + (size >= large ? largeWindow : window) - now
}

function leave(batch: Batch): void {
  const { roomId, items, timer } = batch
  clearTimeout(timer as NodeJS.Timeout)
  clearImmediate(timer as NodeJS.Immediate)
  batch.timer = undefined
  batch.items = []
  batch.leftAt = Date.now()
  batch.inSecond += items.length
  const listeners = batch.listeners()
  if (listeners.size === 0) return
  const all = together(items.map(item => item.bytes))
  const seesAll = Math.min(...items.map(({ place }) => place?.seq ?? Infinity))
  for (const [connection, fromSeq] of listeners) {
    const pace = paceOf(connection)
    if (pace === 'gone') continue
    if (pace === 'slow') sendSlow(connection, roomId, items)
    else if (fromSeq <= seesAll) send(connection, all)
    else for (const item of items) send(connection, seenFrom(fromSeq, roomId, item))
  }
  sent.inc(items.length * listeners.size)
}

/** Someone who may not see a change has their watermark moved along. */
function seenFrom(fromSeq: number, roomId: string, { bytes, place }: Item): Frames {
  return place && place.seq < fromSeq ? skipFrame(roomId, place.rev, place.prev) : bytes
}

/**
 * A slow reader gets no ephemera, and of the changes only how far the room is: `prev` is that value itself, so that the
 * reader sees that it is behind and syncs once it has caught its breath.
 */
function sendSlow(connection: Connection, roomId: string, items: Item[]): void {
  const last = items.findLast(item => item.place)?.place
  for (const item of items) if (!item.place && item.key === undefined) send(connection, item.bytes)
  if (last) send(connection, skipFrame(roomId, last.rev, last.rev))
}

function paceOf(connection: Connection): 'fine' | 'slow' | 'gone' {
  const waiting = waitingBytes(connection)
  if (waiting <= slowBytes) return 'fine'
  slowReaders.add(connection)
  if (waiting <= tooSlowBytes) return 'slow'
  end(connection, closeCodes.tooSlow)
  return 'gone'
}
