import { useEffect, useState } from 'react'
import { Box } from '../elements'
import './Skeleton.scss'

/** True once `waiting` has lasted 300 ms: shorter waits show nothing rather than a flash. */
export function useLate(waiting: boolean): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (!waiting) return setLate(false)
    const timer = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(timer)
  }, [waiting])
  return waiting && late
}

/** Rows of the same geometry as those that are loading. */
export function RowSkeleton({ rows = 7, label }: { rows?: number; label: string }) {
  if (!useLate(true)) return null
  return (
    <Box className="skeleton" role="status" label={label}>
      {Array.from({ length: rows }, (_, n) => (
        <Box className="skeleton-row" key={n}>
          <Box className="skeleton-face" />
          <Box className="skeleton-words">
            <Box className="skeleton-line" style={{ width: `${[46, 34, 58, 40][n % 4]}%` }} />
            <Box className="skeleton-line skeleton-thin" style={{ width: `${[70, 82, 60, 76][n % 4]}%` }} />
          </Box>
        </Box>
      ))}
    </Box>
  )
}

/** Bubbles that are loading. */
export function BubbleSkeleton({ label }: { label: string }) {
  if (!useLate(true)) return null
  return (
    <Box className="skeleton skeleton-talk" role="status" label={label}>
      {[176, 232, 120, 200, 148].map((width, n) => (
        <Box
          key={n}
          className={`skeleton-bubble ${n % 3 === 2 ? 'skeleton-own' : ''}`}
          style={{ width: `${width}px` }}
        />
      ))}
    </Box>
  )
}
