import { useCallback, useImperativeHandle, useLayoutEffect, useReducer, useRef } from 'react'
import { flushSync } from 'react-dom'
import { moveBetween } from './between.h5'
import type { FeedHandle, FeedProps } from './Feed.types'
import { isShort, rowAt, spanAround, spanAtEnd, sumOf, type Span } from './span'
import './Feed.scss'

/** What stays where it is on the screen while rows come, go and change: the end, or one edge of one row. */
type Anchor =
  | { at: 'end' }
  | { at: 'row'; key: string; index: number; edge: 'top' | 'bottom'; offset: number }
  /** The reader moved away from the end a moment ago; the scroll event will say where to. */
  | { at: 'loose' }

const nearEnd = 32
const lead = 64

/**
 * A list of any length with at most 72 mounted rows. Rows are measured when they are mounted; two spacers stand
 * for the others; after every change the anchor is put back exactly where it was.
 */
export function Feed<R extends { key: string }>(props: FeedProps<R>) {
  const { rows, render, guess, label, head, foot, startAt, handle } = props
  const box = useRef<HTMLDivElement>(null)
  const inner = useRef<HTMLDivElement>(null)
  const above = useRef<HTMLDivElement>(null)
  const below = useRef<HTMLDivElement>(null)
  const heights = useRef(new Map<string, number>())
  const guesses = useRef(new Map<string, number>())
  /** Where the scroll bar was when this code last looked. */
  const top = useRef(0)
  /** A new place was asked for and not drawn yet. */
  const moved = useRef(false)
  const view = useRef(typeof window === 'undefined' ? 800 : window.innerHeight)
  const anchor = useRef<Anchor | null>(null)
  const [, redraw] = useReducer((n: number) => n + 1, 0)
  const latest = useRef(props)
  latest.current = props

  const heightAt = (i: number) => {
    const row = latest.current.rows[i]
    if (!row) return 0
    const known = heights.current.get(row.key) ?? guesses.current.get(row.key)
    if (known !== undefined) return known
    const guessed = guess(row)
    guesses.current.set(row.key, guessed)
    return guessed
  }
  const indexOf = (key: string, near: number) => {
    const list = latest.current.rows
    if (list[near]?.key === key) return near
    const found = list.findIndex(row => row.key === key)
    return found >= 0 ? found : Math.min(near, list.length - 1)
  }

  if (!anchor.current && rows.length > 0) {
    const index = startAt ? rows.findIndex(row => row.key === startAt) : -1
    const row = rows[index]
    anchor.current = row ? { at: 'row', key: row.key, index, edge: 'top', offset: lead } : { at: 'end' }
  }

  /** A reader's scrolling that no event has told yet must not be undone when the anchor is put back. */
  const follow = () => {
    const scroller = box.current
    const now = scroller?.scrollTop ?? 0
    const by = now - top.current
    top.current = now
    const keep = anchor.current
    if (Math.abs(by) < 1 || !keep || !scroller) return
    // Where the field beneath shrank, the browser itself moved back to the end: that was no reader.
    const isAtEnd = scroller.scrollHeight - now - scroller.clientHeight <= 1
    if (keep.at === 'row') keep.offset -= by
    else if (by < 0 && !isAtEnd && !moved.current) anchor.current = { at: 'loose' }
  }
  follow()

  const hold = anchor.current
  const span: Span =
    hold?.at === 'row'
      ? spanAround((hold.index = indexOf(hold.key, hold.index)), rows.length, heightAt, view.current)
      : spanAtEnd(rows.length, heightAt, view.current)
  const mounted = useRef(span)
  mounted.current = span

  /**
   * Sizes the spacers, measures what is mounted and puts the anchor back. Spacers stand for what is not mounted, so
   * they need no measuring: written first, they cost the browser no second layout.
   */
  const settle = useCallback(() => {
    const scroller = box.current
    const body = inner.current
    if (!scroller || !body || !above.current || !below.current) return
    const { start, end } = mounted.current
    const list = latest.current.rows
    const elements = body.children
    above.current.style.height = `${sumOf(0, start, heightAt)}px`
    below.current.style.height = `${sumOf(end, list.length, heightAt)}px`
    view.current = scroller.clientHeight || view.current
    for (let i = start; i < end; i++) {
      const height = elements[i - start + 2]?.getBoundingClientRect().height
      const row = list[i]
      if (row && height) heights.current.set(row.key, height)
    }
    const keep = anchor.current
    if (keep?.at === 'end') scroller.scrollTop = scroller.scrollHeight
    else if (keep?.at === 'row') {
      const element = elements[keep.index - start + 2]
      const now = element?.getBoundingClientRect()[keep.edge]
      const shift = now === undefined ? 0 : now - scroller.getBoundingClientRect().top - keep.offset
      const before = scroller.scrollTop
      if (Math.abs(shift) > 0.4) scroller.scrollTop += shift
      // Against an end of the list it cannot be put back: from now on it belongs where it is.
      const lacking = shift - (scroller.scrollTop - before)
      if (Math.abs(lacking) > 1) keep.offset += lacking
    }
    top.current = scroller.scrollTop
  }, [])

  /** Takes the first row in sight as the anchor, and tells what can be seen. */
  const look = useCallback((now?: boolean) => {
    const scroller = box.current
    const body = inner.current
    const { rows: list, open, onTop, onBottom, onSeen } = latest.current
    if (!scroller || !body || list.length === 0 || moved.current) return
    const frame = scroller.getBoundingClientRect()
    top.current = scroller.scrollTop
    const { start, end } = mounted.current
    const rest = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight
    let first = -1
    let last = -1
    let foot = 0
    for (let i = start; i < end; i++) {
      const rect = body.children[i - start + 2]?.getBoundingClientRect()
      if (!rect || rect.bottom <= frame.top + 1) continue
      if (rect.top >= frame.bottom - 1) break
      if (first < 0) {
        first = i
        foot = rect.bottom - frame.top
      }
      if (rect.bottom <= frame.bottom + 8 || rect.height > frame.height) last = i
    }
    if (first < 0) {
      // Thrown far into a spacer: the heights say which row belongs here.
      const top = scroller.scrollTop - (above.current?.offsetTop ?? 0)
      first = rowAt(top, list.length, heightAt)
      foot = sumOf(0, first + 1, heightAt) - top
      last = first
    }
    const row = list[first]
    const atEnd = rest <= nearEnd && !open
    anchor.current =
      atEnd || !row ? { at: 'end' } : { at: 'row', key: row.key, index: first, edge: 'bottom', offset: foot }
    onSeen({ first, last: rest <= nearEnd ? list.length - 1 : Math.max(last, first), atEnd })
    if (first < 15 || scroller.scrollTop < 600) onTop?.()
    if (list.length - 1 - last < 15) onBottom?.()
    if (isShort(mounted.current, first, Math.max(first, last), list.length)) {
      // While scrolling the rows must be there before the next frame is painted.
      if (now) flushSync(redraw)
      else redraw()
    }
  }, [])

  useLayoutEffect(() => {
    settle()
    if (!moved.current) return
    moved.current = false
    look()
  })
  // Who waits at an end while a page is on its way does not scroll again: the next one is asked for here.
  useLayoutEffect(() => look(), [rows, !props.onTop, !props.onBottom])

  useLayoutEffect(() => {
    if (typeof ResizeObserver === 'undefined' || !box.current || !inner.current) return
    let width = box.current.clientWidth
    const observer = new ResizeObserver(() => {
      const now = box.current?.clientWidth ?? width
      if (now !== width) heights.current.clear()
      width = now
      if (anchor.current?.at === 'row') follow()
      settle()
    })
    observer.observe(box.current)
    observer.observe(inner.current)
    return () => observer.disconnect()
  }, [])

  const moveTo = (to: Anchor) => {
    anchor.current = to
    moved.current = true
    redraw()
  }
  useImperativeHandle(handle, (): FeedHandle => ({
    toEnd: () => moveTo({ at: 'end' }),
    toRow: key => {
      const index = latest.current.rows.findIndex(row => row.key === key)
      if (index >= 0) moveTo({ at: 'row', key, index, edge: 'top', offset: lead })
      return index >= 0
    },
  }))

  return (
    <div
      ref={box}
      className="feed"
      role="log"
      aria-label={label}
      aria-live="off"
      tabIndex={0}
      onScroll={() => look(true)}
      onKeyDown={event => moveBetween(event, box.current)}
    >
      <div ref={inner} className="feed-inner">
        <div className="feed-head">{head}</div>
        <div ref={above} />
        {rows.slice(span.start, span.end).map(row => (
          <div key={row.key} className="feed-row">
            {render(row)}
          </div>
        ))}
        <div ref={below} />
        {foot}
      </div>
    </div>
  )
}
