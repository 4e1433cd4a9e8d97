import { useMemo, useRef } from 'react'

/** The list of the last time as long as it holds the same things in the same order. */
export function useStable<T>(list: readonly T[]): readonly T[] {
  const kept = useRef(list)
  const isSame =
    list.length === kept.current.length && list.every((one, n) => Object.is(one, kept.current[n]))
  if (!isSame) kept.current = list
  return kept.current
}

/** What is made of each thing in a list; the same again as long as neither the thing nor anything in `of` changed. */
export function useEach<T extends object, U>(
  list: readonly T[],
  make: (one: T) => U,
  of: readonly unknown[],
): U[] {
  const held = useStable(of)
  const made = useMemo(() => new Map<T, U>(), [held])
  const latest = useRef(make)
  latest.current = make
  return useMemo(() => {
    const now = list.map(one => [one, made.has(one) ? made.get(one)! : latest.current(one)] as const)
    made.clear()
    for (const [one, is] of now) made.set(one, is)
    return now.map(([, is]) => is)
  }, [list, made])
}
