/** The address in the browser: one page whose query says what is shown, so that reload, back and links work. */
import { useSyncExternalStore } from 'react'
import { toQuery, type Address } from './address.types'

export type { Address } from './address.types'

const page = '#/pages/home/index'
const listeners = new Set<() => void>()

const read = (): Address => {
  const query = window.location.hash.split('?')[1] ?? ''
  return Object.fromEntries(new URLSearchParams(query)) as Address
}
// An address of something else would end at nothing.
if (window.location.hash.split('?')[0] !== page) window.history.replaceState(null, '', page)
let current = read()

const tell = () => {
  current = read()
  for (const listener of listeners) listener()
}

// Taro's router would mount the page anew for every step; these listeners are earlier than its own.
for (const kind of ['popstate', 'hashchange']) {
  window.addEventListener(kind, event => {
    event.stopImmediatePropagation()
    tell()
  })
}

const depth = () => (window.history.state as { depth?: number } | null)?.depth ?? 0

/** Shows another address; `replace` leaves no step to go back to. */
export function go(address: Address, replace = false): void {
  const query = toQuery(address)
  const url = query ? `${page}?${query}` : page
  if (query === toQuery(current)) return
  if (replace) window.history.replaceState({ depth: depth() }, '', url)
  else window.history.pushState({ depth: depth() + 1 }, '', url)
  tell()
}

/** One step back; to `otherwise` where this was the first page that was opened. */
export function back(otherwise: Address): void {
  if (depth() > 0) window.history.back()
  else go(otherwise, true)
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** What is shown now. */
export const useAddress = (): Address => useSyncExternalStore(subscribe, () => current)
