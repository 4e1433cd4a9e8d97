/** Taking away what was said: what stays is a husk that says who and why. */
import { type Gone, messages } from '@community-chat/shared/capabilities/messages/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import type { z } from 'zod/mini'
import { authorize } from '../../kernel/authorize'
import { type Event, todoFor } from '../../kernel/bus'
import type { Handler } from '../../kernel/capability'
import type { Context } from '../../kernel/context'
import * as audit from '../audit/api'
import { changeMessage } from './amend'
import * as api from './api'
import { keptMessage, visibleMessage } from './load'
import { type MessageDoc, Messages } from './model'
import { can } from './policy'
import { present } from './present'
import { refuseLate } from './windows'
import type { Patch } from './queued'

const { routes, pushes } = messages

type Why = z.output<typeof Gone>['why']

/**
 * Takes a message away for everyone. What a moderator takes away is recorded: whose it was and when it was said, never
 * what it said, which is gone. Repeating it changes nothing, and records what a crash left unrecorded.
 */
export const remove: Handler<typeof routes.remove> = async (ctx, { messageId }) => {
  const { message, standing, senderRole } = await keptMessage(ctx, messageId)
  authorize(ctx, can.remove, { userId: ctx.userId, message, role: standing.role, senderRole })
  const why = message.senderId === ctx.userId ? 'deleted' : 'removed'
  const doc = await empty(ctx, message, why, { by: ctx.userId })
  if (doc.gone?.why === 'removed' && doc.gone.by === ctx.userId)
    await audit.record(ctx, {
      id: `removed:${messageId}`,
      act: 'message_removed',
      roomId: message.roomId,
      communityId: standing.room.communityId ?? null,
      subjectId: message.senderId,
      data: { messageId, type: message.type, saidAt: message.createdAt.toISOString() },
    })
  return present(doc)
}

/** Takes back what the caller has just said; of an edit at the same moment nothing stays. */
export const recall: Handler<typeof routes.recall> = async (ctx, { messageId }) => {
  const { message } = await visibleMessage(ctx, messageId)
  if (!can.recall({ userId: ctx.userId, message })) throw fault(messages, 'not_yours')
  if (!message.gone) refuseLate(message, 'recall')
  const doc = await empty(ctx, message, 'recalled', { by: ctx.userId })
  if (doc.gone?.why !== 'recalled') throw fault(messages, 'is_gone')
  return present(doc)
}

/** Makes a message a husk, tells the room and later capabilities; one that is gone already stays as it is. */
export async function empty(
  ctx: Context,
  message: MessageDoc,
  why: Why,
  cause: { by?: string } = {},
): Promise<MessageDoc> {
  const { _id: messageId, roomId } = message
  const husk = huskOf(cause.by ?? message.senderId, why)
  const doc = await changeMessage(ctx, message, husk, { push: pushes.deleted, cause })
  await ctx.emit(api.deleted, { messageId, roomId }, messageId)
  return doc
}

/** Takes a message away because its time is over: devices show nothing in its place, and pages of the room pass it by. */
export async function expire(ctx: Context, messageId: string): Promise<void> {
  const message = await Messages.findById(messageId).lean()
  if (message && !message.gone) await empty(ctx, message, 'expired')
}

const huskOf =
  (by: string, why: Why) =>
  (message: MessageDoc): Patch | null =>
    message.gone
      ? null
      : {
          set: {
            content: null,
            facets: {},
            countable: false,
            gone: { by, why, at: new Date() },
            ...(why === 'expired' ? { aside: true } : {}),
            ...withTodo(message, api.deleted),
          },
          unset: ['editedAt', 'replyTo', 'mentioned', 'versions'],
        }

/** Who has still to hear of a change, kept in its own write. */
function withTodo({ todo }: MessageDoc, event: Event<any>): Partial<MessageDoc> {
  const all = [...new Set([...(todo ?? []), ...todoFor(event)])]
  return all.length > 0 ? { todo: all } : {}
}
