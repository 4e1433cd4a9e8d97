/** What is done to a poll itself: an option comes, or it is closed. */
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { mostOptions, optionsOf, polls } from '@community-chat/shared/capabilities/polls/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import type { Handler } from '../../kernel/capability'
import type { Context } from '../../kernel/context'
import { isDuplicate } from '../../kernel/store/duplicate'
import { newId } from '../../kernel/id'
import * as messages from '../messages/api'
import { countPoll } from './counting'
import { tallyOf, visiblePoll } from './load'
import { Polls } from './model'
import { can } from './policy'

const { routes } = polls

/** Adds an option where there is room; the same words twice are one option. */
export const addOption: Handler<typeof routes.addOption> = async (ctx, { messageId, text }) => {
  const { message, poll, isOver } = await visiblePoll(ctx, messageId)
  if (!can.addOption({ userId: ctx.userId, authorId: message.senderId, open: poll.open }))
    throw fault(polls, 'not_open')
  if (isOver) throw fault(polls, 'poll_closed')
  const isThere = (all: { text: string }[]) => all.some(option => option.text === text)
  if (isThere(optionsOf(poll, tallyOf(message)))) return shownOf(ctx, message)
  await keep(messageId)
  const room = `added.${mostOptions - poll.options.length - 1}`
  const row = await Polls.findOneAndUpdate(
    { _id: messageId, closedAt: null, [room]: { $exists: false }, 'added.text': { $ne: text } },
    {
      $push: {
        added: {
          id: newId()
            .toLowerCase()
            .replace(/[^a-z0-9]/g, '')
            .slice(0, 12),
          text,
          by: ctx.userId,
        },
      },
      $set: { applied: false, changedAt: new Date() },
    },
    { returnDocument: 'after' },
  ).lean()
  const present = row ?? (await Polls.findById(messageId).lean())
  if (!row && present?.closedAt) throw fault(polls, 'poll_closed')
  if (!row && !isThere(present?.added ?? [])) throw fault(polls, 'too_many_options')
  return shownOf(ctx, await countPoll(ctx, present!, poll.anonymous ? undefined : ctx.userId))
}

/** Closes a poll for good. A vote that was let in before counts still. */
export const close: Handler<typeof routes.close> = async (ctx, { messageId }) => {
  const { message, standing } = await visiblePoll(ctx, messageId)
  if (!can.close({ userId: ctx.userId, authorId: message.senderId, role: standing.role }))
    throw fault(polls, 'not_yours')
  await keep(messageId)
  const now = new Date()
  await Polls.updateOne(
    { _id: messageId, closedAt: null },
    { $set: { closedAt: now, applied: false, changedAt: now } },
  )
  return shownOf(ctx, await countPoll(ctx, (await Polls.findById(messageId).lean())!, ctx.userId))
}

const shownOf = async (ctx: Context, doc: messages.MessageDoc): Promise<Message> =>
  (await messages.shown(ctx, [doc]))[0]!

/** Makes the row of a poll that somebody does something to. */
async function keep(messageId: string): Promise<void> {
  const row = { added: [], closedAt: null, applied: true, changedAt: new Date() }
  await Polls.updateOne({ _id: messageId }, { $setOnInsert: row }, { upsert: true }).catch(error => {
    if (!isDuplicate(error)) throw error // its twin made it at the same moment
  })
}
