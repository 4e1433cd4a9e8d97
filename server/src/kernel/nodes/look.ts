/** Looking at what other nodes wrote: rows by the time of their change, each once. */
import type { Model } from 'mongoose'

/** Commits of `$currentDate` may become visible a little out of order: every look begins this far back. */
const overlap = 30_000
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
  let since = new Date()
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
    const fresh: D[] = []
    let last: D | undefined
    for (let rows: D[] | undefined; !rows || rows.length === pageSize; last = rows.at(-1)) {
      rows = await page<D>(model(), new Date(since.getTime() - overlap), last)
      fresh.push(...rows.filter(row => known.get(row._id) !== row.changedAt?.getTime()))
      rows.forEach(seen)
      if (rows.length === 0) break
    }
    if (last?.changedAt && last.changedAt > since) since = last.changedAt
    for (const [id, at] of known) if (at < since.getTime() - 2 * overlap) known.delete(id)
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
    .lean()) as D[]
