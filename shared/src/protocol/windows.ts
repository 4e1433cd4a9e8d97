/** Windows: the room and each opened thread of it, of which a device holds parts without a hole. */
import type { Message } from '../capabilities/messages/contract'
import { addRange, rangeAt, type Range } from './ranges'

/** Messages by rising seq, and the ranges of seq of which none is missing; the last one is live. */
export interface Window {
  messages: readonly Message[]
  ranges: readonly Range[]
}

/** Opened threads by the id of their root. */
export type Threads = Readonly<Record<string, Window>>

/** A window of which nothing is loaded, live from a watermark on. */
export const newWindow = (mark: number): Window => ({ messages: [], ranges: [[mark + 1, mark]] })

/** True for what stands only in its thread: in the room it is neither shown nor counted. */
export const isAside = ({ threadId, alsoToRoom }: Pick<Message, 'threadId' | 'alsoToRoom'>): boolean =>
  threadId !== undefined && !alsoToRoom

/** True for a root and what was said in its thread. */
export const isOfThread = (message: Message, rootId: string): boolean =>
  message.id === rootId || message.threadId === rootId

/** The first seq of the live range: from here on nothing is missing but what is still on its way. */
export const liveFrom = ({ ranges, mark }: { ranges: readonly Range[]; mark: number }): number =>
  ranges[ranges.length - 1]?.[0] ?? mark + 1

/** The messages of a window with those that belong into its loaded parts; the same list where nothing is new. */
export function taken({ messages, ranges }: Window, mark: number, incoming: readonly Message[]) {
  const live = liveFrom({ ranges, mark })
  return merge(
    messages,
    incoming.filter(({ seq }) => seq >= live || rangeAt(ranges, seq)),
  )
}

/** Ranges after the watermark moved: the live one grows with it. */
export function grown(ranges: readonly Range[], from: number, until: number): readonly Range[] {
  const reached = ranges
    .filter(range => range[1] >= from)
    .map(range => [range[0], Math.max(range[1], until)] as const)
  return reached.reduce(addRange, addRange(ranges, [from + 1, until]))
}

/** Each thread after a step; the same threads where none of them changed. */
export function eachThread(threads: Threads, step: (window: Window, rootId: string) => Window): Threads {
  let next = threads
  for (const [rootId, window] of Object.entries(threads)) {
    const stepped = step(window, rootId)
    if (stepped !== window) next = { ...next, [rootId]: stepped }
  }
  return next
}

/** Opened threads with what came for each of them. */
export const takenByThreads = (threads: Threads, mark: number, incoming: readonly Message[]): Threads =>
  eachThread(threads, (window, rootId) => {
    const messages = taken(
      window,
      mark,
      incoming.filter(message => isOfThread(message, rootId)),
    )
    return messages === window.messages ? window : { ...window, messages }
  })

/** Of two states of one message the later; what only the reader is told stays known where the later is silent. */
function newer(known: Message, next: Message): Message {
  if (next.rev < known.rev) return known
  const mine = next.mine ?? known.mine
  if (next.rev === known.rev) return next.mine && !isSame(next.mine, known.mine) ? { ...known, mine } : known
  return mine && next.mine !== mine && !next.gone ? { ...next, mine } : next
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Both lists in one, by rising seq; of the same message the higher rev, and the newest word on what is mine. */
function merge(known: readonly Message[], incoming: readonly Message[]): readonly Message[] {
  if (incoming.length === 0) return known
  const byId = new Map<string, Message>()
  for (const message of incoming) {
    const other = byId.get(message.id)
    byId.set(message.id, other ? newer(other, message) : message)
  }
  let changed = false
  const kept = known.map(message => {
    const other = byId.get(message.id)
    byId.delete(message.id)
    const next = other ? newer(message, other) : message
    changed ||= next !== message
    return next
  })
  if (byId.size === 0) return changed ? kept : known
  const added = [...byId.values()].sort((a, b) => a.seq - b.seq)
  const last = kept[kept.length - 1]
  if (!last || added[0]!.seq > last.seq) return [...kept, ...added]
  return [...kept, ...added].sort((a, b) => a.seq - b.seq)
}
