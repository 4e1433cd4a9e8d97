/** Cursors: an opaque place in a sorted list. Never `skip`. */
import { fault } from '@community-chat/shared/protocol/faults'
import type { Page } from '@community-chat/shared/protocol/fields'

type Kind = 'text' | 'time'
type Keys<K extends Kind[]> = { [I in keyof K]: K[I] extends 'text' ? string : number }

/** The latest time there is, in milliseconds. */
export const endOfTime = 8.64e15

/** The cursors of one list: a cursor of another list is refused like an unreadable one. */
export interface Cursors<K extends Kind[]> {
  /** Packs the sort keys of the last row. */
  to: (...keys: Keys<K>) => string
  /** Unpacks them; without a cursor the list begins at `first`. Refuses with `invalid_input` at `cursor`. */
  from: (cursor: string | undefined, first: Keys<K>) => Keys<K>
}

/** Declares the cursors of a list with the kinds of its sort keys. */
export const cursorsOf = <K extends Kind[]>(list: string, ...kinds: K): Cursors<K> => ({
  to: (...keys) => Buffer.from(JSON.stringify([list, ...keys])).toString('base64url'),
  from(cursor, first) {
    if (cursor === undefined) return first
    const [name, ...keys] = unpacked(cursor)
    const right = keys.length === kinds.length && kinds.every((kind, i) => isOf(kind, keys[i]))
    if (name === list && right) return keys as never
    throw fault('invalid_input', {
      issues: [{ path: 'cursor', message: 'This cursor is not from this list.' }],
    })
  },
})

function unpacked(cursor: string): unknown[] {
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(keys) ? keys : []
  } catch {
    return [] // an unreadable cursor and a wrong one are the same to the caller
  }
}

const isOf = (kind: Kind, key: unknown): boolean =>
  kind === 'text' ? typeof key === 'string' : Number.isInteger(key) && Math.abs(key as number) <= endOfTime

/** Makes a page of at most `limit` rows from `limit + 1` that were read, so that no count is needed. */
export function pageOf<D, T>(
  rows: D[],
  limit: number,
  cursor: (row: D) => string,
  present: (row: D) => T,
): Page<T> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(present), next: rows.length > limit && last !== undefined ? cursor(last) : null }
}
