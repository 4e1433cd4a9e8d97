/** What a device shows of one room, and what it does to miss nothing of it (PROTOCOL.md 5), for new messages alone. */
import type { Frame } from './link'
import type { Shown } from './history'

/** A message as far as it is looked at here. */
export interface Said {
  id: string
  roomId: string
  seq: number
  rev: number
  clientId?: string
}
interface Change {
  prev: number
  message?: Said
}

/** A room on a screen. */
export interface Screen {
  roomId: string
  mark: number
  shown: Shown[]
  ids: Set<string>
  /** Changes that came before the one that they follow, by their value. */
  held: Map<number, Change>
  /** An answer is being applied: what is pushed meanwhile waits. */
  isBusy: boolean
  /** What is missing will be asked for. */
  isDue: boolean
}

/** An empty one. */
export const aScreen = (roomId: string): Screen => ({
  roomId,
  mark: 0,
  shown: [],
  ids: new Set(),
  held: new Map(),
  isBusy: false,
  isDue: false,
})

/** The place in its room's chain that a push has; null for what has none. */
export function placeOf(frame: Frame): { roomId: string; rev: number; prev: number; message?: Said } | null {
  if (frame.type === 'skip') return { roomId: frame.roomId, rev: frame.rev, prev: frame.prev }
  const { message, prev } = (frame.data ?? {}) as { message?: Said; prev?: unknown }
  if (!message || typeof prev !== 'number') return null
  return { roomId: message.roomId, rev: message.rev, prev, message }
}

/** Takes a change; false where something before it is missing. */
export function follow(screen: Screen, rev: number, change: Change): boolean {
  if (rev > screen.mark) screen.held.set(rev, change)
  return settleHeld(screen)
}

/** Shows messages whose place is known to be covered, and moves the watermark. */
export function cover(screen: Screen, messages: readonly Said[], to: number): void {
  for (const message of messages) show(screen, message)
  screen.mark = Math.max(screen.mark, to)
}

/** Applies what was held as far as it joins; true where nothing is left. */
export function settleHeld(screen: Screen): boolean {
  if (screen.isBusy) return true
  for (const [rev, { prev, message }] of [...screen.held].sort(([a], [b]) => a - b)) {
    if (rev > screen.mark && prev !== screen.mark) return false
    screen.held.delete(rev)
    if (rev <= screen.mark) continue
    if (message) show(screen, message)
    screen.mark = rev
  }
  return true
}

function show({ ids, shown, roomId }: Screen, { id, seq }: Said): void {
  if (ids.has(id)) return
  ids.add(id)
  shown.push({ roomId, id, seq, at: Date.now() })
}
