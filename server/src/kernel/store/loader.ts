/** Reading for many at once: what is asked for while a read is under way goes into the next one. */
import { fault } from '@community-chat/shared/protocol/faults'
import { within } from './mongo'

/** A read that is not answered for so many milliseconds must not hold up those who come after it. */
const readLasts = 10_000

/**
 * Loads values by key, at most `most` in one batch and one batch at a time; a key that `load` leaves out is undefined.
 * What it throws reaches everyone of its batch; so does `unavailable` when it does not answer.
 */
export function gathering<V>(
  load: (keys: string[]) => Promise<ReadonlyMap<string, V>>,
  most = 500,
): (key: string) => Promise<V | undefined> {
  let next = new Map<string, Promise<V | undefined>>()
  let asked: { key: string; resolve: (value: V | undefined) => void; reject: (error: unknown) => void }[] = []
  let isScheduled = false
  let isReading = false

  function schedule(): void {
    if (isScheduled || isReading) return
    isScheduled = true
    setImmediate(read)
  }

  async function read(): Promise<void> {
    isScheduled = false
    const batch = asked.splice(0, most)
    if (batch.length === 0) return
    next = new Map()
    isReading = true
    try {
      const found = await within(readLasts, load(batch.map(one => one.key)), () =>
        fault('unavailable', { retryAfter: 1 }),
      )
      for (const { key, resolve } of batch) resolve(found.get(key))
    } catch (error) {
      for (const { reject } of batch) reject(error)
    } finally {
      isReading = false
      if (asked.length > 0) schedule()
    }
  }

  return key => {
    const known = next.get(key)
    if (known) return known
    const value = new Promise<V | undefined>((resolve, reject) => asked.push({ key, resolve, reject }))
    next.set(key, value)
    schedule()
    return value
  }
}

/** Rows that are somebody's, by person, as one query reads them for several people. */
export interface RowsOfPeople<D> {
  /** At most `limit` rows of these people that changed after a time, the oldest change first; null is all that live. */
  find: (userIds: string[], after: Date | null, limit: number) => Promise<D[]>
  userOf: (row: D) => string
  changedAt: (row: D) => Date | null | undefined
  /** The most rows that one person gets. */
  most: number
}

/** Reads somebody's rows together with those of others who ask at the same time. */
export function rowsOfPeople<D>(rows: RowsOfPeople<D>): (userId: string, after: Date | null) => Promise<D[]> {
  const read = gathering<D[]>(async keys => {
    const asked = keys.map(key => {
      const [userId, after] = key.split(' ') as [string, string]
      return { key, userId, after: after === '' ? null : new Date(Number(after)) }
    })
    const found = new Map<string, D[]>()
    for (const part of [asked.filter(one => one.after), asked.filter(one => !one.after)])
      for (const [key, own] of await readPart(rows, part)) found.set(key, own)
    return found
  }, peopleAtOnce)
  return async (userId, after) => (await read(`${userId} ${after?.getTime() ?? ''}`)) ?? []
}

interface Asked {
  key: string
  userId: string
  after: Date | null
}

async function readPart<D>(rows: RowsOfPeople<D>, part: Asked[]): Promise<Map<string, D[]>> {
  const { find, userOf, changedAt, most } = rows
  if (part.length === 0) return new Map()
  const earliest = part[0]!.after && new Date(Math.min(...part.map(one => one.after!.getTime())))
  const limit = Math.max(most, rowsAtOnce)
  const all = await find([...new Set(part.map(one => one.userId))], earliest, limit)
  // So many that somebody's may be missing: each by themselves.
  if (all.length === limit && part.length > 1) {
    const alone = await Promise.all(part.map(one => readPart(rows, [one])))
    return new Map(alone.flatMap(one => [...one]))
  }
  const byUser = new Map<string, D[]>()
  for (const row of all) {
    const own = byUser.get(userOf(row))
    if (own) own.push(row)
    else byUser.set(userOf(row), [row])
  }
  return new Map(
    part.map(({ key, userId, after }) => [
      key,
      (byUser.get(userId) ?? []).filter(row => !after || (changedAt(row) ?? after) > after).slice(0, most),
    ]),
  )
}

const peopleAtOnce = 200
const rowsAtOnce = 5000
