import { useRef, type PointerEvent } from 'react'
import { farEnough, wayOf, type DragProps } from './Drag.types'
import './Drag.scss'

/** The system's own gesture begins at the edge of the screen. */
const edge = 24

/** A block that a finger may drag sideways; up and down it scrolls as ever. */
export function Drag({ className = '', id, children, onDrag, follows }: DragProps) {
  const drag = useRef({ pointer: -1, x: 0, y: 0, way: null as ReturnType<typeof wayOf>, isFar: false })

  const begin = (event: PointerEvent<HTMLDivElement>) => {
    if (event.pointerType === 'mouse' || event.clientX < edge) return
    drag.current = {
      pointer: event.pointerId,
      x: event.clientX,
      y: event.clientY,
      way: null,
      isFar: false,
    }
  }
  const move = (event: PointerEvent<HTMLDivElement>) => {
    const now = drag.current
    if (now.pointer !== event.pointerId) return
    const dx = event.clientX - now.x
    now.way ??= wayOf(dx, event.clientY - now.y)
    if (now.way !== 'side') return
    const isFar = Math.abs(dx) >= farEnough
    if (isFar && !now.isFar) navigator.vibrate?.(10)
    now.isFar = isFar
    if (follows) shift(event.currentTarget, Math.sign(dx) * Math.min(Math.abs(dx), farEnough + 16))
  }
  const end = (event: PointerEvent<HTMLDivElement>) => {
    const now = drag.current
    if (now.pointer !== event.pointerId) return
    now.pointer = -1
    if (now.way !== 'side') return
    if (follows) shift(event.currentTarget, 0)
    if (event.type === 'pointerup' && now.isFar) onDrag?.(event.clientX > now.x ? 1 : -1)
  }
  const hear = onDrag && {
    onPointerDown: begin,
    onPointerMove: move,
    onPointerUp: end,
    onPointerCancel: end,
  }
  return (
    <div id={id} className={`${className} ${onDrag ? 'drag' : ''}`} {...hear}>
      {children}
    </div>
  )
}

function shift(element: HTMLElement, by: number): void {
  element.style.transition = by === 0 ? 'transform var(--t-2) var(--ease)' : 'none'
  element.style.transform = by === 0 ? '' : `translateX(${by}px)`
}
