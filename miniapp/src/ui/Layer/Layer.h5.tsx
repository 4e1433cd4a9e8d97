import { useEffect, useRef, type KeyboardEvent } from 'react'
import type { LayerProps } from './Layer.types'
import './Layer.scss'

const reachable =
  'button:not([disabled]), input:not([disabled]), textarea:not([disabled]), a[href], [tabindex="0"]'

/** Something above the page: it holds the focus, closes on Escape and gives the focus back where it was. */
export function Layer({ role, label, scrim, className = '', onClose, children }: LayerProps) {
  const box = useRef<HTMLDivElement>(null)

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

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const stops = [...(box.current?.querySelectorAll<HTMLElement>(reachable) ?? [])]
    const at = stops.indexOf(document.activeElement as HTMLElement)
    const go = (to: number) => {
      event.preventDefault()
      stops[(to + stops.length) % stops.length]?.focus()
    }
    if (event.key === 'Escape') {
      event.stopPropagation()
      onClose()
    } else if (event.key === 'Tab') go(event.shiftKey ? at - 1 : at + 1)
    else if (role === 'menu' && event.key === 'ArrowDown') go(at + 1)
    else if (role === 'menu' && event.key === 'ArrowUp') go(at - 1)
  }

  return (
    <div className="layer" onKeyDown={onKeyDown}>
      <div
        className={`layer-back ${scrim ? 'layer-scrim' : ''}`}
        onClick={onClose}
        onContextMenu={event => {
          event.preventDefault()
          onClose()
        }}
      />
      <div
        ref={box}
        className={`layer-box ${className}`}
        role={role}
        aria-modal="true"
        aria-label={label}
        tabIndex={-1}
      >
        {children}
      </div>
    </div>
  )
}
