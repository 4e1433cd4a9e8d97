/** Pins: what the people of a room want to find again. */
import * as z from 'zod/mini'
import { contract, route } from '../../protocol/contract'
import { facet } from '../../protocol/facet'
import { Id, page, Paging, When } from '../../protocol/fields'
import { reaches, type Role } from '../communities/role'
import { vanishes } from '../expiry/contract'
import { Message } from '../messages/contract'

/** How many messages a room has pinned at once. */
export const mostPins = 50

/** Who pinned a message, null once they are erased, and when; null where it is not pinned. */
export const pin = facet('pin', z.nullable(z.object({ by: z.nullable(Id), at: When })), {
  empty: null as { by: string | null; at: string } | null,
  maxBytes: 256,
})

/** Whether someone with this standing pins in a room of this type: between two people both do, else moderators. */
export const mayPin = (roomType: string, standing: Role | null): boolean =>
  roomType === 'direct_message' ? standing !== null : reaches(standing, 'moderator')

/** Whether a message is there to be found again in its room. */
export const isPinnable = ({
  type,
  gone,
  facets,
  threadId,
  alsoToRoom,
}: Pick<Message, 'type' | 'gone' | 'facets' | 'threadId' | 'alsoToRoom'>): boolean =>
  type !== 'system' && !gone && !vanishes({ facets }) && (!threadId || alsoToRoom === true)

const input = z.object({ messageId: Id })

export const pins = contract('pins', {
  faults: {
    too_many_pins: [409, 'A room has at most 50 pinned messages.'],
    not_pinnable: [409, 'This message cannot be pinned.'],
  },
  routes: {
    add: route({
      type: 'pin_message',
      http: 'PUT /messages/:messageId/pin',
      access: 'user',
      limit: '60/min',
      summary: 'Pin a message for everyone in its room. Repeating it changes nothing.',
      input,
      output: Message,
      faults: ['too_many_pins', 'not_pinnable'],
    }),
    remove: route({
      type: 'unpin_message',
      http: 'DELETE /messages/:messageId/pin',
      access: 'user',
      limit: '60/min',
      summary: 'Take a pin off. Repeating it changes nothing.',
      input,
      output: Message,
      faults: [],
    }),
    list: route({
      http: 'GET /rooms/:roomId/pins',
      access: 'user',
      limit: '120/min',
      summary: 'The pinned messages of a room, last pinned first.',
      input: z.object({ roomId: Id, ...Paging }),
      output: page(Message),
      faults: [],
    }),
  },
  pushes: {},
})
