/** Own rows: what is only one person's, and the same on all of their devices (PROTOCOL.md 5, personal rows). */
import * as z from 'zod/mini'
import { push } from './contract'
import { Id, When } from './fields'

/** One row. Of two states the higher `version` is the later; a row that went stays as `gone`, without data. */
export const OwnRow = z.object({
  id: Id,
  version: z.int(),
  changedAt: When,
  gone: z.boolean(),
  data: z.unknown(),
})
export type OwnRow = z.output<typeof OwnRow>

/** Rows of several capabilities by name. `full`: these are all there are, else those that changed. */
export const OwnChanges = z.record(z.string(), z.object({ rows: z.array(OwnRow), full: z.boolean() }))
export type OwnChanges = z.output<typeof OwnChanges>

/** Told to all of a person's devices. */
export const ownUpdated = push({
  type: 'own_updated',
  to: 'user',
  summary: 'Rows that are only mine changed, on this device or another.',
  data: z.object({ name: z.string(), rows: z.array(OwnRow) }),
})

/** A row as a device keeps it, and when it came, in milliseconds. */
export interface KeptRow extends OwnRow {
  at: number
}
/** What a device keeps: by capability, then by id. */
export type OwnState = Readonly<Record<string, Readonly<Record<string, KeptRow>>>>

/** One capability's own rows: their name on the wire and what each holds. */
export interface OwnKind<T> {
  name: string
  schema: z.ZodMiniType<T>
  /** The rows that live, by id. */
  of: (own: OwnState) => Readonly<Record<string, T>>
  /** What one answered row holds; null where it is gone. */
  read: (row: OwnRow) => T | null
}

/** Declares a capability's own rows. */
export function ownKind<T>(name: string, schema: z.ZodMiniType<T>): OwnKind<T> {
  const seen = new WeakMap<object, Readonly<Record<string, T>>>()
  const none: Readonly<Record<string, T>> = {}
  return {
    name,
    schema,
    read: row => (row.gone ? null : (row.data as T)),
    of: own => {
      const kept = own[name]
      if (!kept) return none
      const known = seen.get(kept)
      if (known) return known
      const living = Object.values(kept).filter(row => !row.gone)
      const read = Object.fromEntries(living.map(row => [row.id, row.data as T]))
      seen.set(kept, read)
      return read
    },
  }
}

/** Takes rows over, each where it is later than what is kept; a full answer takes away what it does not name. */
export function withOwn(
  own: OwnState,
  name: string,
  { rows, full }: OwnChanges[string],
  now: number,
  askedAt = now,
): OwnState {
  const kept = own[name] ?? {}
  const fresh = rows.filter(row => row.version > (kept[row.id]?.version ?? 0))
  const named = new Set(rows.map(({ id }) => id))
  const stay = Object.entries(kept).filter(([id, row]) => !full || named.has(id) || row.at >= askedAt)
  if (fresh.length === 0 && stay.length === Object.keys(kept).length) return own
  const next = {
    ...Object.fromEntries(stay),
    ...Object.fromEntries(fresh.map(row => [row.id, { ...row, at: now }])),
  }
  return { ...own, [name]: bounded(next) }
}

/** The most rows of one kind that a device keeps, those that went among them. */
const mostKept = 2000

/** Where there are too many, those that went go first, then those that changed longest ago. */
function bounded(rows: Record<string, KeptRow>): Record<string, KeptRow> {
  const all = Object.entries(rows)
  if (all.length <= mostKept) return rows
  const rank = ({ gone, changedAt }: KeptRow) => (gone ? `0${changedAt}` : `1${changedAt}`)
  all.sort(([, a], [, b]) => (rank(a) < rank(b) ? 1 : -1))
  return Object.fromEntries(all.slice(0, mostKept))
}
