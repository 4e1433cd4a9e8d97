/**
 * What this node remembers of rows that are asked for again and again. Its own writes drop what they change, looks at the
 * store drop what others changed; while others live nothing is remembered for more than a second all the same.
 */
import { isAlone, isCurrent } from '../nodes/lease'
import { gathering } from './loader'
import { counter } from '../metrics'

const aloneFor = 30_000
const amongOthersFor = 1000
const lookups = counter('chat_cache_lookups_total', 'Lookups in what a node remembers.', ['cache', 'outcome'])

/** Rows by key. */
export interface Cache<V> {
  /** The row, from memory or from the store; undefined where there is none, which is not remembered. */
  get: (key: string) => Promise<V | undefined>
  /** Called after every write of a row: who asks from now on sees what was written. */
  drop: (key: string) => void
  clear: () => void
}

interface Kept<V> {
  value: V
  at: number
}

/** Remembers at most `most` rows that `load` reads, the longest kept going first. */
export function openCache<V>(
  name: string,
  most: number,
  load: (keys: string[]) => Promise<ReadonlyMap<string, V>>,
): Cache<V> {
  const kept = new Map<string, Kept<V>>()
  const read = gathering(load)
  /** Rises with every drop: what was read before one is not kept after it. */
  let drops = 0
  const hit = lookups.labels(name, 'hit')
  const miss = lookups.labels(name, 'miss')

  async function fetch(key: string): Promise<V | undefined> {
    const before = drops
    const value = await read(key)
    if (value === undefined || before !== drops) return value
    kept.delete(key)
    kept.set(key, { value, at: performance.now() })
    if (kept.size > most) kept.delete(kept.keys().next().value!)
    return value
  }

  return {
    async get(key) {
      const known = kept.get(key)
      if (known && isCurrent() && performance.now() - known.at < (isAlone() ? aloneFor : amongOthersFor)) {
        hit.inc()
        return known.value
      }
      miss.inc()
      return fetch(key)
    },
    drop(key) {
      drops++
      kept.delete(key)
    },
    clear() {
      drops++
      kept.clear()
    },
  }
}
