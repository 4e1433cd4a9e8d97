/** Hiding: what I want to see no more, while everyone else still does. */
import * as z from 'zod/mini'
import { contract, route } from '../../protocol/contract'
import { Id } from '../../protocol/fields'
import { type OwnState, ownKind, OwnRow } from '../../protocol/own'
import type { Message } from '../messages/contract'

/** My hidden messages by their ids. Rows tell open and returning devices; what a message itself says is the truth. */
export const hidden = ownKind('hidden', z.object({ roomId: Id }))

/**
 * Whether the reader hid a message. A row that the device has, living or gone, is later than what came with the message;
 * of more than the newest 1,000 that were hidden while it was away a device learns as it loads their pages again.
 */
export function isHidden({ id, mine }: Pick<Message, 'id' | 'mine'>, own: OwnState): boolean {
  const row = own[hidden.name]?.[id]
  return row ? !row.gone : mine?.hidden === true
}

const input = z.object({ messageId: Id })

export const hiding = contract('hiding', {
  faults: {},
  routes: {
    hide: route({
      type: 'hide_message',
      http: 'POST /messages/:messageId/hide',
      access: 'user',
      limit: '120/min',
      summary: 'Delete a message for me alone, on all of my devices. Repeating it changes nothing.',
      input,
      output: OwnRow,
      faults: [],
    }),
    show: route({
      type: 'show_message',
      http: 'DELETE /messages/:messageId/hide',
      access: 'user',
      limit: '120/min',
      summary: 'Show me a message again that I deleted for me. Repeating it changes nothing.',
      input,
      output: OwnRow,
      faults: [],
    }),
  },
  pushes: {},
})
