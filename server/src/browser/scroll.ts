/// <reference lib="dom" />
/** Runs inside the page: scrolls what is said, and watches from frame to frame whether anything jumps. */
import type { Locator } from 'playwright-core'

/** What was seen during one or more steps. */
export interface Watched {
  /** The most rows that were mounted at any time. */
  mostRows: number
  /** The furthest that a row moved on the screen without being scrolled, in px. */
  furthest: number
  /** Where that was. */
  where: string
  /** Text of the first bubble on the screen at the end. */
  first: string
  /** Text of the last one. */
  last: string
  /** px from the top, and to the end. */
  top: number
  rest: number
  steps: number
  /** How high everything is, mounted or not. */
  height: number
}

interface Walk {
  /** px to scroll by in each step. */
  by: number
  /** A step ends after this many frames in which nothing changed its place. */
  calm: number
  /** Ends when this is on the screen, or nothing can be scrolled any more. */
  untilText?: string
  most: number
}

/** Scrolls step by step; after each a row on the screen must stay exactly where the step brought it. */
export const walk = (log: Locator, what: Walk): Promise<Watched> =>
  log.evaluate(async (feed, { by, calm, untilText, most }) => {
    const patience = untilText ? 10_000 : 200
    const frame = () => new Promise<number>(requestAnimationFrame)
    const bubbles = () => Array.from(feed.querySelectorAll<HTMLElement>('[role=article]'))
    const edge = feed.getBoundingClientRect()
    const visible = () =>
      bubbles().filter(one => {
        const box = one.getBoundingClientRect()
        return box.top >= edge.top && box.bottom <= edge.bottom
      })
    const seen: Watched = {
      mostRows: 0,
      furthest: 0,
      where: '',
      first: '',
      last: '',
      top: 0,
      rest: 0,
      steps: 0,
      height: 0,
    }
    let progress = performance.now()
    for (; seen.steps < most; seen.steps++) {
      const before = feed.scrollTop
      feed.scrollTop += by
      const anchor = visible()[0]
      const place = anchor?.getBoundingClientRect().top ?? 0
      let height = -1
      for (let quiet = 0; quiet < calm; quiet++) {
        await frame()
        seen.mostRows = Math.max(seen.mostRows, bubbles().length)
        const moved = anchor?.isConnected ? anchor.getBoundingClientRect().top - place : 0
        if (Math.abs(moved) > seen.furthest) {
          seen.furthest = Math.abs(moved)
          seen.where = `${moved} px at ${anchor?.textContent} of ${feed.scrollTop}`
        }
        if (feed.scrollHeight !== height) quiet = 0
        height = feed.scrollHeight
      }
      if (untilText && visible().some(one => one.textContent === untilText)) break
      if (Math.abs(feed.scrollTop - before) >= 1) progress = performance.now()
      else if (performance.now() - progress > patience) break
    }
    const now = visible()
    seen.first = now[0]?.textContent ?? ''
    seen.last = now[now.length - 1]?.textContent ?? ''
    seen.top = feed.scrollTop
    seen.height = feed.scrollHeight
    seen.rest = feed.scrollHeight - feed.scrollTop - feed.clientHeight
    return seen
  }, what)

/** Watches a bubble from frame to frame while something happens: how many px it moved at most, and where that was. */
export async function stillWhile(bubble: Locator, work: () => Promise<unknown>): Promise<string> {
  await bubble.evaluate(element => {
    const place = element.getBoundingClientRect().top
    const seen = { furthest: 0, last: '', going: true }
    Object.assign(window, { stillSeen: seen })
    // What was painted counts: observers of sizes have their turn after the frame's own callbacks.
    const look = () => {
      const moved = element.getBoundingClientRect().top - place
      if (!element.isConnected) seen.last = 'it was taken away'
      else if (Math.abs(moved) > Math.abs(seen.furthest)) seen.furthest = moved
      if (seen.going) requestAnimationFrame(() => setTimeout(look))
    }
    look()
  })
  await work()
  return bubble.evaluate(async () => {
    const { stillSeen: seen } = window as unknown as {
      stillSeen: { furthest: number; last: string; going: boolean }
    }
    for (let n = 0; n < 5; n++) await new Promise(requestAnimationFrame)
    seen.going = false
    return seen.last || (Math.abs(seen.furthest) > 1 ? `it moved ${seen.furthest} px` : 'still')
  })
}
