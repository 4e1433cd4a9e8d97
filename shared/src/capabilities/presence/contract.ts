/** Presence: who is there right now, as far as they want it known. */
import * as z from 'zod/mini'
import { contract, push, route } from '../../protocol/contract'
import { Id, When } from '../../protocol/fields'
import { NewStatus } from '../profiles/person'

/** What a person chose to be; `offline` is the same as `invisible` to others. */
export const Choice = z.enum(['online', 'away', 'invisible', 'offline'])
export type Choice = z.output<typeof Choice>

/** How many people a device may watch. */
export const mostWatched = 200

/** What those who watch someone see. The last sight is told only of who is offline and not hiding. */
export const Presence = z.object({
  userId: Id,
  status: z.enum(['online', 'away', 'offline']),
  customStatus: z.optional(z.string()),
  lastSeenAt: z.optional(When),
})
export type Presence = z.output<typeof Presence>

/** One's own presence: the choice, and what others see now. */
export const OwnPresence = z.object({ choice: Choice, seen: Presence })
export type OwnPresence = z.output<typeof OwnPresence>

export const presence = contract('presence', {
  shapes: { Presence },
  faults: {},
  routes: {
    update: route({
      type: 'update_presence',
      http: 'PUT /me/presence',
      access: 'self',
      limit: '120/min',
      summary:
        'Choose how I appear. A null customStatus clears it; `active` says whether this connection is in front.',
      input: z.object({
        status: z.optional(Choice),
        customStatus: z.optional(z.nullable(NewStatus.shape.text)),
        customUntil: z.optional(When),
        active: z.optional(z.boolean()),
      }),
      output: OwnPresence,
    }),
    watch: route({
      type: 'watch',
      http: 'POST /presence/watch',
      access: 'user',
      limit: '240/min',
      summary:
        'How these people are, at most 200; on a socket their changes follow, instead of those watched before.',
      input: z.object({ userIds: z.array(Id).check(z.maxLength(mostWatched)) }),
      output: z.object({ items: z.array(Presence) }),
    }),
  },
  pushes: {
    updated: push({
      type: 'presence_updated',
      to: 'watchers',
      summary: 'Someone whom I watch came, went or changed their status.',
      data: Presence,
    }),
  },
})
