/// <reference lib="dom" />
/** What the eye sees: where things stand, and whether anything covers them. */
import type { Locator } from 'playwright-core'

/** A rectangle on the screen. */
export interface Sight {
  left: number
  right: number
  top: number
  bottom: number
}

/** Where an element stands. */
export async function sightOf(target: Locator): Promise<Sight> {
  const box = await target.boundingBox()
  if (!box) throw new Error(`not on the screen: ${target}`)
  return { left: box.x, right: box.x + box.width, top: box.y, bottom: box.y + box.height }
}

/** True where the middle of an element is what a finger would hit, not something that lies over it. */
export const isOnTop = (target: Locator): Promise<boolean> =>
  target.evaluate(element => {
    const box = element.getBoundingClientRect()
    const hit = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2)
    return hit !== null && element.contains(hit)
  })
