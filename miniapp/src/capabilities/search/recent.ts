/** The latest searches of a person, on this device alone. */
import { useCallback, useEffect, useState } from 'react'
import { storageAt } from '../../kernel/storage'

const most = 8

/** The queries, the latest first, with one more in its place. */
export const withRecent = (recent: readonly string[], query: string): string[] =>
  query.trim() ? [query.trim(), ...recent.filter(one => one !== query.trim())].slice(0, most) : [...recent]

/** Recent searches of this person, how to add one, and how to forget them all. */
export function useRecent(userId: string) {
  const [recent, setRecent] = useState<string[]>([])
  useEffect(() => {
    void storageAt(`searches/${userId}`)
      .load<string[]>()
      .then(all => setRecent(all.get('recent') ?? []))
  }, [userId])
  const keep = useCallback(
    (next: string[]) => {
      setRecent(next)
      void storageAt(`searches/${userId}`).write({ recent: next.length > 0 ? next : undefined })
    },
    [userId],
  )
  const remember = useCallback((query: string) => keep(withRecent(recent, query)), [keep, recent])
  const forget = useCallback(() => keep([]), [keep])
  return { recent, remember, forget }
}
