/** Reports: telling those who keep the place that something in it should not be. */
import * as z from 'zod/mini'
import { contract, route } from '../../protocol/contract'
import { ClientId, Id, lines, page, Paging, When } from '../../protocol/fields'
import { Person } from '../profiles/person'

/** What is wrong, in the order a person is asked. */
export const Reason = z.enum([
  'spam',
  'harassment',
  'hate',
  'violence',
  'sexual',
  'illegal',
  'self_harm',
  'other',
])
export type Reason = z.output<typeof Reason>

/** The longest note, in characters. */
export const longestNote = 500
const Note = lines(longestNote)

/** What a report is about. */
export const SubjectKind = z.enum(['message', 'user', 'room', 'community'])
export type SubjectKind = z.output<typeof SubjectKind>

export const ReportState = z.enum(['open', 'closed'])

/**
 * A report as those who decide see it. `evidence` is what the subject was when it was first reported, whatever became of
 * it since; `reporter` is null once that person is gone.
 */
export const Report = z.object({
  id: Id,
  state: ReportState,
  reason: Reason,
  note: z.string(),
  subject: z.object({ kind: SubjectKind, id: Id }),
  roomId: z.nullable(Id),
  /** Who wrote the message, or made the room or community, or the person themselves. */
  author: z.nullable(Person),
  reporter: z.nullable(Person),
  evidence: z.record(z.string(), z.unknown()),
  createdAt: When,
  updatedAt: When,
})
export type Report = z.output<typeof Report>

export const reports = contract('reports', {
  faults: { not_yourself: [409, 'One reports others.'] },
  routes: {
    create: route({
      http: 'POST /reports',
      access: 'user',
      limit: '20/min',
      summary:
        'Report a message, a person, a room or a community: exactly one of them. A repeat, while the report is open, changes its reason and note.',
      input: z.object({
        messageId: z.optional(Id),
        userId: z.optional(Id),
        roomId: z.optional(Id),
        communityId: z.optional(Id),
        reason: Reason,
        note: z._default(Note, ''),
        clientId: z.optional(ClientId),
      }),
      output: z.object({ id: Id }),
      faults: ['not_yourself'],
    }),
    list: route({
      http: 'GET /reports',
      access: 'admin',
      limit: '120/min',
      summary: 'Reports, the newest first.',
      input: z.object({ state: z._default(ReportState, 'open'), ...Paging }),
      output: page(Report),
      faults: [],
    }),
  },
  pushes: {},
})
