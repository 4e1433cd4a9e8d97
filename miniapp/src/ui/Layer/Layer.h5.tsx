import { useEffect, useRef, type KeyboardEvent } from 'react'
import type { LayerProps } from './Layer.types'
import './Layer.scss'

const reachable =
  'button:not([disabled]), input:not([disabled]), textarea:not([disabled]), a[href], [tabindex="0"]'

/** Something above the page: it holds the focus, closes on Escape and gives the focus back where it was. */
export function Layer({ role, label, scrim, className = '', onClose, children }: LayerProps) {
  const box = useRef<HTMLDivElement>(null)
  /** The finger that opened it by staying down is lifted over it: only a press that began beside it closes it. */
  const pressed = useRef(false)

  useEffect(() => {
    const before = document.activeElement as HTMLElement | null
    const inside = box.current
    const first =
      inside?.querySelector<HTMLElement>('[autofocus]') ?? inside?.querySelector<HTMLElement>(reachable)
    ;(first ?? inside)?.focus({ preventScroll: true })
    return () => {
      if (before?.isConnected) before.focus({ preventScroll: true })
    }
  }, [])

  // The finger that opened it may have taken the focus away again.
  const close = useRef(onClose)
  close.current = onClose
  useEffect(() => {
    const hear = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return
      const layers = document.querySelectorAll('.layer')
      if (layers[layers.length - 1] !== box.current?.parentElement) return
      event.stopImmediatePropagation()
      close.current()
    }
    window.addEventListener('keydown', hear, true)
    return () => window.removeEventListener('keydown', hear, true)
  }, [])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const stops = [...(box.current?.querySelectorAll<HTMLElement>(reachable) ?? [])]
    const at = stops.indexOf(document.activeElement as HTMLElement)
    const go = (to: number) => {
      event.preventDefault()
      stops[(to + stops.length) % stops.length]?.focus()
    }
    if (event.key === 'Tab') go(event.shiftKey ? at - 1 : at + 1)
    else if (role === 'menu' && event.key === 'ArrowDown') go(at + 1)
    else if (role === 'menu' && event.key === 'ArrowUp') go(at - 1)
  }

  return (
    <div className="layer" onKeyDown={onKeyDown}>
      <div
        className={`layer-back ${scrim ? 'layer-scrim' : ''}`}
        onPointerDown={() => {
          pressed.current = true
        }}
        onClick={() => pressed.current && onClose()}
        onContextMenu={event => {
          event.preventDefault()
          if (pressed.current) onClose()
        }}
      />
      <div
        ref={box}
        className={`layer-box ${className}`}
        role={role}
        // A menu has no such attribute: it is modal by its nature.
        aria-modal={role === 'menu' ? undefined : true}
        aria-label={label}
        tabIndex={-1}
      >
        {children}
      </div>
    </div>
  )
}
