/** Saying something. */
import type { Said } from '@community-chat/shared/capabilities/messages/content'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Parsed } from '@community-chat/shared/protocol/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { authorize } from '../../kernel/authorize'
import type { Handler } from '../../kernel/capability'
import { ask } from '../../kernel/checks'
import type { Context } from '../../kernel/context'
import { newId } from '../../kernel/id'
import { seatedLately } from '../rooms/api'
import * as api from './api'
import { refuseUnseen } from './cards'
import { enqueue } from './commit'
import { announce } from './fan-out'
import { type MessageDoc, Messages } from './model'
import { can } from './policy'
import { present } from './present'
import { refuseBlocked } from './reach'
import type { Committed } from './queued'

const { routes, pushes } = messages

/** What a person says in a room: by the route of messages, or through another capability that makes its own kind. */
export interface Saying extends Pick<api.Draft, 'replyTo' | 'threadId' | 'alsoToRoom' | 'expiresAfter'> {
  roomId: string
  content: Said
  clientId?: string
  /** What the capability that makes it keeps about it from the start. */
  facets?: Record<string, unknown>
}

/** Stores what the caller says and tells the room; resolves only once it is durable. */
export const send: Handler<typeof routes.send> = (ctx, saying) => say(ctx, saying)

/**
 * Says something as the caller, with all checks of a send; resolves only once it is durable. A resend is answered by
 * `sent`, which whoever calls this asks before their own checks.
 */
export async function say(
  ctx: Context,
  { roomId, clientId = newId(), facets = {}, ...saying }: Saying,
): Promise<Message> {
  const { room, seat } = await seatedLately(ctx, roomId)
  authorize(ctx, can.send, seat)
  await refuseBlocked(ctx.userId, room)
  await refuseUnseen(ctx, saying.content)
  await refuseElsewhere(roomId, 'replyTo', saying.replyTo)
  const { value: allowed } = await ask(ctx, api.sending, { room, seat, facets, ...saying })
  const { value: draft } = await ask(ctx, api.composing, allowed)
  return present(await insert(ctx, fieldsOf(draft, ctx.userId, clientId), ctx.userId))
}

function fieldsOf(draft: api.Draft, senderId: string, clientId: string): Fields {
  const { room, content, facets, replyTo, threadId, alsoToRoom, mentioned, todo } = draft
  const aside = threadId !== undefined && !alsoToRoom
  return {
    roomId: room._id,
    senderId,
    clientId,
    type: 'type' in content ? content.type : 'system',
    content,
    facets,
    aside,
    countable: !aside,
    ...(replyTo ? { replyTo } : {}),
    ...(threadId ? { threadId } : {}),
    ...(threadId && alsoToRoom ? { alsoToRoom } : {}),
    ...(mentioned?.length ? { mentioned } : {}),
    ...(todo?.length ? { todo } : {}),
  } as Fields
}

async function refuseElsewhere(roomId: string, path: string, messageId: string | undefined): Promise<void> {
  if (!messageId || (await Messages.exists({ _id: messageId, roomId }))) return
  throw fault('invalid_input', { issues: [{ path, message: 'There is no such message in this room.' }] })
}

/** The caller's message with this clientId, if it is stored already: what a resend gets, whatever has happened since. */
export async function sent(
  ctx: Context,
  { roomId, clientId }: Pick<Parsed<typeof routes.send>, 'roomId' | 'clientId'>,
): Promise<Message | null> {
  if (!clientId) return null
  const doc = await Messages.findOne({ roomId, senderId: ctx.userId, clientId })
    .readConcern('majority')
    .lean()
  return doc && present(doc)
}

/** Those of the caller's messages with these clientIds that are stored in some rooms already. */
export const sentAlready = async (
  { userId }: Context,
  roomIds: string[],
  clientIds: string[],
): Promise<Message[]> =>
  (
    await Messages.find({ roomId: { $in: roomIds }, senderId: userId, clientId: { $in: clientIds } }).lean()
  ).map(present)

/** What of a message is set before it has its place. */
type Fields = Pick<
  MessageDoc,
  'roomId' | 'senderId' | 'clientId' | 'type' | 'content' | 'facets' | 'aside' | 'countable'
> &
  Partial<Pick<MessageDoc, 'replyTo' | 'threadId' | 'alsoToRoom' | 'mentioned' | 'todo'>>

/** Messages that wait to be stored, by room, sender and clientId. */
const waiting = new Map<string, Promise<MessageDoc>>()

/**
 * Puts a message into its room's queue; its place there is fixed when this returns its promise. One that is sent again
 * while it waits keeps that place: a server that is slow must not become slower by what is repeated for it.
 */
export function insert(ctx: Context, fields: Fields, by?: string): Promise<MessageDoc> {
  const key = `${fields.roomId} ${fields.senderId} ${fields.clientId}`
  const first = waiting.get(key)
  if (first) {
    ctx.handOff()
    return first
  }
  const storing = store(ctx, fields, by).finally(() => waiting.delete(key))
  waiting.set(key, storing)
  return storing
}

function store(ctx: Context, fields: Fields, by?: string): Promise<MessageDoc> {
  const doc = { _id: newId(), ...fields, createdAt: new Date() } as MessageDoc
  return new Promise((resolve, reject) => {
    const done = (result: Committed | { existing: MessageDoc }) => {
      if ('existing' in result) return resolve(result.existing)
      announce(ctx, result.doc, result.prev, { push: pushes.created, cause: by ? { by } : {} })
      resolve(result.doc)
      void ctx.emit(
        api.created,
        { message: result.doc },
        result.doc.todo?.length ? result.doc._id : undefined,
      )
    }
    enqueue(doc.roomId, { kind: 'insert', doc, since: Date.now(), done, failed: reject })
    ctx.handOff()
  })
}
