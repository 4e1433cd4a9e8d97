/** Looking at what other nodes wrote: rows by the time of their change, each once. */
import type { Model } from 'mongoose'
import { storeTime } from './lease'

/**
 * Commits of `$currentDate` may become visible a little out of order: a look begins this far back. What took longer than
 * that is found by a look that begins further back, now and then: not all of them read half a minute again.
 */
const overlap = 3_000
const farOverlap = 30_000
const farEvery = 10_000
const pageSize = 500
/** Rows that a node remembers having seen; one that it forgot too early is told twice, which is harmless. */
const mostKnown = 20_000

interface Changed {
  _id: string
  changedAt?: Date | null
}

/** A node's view of one collection, whose rows carry `changedAt`, stamped by the database and indexed. */
export interface Look<D extends Changed> {
  /** Rows that changed since the last look and that this node has not seen, oldest change first. */
  news: () => Promise<D[]>
  /** This node wrote the row itself: it is no news. */
  seen: (row: D) => void
}

/** Begins to look at a collection, from now on. */
export function lookAt<D extends Changed>(model: () => Model<any>): Look<D> {
  const begun = Date.now()
  let since: number | undefined
  let farAt = -Infinity
  const known = new Map<string, number>()
  const seen = (row: D) => {
    known.delete(row._id) // so that the oldest stand first
    known.set(row._id, row.changedAt?.getTime() ?? 0)
    for (const id of known.keys()) {
      if (known.size <= mostKnown) break
      known.delete(id)
    }
  }

  async function news(): Promise<D[]> {
    const [at, asked] = [performance.now(), storeTime()]
    // By the store's clock: this process's may be minutes ahead.
    since ??= asked === 0 ? begun : asked - (Date.now() - begun)
    const isFar = at - farAt >= farEvery
    const from = new Date(since - (isFar ? farOverlap : overlap))
    const fresh: D[] = []
    let last: D | undefined
    for (let rows: D[] | undefined; !rows || rows.length === pageSize; last = rows.at(-1)) {
      rows = await page<D>(model(), from, last)
      fresh.push(...rows.filter(row => known.get(row._id) !== row.changedAt?.getTime()))
      if (rows.length === 0) break
    }
    // Only now: where a page could not be read, the next look has the others again.
    fresh.forEach(seen)
    if (isFar) farAt = at
    // Also where nothing changed: else the last that did would be read again by every look from then on.
    since = Math.max(since, last?.changedAt?.getTime() ?? 0, asked)
    const old = since - 2 * farOverlap
    for (const [id, changedAt] of known) if (changedAt < old) known.delete(id)
    return fresh
  }
  return { news, seen }
}

/** The next rows by change and id, after one that was read or from a time on. */
const page = async <D extends Changed>(model: Model<any>, from: Date, after: D | undefined): Promise<D[]> =>
  (await model
    .find(
      after
        ? {
            changedAt: { $gte: after.changedAt },
            $or: [{ changedAt: { $gt: after.changedAt } }, { _id: { $gt: after._id } }],
          }
        : { changedAt: { $gt: from } },
    )
    .sort({ changedAt: 1, _id: 1 })
    .limit(pageSize)
    .batchSize(pageSize)
    .lean()) as D[]
