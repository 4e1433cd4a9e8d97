import type { Place } from '../elements.types'

const edge = 12
const gap = 8

interface Size {
  width: number
  height: number
}

/** Where a menu goes: below what it belongs to, else above it, and always wholly on the screen. */
export function place(at: Place, size: Size, screen: Size): { left: number; top: number } {
  const below = at.bottom + gap
  const above = at.top - gap - size.height
  const fits = below + size.height <= screen.height - edge
  const top = fits ? below : above >= edge ? above : screen.height - edge - size.height
  const right = at.left > screen.width - at.right
  const wanted = at.left === at.right ? at.left : right ? at.right - size.width : at.left
  return { left: clamp(wanted, screen.width - edge - size.width), top: Math.max(edge, top) }
}

/**
 * Where a menu goes with a bar of this height (0 for none, its gap included): the bar over what both belong to and the
 * menu under it, and where there is no room for that one over the other.
 */
export function around(
  at: Place,
  size: Size,
  bar: number,
  screen: Size,
): { left: number; top: number; barTop: number } {
  const isApart = at.top - bar >= edge && at.bottom + gap + size.height <= screen.height - edge
  const one = place(at, { ...size, height: size.height + (isApart ? 0 : bar) }, screen)
  return isApart ? { ...one, barTop: at.top - bar } : { ...one, top: one.top + bar, barTop: one.top }
}

const clamp = (value: number, most: number) => Math.max(edge, Math.min(value, most))
