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
      if (event.pointerType === 'mouse') return
      const element = event.currentTarget
      end()
      press.current = { x: event.clientX, y: event.clientY, held: false }
      press.current.timer = setTimeout(() => {
        press.current.held = true
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
