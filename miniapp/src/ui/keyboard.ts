/** The keyboard over the page, where the host leaves the room for it to us. */
import { useSyncExternalStore } from 'react'

let height = 0
const listeners = new Set<() => void>()

/** Tells how high it stands, in px; 0 when it is gone. */
export function setKeyboard(next: number): void {
  if (next === height) return
  height = next
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
