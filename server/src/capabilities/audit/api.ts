/** What other capabilities may use of the record. */
import type { Act } from '@community-chat/shared/capabilities/audit/contract'
import { checkPoint } from '../../kernel/checks'
import type { Context } from '../../kernel/context'
import { newId } from '../../kernel/id'
import { durable } from '../../kernel/store/mongo'
import { AuditRows } from './model'

/** One act, done by the caller. */
export interface Record {
  /** Where the same act may be told twice: the same row. */
  id?: string
  act: Act
  roomId?: string | null
  communityId?: string | null
  /** Whom it was done to. */
  subjectId?: string | null
  data?: globalThis.Record<string, unknown>
}

/** May the caller read what was done in this room? Whoever keeps the rooms answers; unanswered it is no. */
export const reading = checkPoint<{ roomId: string; mayRead: boolean }>('audit.reading', { within: 3000 })

/** Adds to the record; resolves once that is durable. */
export async function record(ctx: Context, { id = newId(), ...what }: Record): Promise<void> {
  const { act, roomId = null, communityId = null, subjectId = null, data = {} } = what
  const row = { act, at: new Date(), actorId: ctx.userId, roomId, communityId, subjectId, data }
  await AuditRows.updateOne({ _id: id }, { $setOnInsert: row }, { upsert: true, writeConcern: durable })
}

/** Those of the named fields that a change made different, as they were and as they are. */
export function changeOf<T extends object>(before: T, after: T, names: readonly (keyof T & string)[]) {
  const changed = names.filter(name => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
  const only = (one: T) => Object.fromEntries(changed.map(name => [name, one[name] ?? null]))
  return changed.length > 0 ? { before: only(before), after: only(after) } : null
}
