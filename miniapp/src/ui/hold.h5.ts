import { useRef, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react'
import type { Place } from './elements.types'

const holdAfter = 450
const holdSlack = 10

/** Where an element stands on the screen. */
export const placeOf = (element: Element): Place => {
  const { left, top, right, bottom } = element.getBoundingClientRect()
  return { left, top, right, bottom }
}

/** Long press by finger, right click by mouse, Enter on the keyboard; a tap that follows a long press is swallowed. */
export function useHold(onHold?: (place: Place) => void) {
  const press = useRef<{ timer?: ReturnType<typeof setTimeout>; x: number; y: number; held: boolean }>({
    x: 0,
    y: 0,
    held: false,
  })
  if (!onHold) return {}
  const end = () => clearTimeout(press.current.timer)
  return {
    // Reached by Tab, it opens by Enter.
    tabIndex: 0,
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key !== 'Enter' || event.target !== event.currentTarget) return
      event.preventDefault()
      onHold(placeOf(event.currentTarget))
    },
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      press.current.held = false
      if (event.pointerType === 'mouse') return
      const element = event.currentTarget
      end()
      press.current = { x: event.clientX, y: event.clientY, held: false }
      const { pointerId } = event
      press.current.timer = setTimeout(() => {
        press.current.held = true
        swallowTapOf(pointerId)
        onHold(placeOf(element))
      }, holdAfter)
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const { x, y } = press.current
      if (Math.abs(event.clientX - x) > holdSlack || Math.abs(event.clientY - y) > holdSlack) end()
    },
    onPointerUp: end,
    onPointerCancel: end,
    onContextMenu: (event: MouseEvent<HTMLElement>) => {
      end()
      // A selection or a link keeps the browser's own menu.
      const target = event.target as Element
      if (target.closest('a') || window.getSelection()?.toString()) return
      event.preventDefault()
      if (press.current.held) return
      const { clientX: x, clientY: y } = event
      const finger = (event.nativeEvent as globalThis.PointerEvent).pointerType === 'touch'
      onHold(finger ? placeOf(event.currentTarget) : { left: x, right: x, top: y, bottom: y })
    },
    onClickCapture: (event: MouseEvent<HTMLElement>) => {
      if (!press.current.held) return
      press.current.held = false
      event.preventDefault()
      event.stopPropagation()
    },
  }
}

/** What opened may lie under the finger that opened it: lifting that finger taps nothing there. */
function swallowTapOf(pointerId: number): void {
  const swallow = (event: globalThis.MouseEvent) => {
    if ((event as globalThis.PointerEvent).pointerId !== pointerId) return
    event.preventDefault()
    event.stopPropagation()
  }
  const lifted = (event: globalThis.PointerEvent) => {
    if (event.pointerId !== pointerId) return
    for (const name of ['pointerup', 'pointercancel'] as const) window.removeEventListener(name, lifted, true)
    setTimeout(() => window.removeEventListener('click', swallow, true), 400)
  }
  window.addEventListener('click', swallow, true)
  for (const name of ['pointerup', 'pointercancel'] as const) window.addEventListener(name, lifted, true)
}
