import { useEffect, useState } from 'react'

/** The longest that a timer can wait. */
const longest = 2 ** 31 - 1

/** The time, in milliseconds; what uses it is drawn again once a moment has passed. */
export function useNow(until: number | null): number {
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    const left = until === null ? 0 : until - Date.now()
    if (left <= 0) return
    const timer = setTimeout(() => setTurn(turn + 1), Math.min(left + 20, longest))
    return () => clearTimeout(timer)
  }, [until, turn])
  return Date.now()
}
