import { useRef } from 'react'

/** The list of the last time as long as it holds the same things in the same order. */
export function useStable<T>(list: readonly T[]): readonly T[] {
  const kept = useRef(list)
  const isSame =
    list.length === kept.current.length && list.every((one, n) => Object.is(one, kept.current[n]))
  if (!isSame) kept.current = list
  return kept.current
}
