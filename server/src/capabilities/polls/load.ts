/** Finding a poll for somebody. */
import { isClosed, polls, tally } from '@community-chat/shared/capabilities/polls/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import type { Context } from '../../kernel/context'
import * as messages from '../messages/api'
import { pollIn } from './counting'
import { Polls } from './model'

/** The poll of a message that the caller may see, and whether it is over; `not_a_poll` for any other message. */
export async function visiblePoll(ctx: Context, messageId: string) {
  const { message, standing } = await messages.visible(ctx, messageId)
  const poll = pollIn(message)
  if (!poll) throw fault(polls, 'not_a_poll')
  const closedAt = (await Polls.findById(messageId, { closedAt: 1 }).lean())?.closedAt?.toISOString()
  const isOver = isClosed(poll, { ...tallyOf(message), ...(closedAt ? { closedAt } : {}) }, Date.now())
  return { message, standing, poll, isOver }
}

/** What the message shows of the votes. */
export const tallyOf = ({ facets }: messages.MessageDoc) =>
  tally.of({ facets: facets as Record<string, unknown> })
