import type { KeyboardEvent } from 'react'

/** The arrows move the focus from one message to the next; from the list itself to the one in sight that is nearest. */
export function moveBetween(event: KeyboardEvent, box: HTMLElement | null): void {
  const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
  const here = event.target as Element
  if (!step || !box || event.altKey || event.defaultPrevented) return
  if (here !== box && here.getAttribute('role') !== 'article') return
  const all = Array.from(box.querySelectorAll<HTMLElement>('[role=article]'))
  const frame = box.getBoundingClientRect()
  const inSight = all.filter(one => {
    const { top, bottom } = one.getBoundingClientRect()
    return bottom > frame.top && top < frame.bottom
  })
  const next =
    here === box ? inSight[step < 0 ? inSight.length - 1 : 0] : all[all.indexOf(here as HTMLElement) + step]
  if (!next) return
  event.preventDefault()
  next.focus({ preventScroll: true })
  next.scrollIntoView({ block: 'nearest' })
}
