/** Keys that work anywhere on the page. */
import { useEffect, useRef } from 'react'

export interface Keys {
  onSearch?: () => void
  onNext?: (step: 1 | -1) => void
  onEscape?: () => void
  /** A question mark, outside of fields. */
  onHelp?: () => void
}

/** Ctrl or ⌘ K, Alt and the arrows, Escape, a question mark. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented) return
      const { onSearch, onNext, onEscape, onHelp } = latest.current
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        onSearch?.()
      } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
        event.preventDefault()
        onNext?.(event.key === 'ArrowUp' ? -1 : 1)
      } else if (event.key === 'Escape') onEscape?.()
      else if (event.key === '?' && !(event.target as Element).matches('input, textarea')) onHelp?.()
    }
    window.addEventListener('keydown', hear)
    return () => window.removeEventListener('keydown', hear)
  }, [])
}

/** Gives the focus to the element with this id. */
export const focusOn = (id: string): void => document.getElementById(id)?.focus()

/** Moves the focus to the element so many places after the one that has it, among its neighbours; false at the ends. */
export function moveFocus(step: number): boolean {
  const here = document.activeElement
  const all = Array.from(here?.parentElement?.children ?? [])
  const next = here && all[all.indexOf(here) + step]
  if (next instanceof HTMLElement) next.focus()
  return next instanceof HTMLElement
}
