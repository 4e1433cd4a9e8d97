/** Reading the record. */
import { audit, type AuditRow } from '@community-chat/shared/capabilities/audit/contract'
import type { Page } from '@community-chat/shared/protocol/fields'
import { fault } from '@community-chat/shared/protocol/faults'
import type { Handler, Personal } from '../../kernel/capability'
import { ask } from '../../kernel/checks'
import { cursorsOf, endOfTime, pageOf } from '../../kernel/page'
import { peopleOf, unknownPerson } from '../profiles/api'
import { reading } from './api'
import { type AuditDoc, AuditRows } from './model'

const { routes } = audit
const ofRoomCursors = cursorsOf('audit.ofRoom', 'time', 'text')
const allCursors = cursorsOf('audit.all', 'time', 'text')

/** What was done in a room. */
export const ofRoom: Handler<typeof routes.ofRoom> = async (ctx, { roomId, cursor, limit }) => {
  const { value } = await ask(ctx, reading, { roomId, mayRead: false })
  if (!value.mayRead) throw fault('not_found')
  return listed(ofRoomCursors, { roomId }, cursor, limit)
}

/** What was done anywhere. */
export const all: Handler<typeof routes.all> = (_ctx, { cursor, limit }) =>
  listed(allCursors, {}, cursor, limit)

/**
 * The record outlives a person: what is left of them in it is an id that leads to nobody any more. Names that they gave
 * to places are the places'.
 */
export const personal: Personal = {
  async erase() {},
  export: async userId => ({
    done: await AuditRows.find({ actorId: userId }).sort({ at: -1 }).limit(10_000).lean(),
    undergone: await AuditRows.find({ subjectId: userId }, { actorId: 0 })
      .sort({ at: -1 })
      .limit(10_000)
      .lean(),
  }),
}

async function listed(
  cursors: typeof allCursors,
  filter: { roomId?: string },
  cursor: string | undefined,
  limit: number,
): Promise<Page<AuditRow>> {
  const [at, id] = cursors.from(cursor, [endOfTime, ''])
  const place = {
    at: { $lte: new Date(at) },
    $or: [{ at: { $lt: new Date(at) } }, { _id: { $lt: id } }],
  }
  const rows = await AuditRows.find({ ...filter, ...place })
    .sort({ at: -1, _id: -1 })
    .limit(limit + 1)
    .lean<AuditDoc[]>()
  const people = await peopleOf(rows.flatMap(row => [row.actorId, row.subjectId ?? []].flat()))
  const personOf = (userId: string) => people.get(userId) ?? unknownPerson(userId)
  return pageOf(
    rows,
    limit,
    row => cursors.to(row.at.getTime(), row._id),
    row => ({
      id: row._id,
      act: row.act as AuditRow['act'],
      at: row.at.toISOString(),
      actor: personOf(row.actorId),
      subject: row.subjectId ? personOf(row.subjectId) : null,
      roomId: row.roomId ?? null,
      communityId: row.communityId ?? null,
      data: row.data as AuditRow['data'],
    }),
  )
}
