/** Reporting, and reading what was reported. */
import { reports, type Report } from '@community-chat/shared/capabilities/reports/contract'
import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import type { Parsed } from '@community-chat/shared/protocol/contract'
import type { Handler, Personal } from '../../kernel/capability'
import type { Context } from '../../kernel/context'
import { isDuplicate } from '../../kernel/store/duplicate'
import { newId } from '../../kernel/id'
import { cursorsOf, endOfTime, pageOf } from '../../kernel/page'
import { peopleOf } from '../profiles/api'
import { type ReportDoc, Reports } from './model'
import { type Subject, subjectOf } from './subject'

const { routes } = reports
const cursors = cursorsOf('reports.list', 'time', 'text')

/** Reports what the caller can see. What it was is kept from the first time; a repeat only says more. */
export const create: Handler<typeof routes.create> = async (ctx, { reason, note, clientId, ...named }) => {
  const subject = await subjectOf(ctx, named)
  const change = { reason, note, ...(clientId ? { madeBy: `${ctx.userId}:${clientId}` } : {}) }
  const open = () => openReport(ctx.userId, subject, change)
  // Of two at once the second to be written finds the first.
  const id = await open().catch(error => (isDuplicate(error) ? open() : Promise.reject(error)))
  return { id }
}

/** The report that this very request made before. */
export async function made(
  ctx: Context,
  { clientId }: Parsed<typeof routes.create>,
): Promise<{ id: string } | null> {
  if (!clientId) return null
  const doc = await Reports.findOne({ madeBy: `${ctx.userId}:${clientId}` }, { _id: 1 }).lean()
  return doc && { id: doc._id }
}

/** The queue of those who decide. */
export const list: Handler<typeof routes.list> = async (_ctx, { state, cursor, limit }) => {
  const [at, id] = cursors.from(cursor, [endOfTime, ''])
  const place = {
    createdAt: { $lte: new Date(at) },
    $or: [{ createdAt: { $lt: new Date(at) } }, { _id: { $lt: id } }],
  }
  const docs = await Reports.find({ state, ...place })
    .sort({ createdAt: -1, _id: -1 })
    .limit(limit + 1)
    .lean()
  const people = await peopleOf(docs.flatMap(doc => [doc.reporterId, doc.authorId].filter(isId)))
  return pageOf(
    docs,
    limit,
    doc => cursors.to(doc.createdAt.getTime(), doc._id),
    doc => present(doc, people),
  )
}

/** Reports answers for what a person reported: their name goes, what they showed stays. */
export const personal: Personal = {
  async erase(_ctx, userId) {
    await Reports.updateMany({ reporterId: userId }, { $unset: { reporterId: 1, openKey: 1, madeBy: 1 } })
  },
  async export(userId) {
    const docs = await Reports.find({ reporterId: userId }, { evidence: 0, openKey: 0, madeBy: 0 })
      .sort({ createdAt: -1 })
      .limit(10_000)
      .lean()
    return docs
  },
}

async function openReport(
  reporterId: string,
  { kind, subjectId, ...rest }: Subject,
  change: Pick<ReportDoc, 'reason' | 'note' | 'madeBy'>,
): Promise<string> {
  const doc = await Reports.findOneAndUpdate(
    { openKey: `${reporterId}:${kind}:${subjectId}` },
    {
      $set: change,
      $setOnInsert: { _id: newId(), reporterId, kind, subjectId, state: 'open', ...rest },
    },
    { upsert: true, returnDocument: 'after' },
  ).lean()
  return doc._id
}

function present(doc: ReportDoc, people: Map<string, Person>): Report {
  const personOf = (id: string | null | undefined) => (id ? (people.get(id) ?? null) : null)
  return {
    id: doc._id,
    state: doc.state as Report['state'],
    reason: doc.reason as Report['reason'],
    note: doc.note,
    subject: { kind: doc.kind as Report['subject']['kind'], id: doc.subjectId },
    roomId: doc.roomId ?? null,
    author: personOf(doc.authorId),
    reporter: personOf(doc.reporterId),
    evidence: doc.evidence as Record<string, unknown>,
    createdAt: doc.createdAt.toISOString(),
    updatedAt: doc.updatedAt.toISOString(),
  }
}

const isId = (id: string | null | undefined): id is string => typeof id === 'string'
