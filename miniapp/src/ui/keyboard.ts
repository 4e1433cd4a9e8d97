/** The keyboard over the page, where the host leaves the room for it to us. */
import { useSyncExternalStore } from 'react'

let height = 0
let isPanelOpen = false
const listeners = new Set<() => void>()

/** A panel that takes the keyboard's place is as high as it was the last time. */
let panel = 300

/** How high a panel in place of the keyboard is, in px. */
export const panelHeight = (): number => panel

/** Remembers how high the keyboard stood, where the host itself makes room for it. */
export function noteKeyboard(seen: number): void {
  if (seen > 200 && seen < 500) panel = seen
}

/** Tells how high it stands, in px; 0 when it is gone. */
export function setKeyboard(next: number): void {
  noteKeyboard(next)
  if (next === height) return
  height = next
  for (const listener of listeners) listener()
}

/** Tells whether a panel stands in the keyboard's place. */
export function setPanelOpen(next: boolean): void {
  if (next === isPanelOpen) return
  isPanelOpen = next
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** How high it stands, followed. */
export const useKeyboard = (): number =>
  useSyncExternalStore(
    subscribe,
    () => height,
    () => height,
  )

const taken = () => height + (isPanelOpen ? panel : 0)

/** How much the keyboard, or the panel in its place, takes of the list, in px, followed. */
export const useFootHeight = (): number => useSyncExternalStore(subscribe, taken, taken)
