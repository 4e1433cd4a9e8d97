import type { StoreBackend } from '../kernel/storage'

/** A store that lasts as long as a test; `writes` counts what reached it. */
export function memoryStore(): StoreBackend & { entries: Map<string, string>; writes: number } {
  const entries = new Map<string, string>()
  const store = {
    entries,
    writes: 0,
    load: async (prefix: string) => [...entries].filter(([key]) => key.startsWith(prefix)),
    write: async (changes: readonly [string, string | null][]) => {
      for (const [key, text] of changes) {
        store.writes++
        if (text === null) entries.delete(key)
        else entries.set(key, text)
      }
    },
  }
  return store
}
