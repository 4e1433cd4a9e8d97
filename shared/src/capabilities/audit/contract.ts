/** The record of what those who keep rooms and communities did there: written once, changed never. */
import * as z from 'zod/mini'
import { contract, route } from '../../protocol/contract'
import { Id, page, Paging, When } from '../../protocol/fields'
import { Person } from '../profiles/person'

/** What is recorded. */
export const Act = z.enum([
  'message_removed',
  'member_removed',
  'role_changed',
  'room_changed',
  'community_changed',
])
export type Act = z.output<typeof Act>

/**
 * Who did what, to whom, where and when. `data` by act: of a removed message its id, kind and when it was said, never
 * what it said; of a role `from` and `to`; of what changed `before` and `after`, with the changed fields alone.
 */
export const AuditRow = z.object({
  id: z.string(),
  act: Act,
  at: When,
  actor: Person,
  subject: z.nullable(Person),
  roomId: z.nullable(Id),
  communityId: z.nullable(Id),
  data: z.record(z.string(), z.unknown()),
})
export type AuditRow = z.output<typeof AuditRow>

export const audit = contract('audit', {
  faults: {},
  routes: {
    ofRoom: route({
      http: 'GET /rooms/:roomId/audit',
      access: 'user',
      limit: '120/min',
      summary: 'What was done in a room by those who keep it, latest first; for its administrators.',
      input: z.object({ roomId: Id, ...Paging }),
      output: page(AuditRow),
      faults: [],
    }),
    all: route({
      http: 'GET /audit',
      access: 'admin',
      limit: '120/min',
      summary: 'What was done anywhere on this server by those who keep its places, latest first.',
      input: z.object({ ...Paging }),
      output: page(AuditRow),
      faults: [],
    }),
  },
  pushes: {},
  shapes: { AuditRow },
})
