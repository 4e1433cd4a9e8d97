/** Saying something. */
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Parsed } from '@community-chat/shared/protocol/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { authorize } from '../../kernel/authorize'
import type { Handler } from '../../kernel/capability'
import { ask } from '../../kernel/checks'
import type { Context } from '../../kernel/context'
import { newId } from '../../kernel/id'
import { seated } from '../rooms/api'
import * as api from './api'
import { enqueue } from './commit'
import { announce } from './fan-out'
import { type MessageDoc, Messages } from './model'
import { can } from './policy'
import { present } from './present'
import { refuseBlocked } from './reach'
import type { Committed } from './write'

const { routes, pushes } = messages

/** Stores what the caller says and tells the room; resolves only once it is durable. */
export const send: Handler<typeof routes.send> = async (
  ctx,
  { roomId, content, clientId = newId(), replyTo },
) => {
  const { room, seat } = await seated(ctx, roomId)
  authorize(ctx, can.send, seat)
  await refuseBlocked(ctx.userId, room)
  if (replyTo && !(await Messages.exists({ _id: replyTo, roomId }))) {
    throw fault('invalid_input', {
      issues: [{ path: 'replyTo', message: 'There is no such message in this room.' }],
    })
  }
  const { value: allowed } = await ask(ctx, api.sending, { room, seat, content, facets: {} })
  const { value: draft } = await ask(ctx, api.composing, allowed)
  const message = {
    roomId,
    senderId: ctx.userId,
    clientId,
    type: 'text',
    content: draft.content,
    facets: draft.facets,
    countable: true,
    replyTo,
  }
  return present(await insert(ctx, message, ctx.userId))
}

/** The caller's message with this clientId, if it is stored already: what a resend gets, whatever has happened since. */
export async function sent(
  ctx: Context,
  { roomId, clientId }: Parsed<typeof routes.send>,
): Promise<Message | null> {
  if (!clientId) return null
  const doc = await Messages.findOne({ roomId, senderId: ctx.userId, clientId }).lean()
  return doc && present(doc)
}

type Fields = Pick<
  MessageDoc,
  'roomId' | 'senderId' | 'clientId' | 'type' | 'content' | 'facets' | 'countable' | 'replyTo'
>

/** Puts a message into its room's queue; its place there is fixed when this returns its promise. */
export function insert(ctx: Context, fields: Fields, by?: string): Promise<MessageDoc> {
  const { replyTo, ...rest } = fields
  const doc = { _id: newId(), ...rest, ...(replyTo ? { replyTo } : {}), createdAt: new Date() } as MessageDoc
  return new Promise((resolve, reject) => {
    const done = (result: Committed | { existing: MessageDoc }) => {
      if ('existing' in result) return resolve(result.existing)
      announce(ctx, result.doc, result.prev, { push: pushes.created, cause: by ? { by } : {} })
      resolve(result.doc)
      void ctx.emit(api.created, { message: result.doc })
    }
    enqueue(doc.roomId, { kind: 'insert', doc, since: Date.now(), done, failed: reject })
    ctx.handOff()
  })
}
