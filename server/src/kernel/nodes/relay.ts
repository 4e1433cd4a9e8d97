/**
 * Between nodes: the pushes of a room as ready frames, passed on unparsed, and a bell that says "look at the store".
 * Everything here may be lost: the store is the truth, and each node looks at it anyway (PROTOCOL.md 7).
 */
import * as z from 'zod/mini'
import type { Place } from '../context'
import type { Item } from '../sockets/fan-out'
import { newId } from '../id'
import { counter } from '../metrics'
import type { Frames } from '../sockets/wire'

const ringAtMostEvery = 50
const bell = 'bell'
const frames = counter('chat_relay_frames_total', 'Pushes passed on to other nodes, and taken from them.', [
  'direction',
])

/** What carries bytes to the nodes that hear a channel; each may be lost, and none is held back while it is down. */
export interface Carrier {
  /** Whether what is said now is carried. */
  isUp: () => boolean
  /** Whether some channel that is to be heard is not, and nothing that was said on it comes. */
  isDeaf: () => boolean
  hear: (channel: string) => void
  unhear: (channel: string) => void
  publish: (channel: string, payload: Buffer) => void
  close: () => Promise<void>
}
/** What a carrier tells: bytes that came, and that it is up or down now, after which something may be missing. */
export interface CarrierEvents {
  came: (channel: string, payload: Buffer) => void
  turned: () => void
}

/** What a node does about what it hears. */
export interface Ears {
  pushed: (roomId: string, item: Item) => void
  rung: () => void
  turned: () => void
}

const me = newId()
const heard = new Set<string>()
const leaving = new Map<string, Item[]>()
let carrier: Carrier | null = null
let ringing: NodeJS.Timeout | undefined
let ringsAgain = false

/** Begins to hear other nodes through a carrier. */
export function openRelay(open: (events: CarrierEvents) => Carrier, ears: Ears): void {
  const came = (channel: string, payload: Buffer) => {
    const { from, parts } = unpack(payload)
    if (from === me || from === null) return
    if (channel === bell) return ears.rung()
    frames.inc({ direction: 'in' }, parts.length)
    for (const item of parts) ears.pushed(channel, item)
  }
  carrier = open({ came, turned: ears.turned })
  carrier.hear(bell)
  for (const roomId of heard) carrier.hear(roomId)
}

/** Ends. */
export async function closeRelay(): Promise<void> {
  clearTimeout(ringing)
  ringing = undefined
  const closing = carrier
  carrier = null
  await closing?.close()
}

/** Whether nodes tell each other at once; where they do not, they look more often. */
export const isRelaying = (): boolean => isSaying() && !carrier!.isDeaf()

/** Somebody on this node hears a room from now on, or nobody does any more. */
export function hearRoom(roomId: string, isHeard: boolean): void {
  if (isHeard) heard.add(roomId)
  else heard.delete(roomId)
  if (isHeard) carrier?.hear(roomId)
  else carrier?.unhear(roomId)
}

/** Passes a push of a room on; what comes in one turn goes together. */
export function passOn(roomId: string, item: () => Item): void {
  if (!isSaying()) return
  const others = leaving.get(roomId)
  if (others) return void others.push(item())
  leaving.set(roomId, [item()])
  if (leaving.size === 1) setImmediate(leave)
}

/** Asks the other nodes to look at the store now, because something that they look for was written. */
export function ring(): void {
  if (!isSaying()) return
  if (ringing) return void (ringsAgain = true)
  carrier!.publish(bell, pack([]))
  ringing = setTimeout(() => {
    ringing = undefined
    if (ringsAgain) ring()
    ringsAgain = false
  }, ringAtMostEvery).unref()
}

const isSaying = (): boolean => carrier?.isUp() ?? false

function leave(): void {
  for (const [roomId, items] of leaving) {
    carrier?.publish(roomId, pack(items))
    frames.inc({ direction: 'out' }, items.length)
  }
  leaving.clear()
}

/** The length of each frame with its place in the room, or with the key of an ephemeral one. */
type Part = [length: number, rev: number, prev: number, seq: number] | [length: number, key: string | null]

function pack(items: Item[]): Buffer {
  const parts = items.map(({ bytes, place, key }): Part =>
    place ? [bytes.length, place.rev, place.prev, place.seq] : [bytes.length, key ?? null],
  )
  const head = Buffer.from(`${JSON.stringify({ from: me, parts })}\n`)
  return Buffer.concat([head, ...items.map(item => item.bytes)])
}

/** What came; from nobody where it is not from a node of ours: whoever reaches Redis may say anything. */
function unpack(payload: Buffer): { from: string | null; parts: Item[] } {
  const end = payload.indexOf(10)
  const { from, parts } = headOf(payload.subarray(0, end))
  let at = end + 1
  const items = parts.map(([length, ...rest]): Item => {
    const bytes = payload.subarray(at, (at += length)) as Frames
    if (rest.length === 1) return { bytes, ...(rest[0] === null ? {} : { key: rest[0] }) }
    const [rev, prev, seq] = rest
    return { bytes, place: { rev, prev, seq } satisfies Place }
  })
  return { from, parts: items }
}

function headOf(bytes: Buffer): { from: string | null; parts: Part[] } {
  try {
    return Head.parse(JSON.parse(bytes.toString()))
  } catch {
    return { from: null, parts: [] }
  }
}

const count = z.int().check(z.nonnegative())
const Head = z.object({
  from: z.string(),
  parts: z.array(z.union([z.tuple([count, count, count, count]), z.tuple([count, z.nullable(z.string())])])),
})
