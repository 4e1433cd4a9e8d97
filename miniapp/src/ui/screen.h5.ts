/** How much room there is. */
import { useSyncExternalStore } from 'react'

const wide = window.matchMedia('(min-width: 900px)')
const mouse = window.matchMedia('(hover: hover) and (pointer: fine)')

const follow = (query: MediaQueryList) => (tell: () => void) => {
  query.addEventListener('change', tell)
  return () => query.removeEventListener('change', tell)
}
const followWide = follow(wide)
const followMouse = follow(mouse)
const readWide = () => wide.matches
const readMouse = () => mouse.matches

/** From 900 px on, list and room stand side by side. */
export const useWide = (): boolean => useSyncExternalStore(followWide, readWide)

/** True where a mouse hovers: a bar of actions appears beside a message. */
export const useMouse = (): boolean => useSyncExternalStore(followMouse, readMouse)

/** Whether each address is a page of the host's own, which keeps what it covers: here all share one. */
export const hasOwnPages = false

/** The size of the window, for menus. */
export const screenSize = () => ({ width: window.innerWidth, height: window.innerHeight })
