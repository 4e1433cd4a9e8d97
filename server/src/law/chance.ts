/** Chance with a seed: the same seed gives the same list of commands. */
export interface Chance {
  /** 0 ≤ x < 1. */
  next(): number
  /** A whole number below `limit`. */
  below(limit: number): number
  /** One of these; undefined where there is none. */
  pick<T>(all: readonly T[]): T | undefined
  /** One of the keys, by weight. */
  weigh<K extends string>(weights: Record<K, number>): K
}

/** A generator of chance (mulberry32). */
export function chance(seed: number): Chance {
  let state = seed | 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    pick: all => all[below(all.length)],
    weigh: weights => {
      const entries = Object.entries(weights) as [keyof typeof weights, number][]
      let at = next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      return (entries.find(([, weight]) => (at -= weight) < 0) ?? entries[0]!)[0]
    },
  }
}

/** The seed of this run: `LAW_SEED`, else a new one. */
export const givenSeed = process.env.LAW_SEED === undefined ? null : Number(process.env.LAW_SEED)
