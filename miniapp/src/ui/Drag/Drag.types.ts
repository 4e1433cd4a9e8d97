import type { BoxProps } from '../elements.types'

export interface DragProps extends Pick<BoxProps, 'className' | 'id' | 'children'> {
  /** Dragged sideways by a finger far enough, and let go: to the left -1, to the right 1. Absent: it cannot be. */
  onDrag?: (way: 1 | -1) => void
  /** It moves with the finger. */
  follows?: boolean
}

/** px after which letting go counts. */
export const farEnough = 56
/** px after which it is clear where a finger wants to go. */
export const slack = 12

/** Sideways, upright, or not clear yet. */
export function wayOf(dx: number, dy: number): 'side' | 'up' | null {
  if (Math.abs(dx) < slack && Math.abs(dy) < slack) return null
  return Math.abs(dx) > Math.abs(dy) * 1.5 ? 'side' : 'up'
}
