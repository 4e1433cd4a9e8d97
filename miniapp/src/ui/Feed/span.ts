/** Which rows of a long list are mounted: pure arithmetic over their heights. */

export interface Span {
  start: number
  end: number
}

/** Never more rows than this at a time; the promise of the design is 80. */
export const mostRows = 72

type Height = (index: number) => number

/** Rows from `from` in steps of `step` until `room` px or `most` rows are filled. */
function reach(
  from: number,
  step: 1 | -1,
  count: number,
  height: Height,
  room: number,
  most: number,
): number {
  let taken = 0
  let filled = 0
  for (let i = from; i >= 0 && i < count && taken < most && filled < room; i += step) {
    filled += height(i)
    taken++
  }
  return taken
}

/** The rows around the one at `anchor`: a screen before it, the screen it begins and one more. */
export function spanAround(anchor: number, count: number, height: Height, view: number): Span {
  const before = reach(anchor - 1, -1, count, height, view, 20)
  const after = reach(anchor, 1, count, height, view * 2, mostRows - before)
  const more = reach(anchor - before - 1, -1, count, height, view, Math.min(12, mostRows - before - after))
  return { start: anchor - before - more, end: anchor + after }
}

/** The rows that end the list. */
export function spanAtEnd(count: number, height: Height, view: number): Span {
  return { start: count - reach(count - 1, -1, count, height, view * 2, mostRows), end: count }
}

/** The sum of heights of the rows from `start` up to `end`. */
export function sumOf(start: number, end: number, height: Height): number {
  let sum = 0
  for (let i = start; i < end; i++) sum += height(i)
  return sum
}

/** The row under `offset` px from the top of the list. */
export function rowAt(offset: number, count: number, height: Height): number {
  let bottom = 0
  for (let i = 0; i < count; i++) {
    bottom += height(i)
    if (bottom > offset) return i
  }
  return Math.max(0, count - 1)
}

/** True where the mounted rows no longer reach half a screen beyond what is visible, although there are more. */
export function isShort(span: Span, first: number, last: number, count: number): boolean {
  const before = first - span.start
  const after = span.end - 1 - last
  return (before < 6 && span.start > 0) || (after < 6 && span.end < count)
}
