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

/** The tallest menu of tiles, and the bar over it with its gap. */
export const tallest = { tiles: { width: 356, height: 144 }, bar: 60 }

/** True where even the tallest menu of tiles, with its bar, covers nothing of what it belongs to. */
export function isClear(at: Place, screen: Size): boolean {
  const { top, barTop } = around(at, tallest.tiles, tallest.bar, screen)
  const isBetween = barTop + tallest.bar <= at.top && top >= at.bottom
  return isBetween || top + tallest.tiles.height <= at.top || barTop >= at.bottom
}

const clamp = (value: number, most: number) => Math.max(edge, Math.min(value, most))
