/** What other capabilities may use of messages. */
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Said } from '@community-chat/shared/capabilities/messages/content'
import { event } from '../../kernel/bus'
import { checkPoint } from '../../kernel/checks'
import type { MemberDoc, RoomDoc } from '../rooms/api'
import { type MessageDoc, Messages } from './model'
import { present } from './present'

export { amend } from './facets'
export { say, type Saying, sent, sentAlready } from './send'
export { callsAcross, callsIn } from './calls'
export { isBusy } from './commit'
export { present } from './present'
export { readHead } from './heads'
export { visibleMessage as visible, visibleMessages as visibleTogether } from './load'
export { note } from './notes'
export { rewrite } from './rewrite'
export { changesSince } from './changes'
export { endingBefore, notStarted, notStartedIn } from './expiring'
export { expire } from './gone'
export { type Hidden as HiddenRange, hiding, newestOf, readingOf } from './unread'
export { findAll, livingReplies, newestReply, outlinesOf, unreadInThread } from './thread-reads'
export { changedAfter, firstAt } from './lookup'
export { showing, shown, tellMine, tellMineOf, toldMine, withMine } from './mine'
export type { MessageDoc } from './model'

/** What a person is about to say, or to change a text to. */
export interface Draft {
  room: RoomDoc
  seat: MemberDoc
  content: Said
  replyTo?: string
  threadId?: string
  alsoToRoom?: boolean
  /** Seconds it lives after someone else read it. */
  expiresAfter?: number
  /** The message that is changed; absent for a new one. */
  before?: MessageDoc
  /** What later capabilities keep about it from the start. */
  facets: Record<string, unknown>
  /** Whom it calls: kept with it, never told. */
  mentioned?: string[]
  /** The durable listeners of `created`, or of `edited`, that have work to do on it. */
  todo?: string[]
}

/** May this be said? */
export const sending = checkPoint<Draft>('messages.sending', {
  order: ['screen'],
  within: 3000,
  onFailure: 'closed',
})
/** May it be changed to this? */
export const editing = checkPoint<Draft>('messages.editing', {
  order: ['screen'],
  within: 3000,
  onFailure: 'closed',
})
/** What follows from the content alone is computed here, so that it is in the same write. */
export const composing = checkPoint<Draft>('messages.composing', { within: 3000, onFailure: 'closed' })

const carrier = { model: () => Messages, payload: (message: MessageDoc) => ({ message }) }

/** Raised once a message is committed. A durable listener looks whether `todo` names it: most have no work. */
export const created = event<{ message: MessageDoc }>('messages.created', carrier)
/** Raised once a message's content changed; durable as `created`. */
export const edited = event<{ message: MessageDoc }>('messages.edited', carrier)
/** Raised once a message is gone for everyone. */
export const deleted = event<{ messageId: string; roomId: string }>('messages.deleted', {
  model: () => Messages,
  payload: ({ _id, roomId }: MessageDoc) => ({ messageId: _id, roomId }),
})

/** A message, for a capability that asks its own rule about it; null where there is none. */
export const find = (messageId: string): Promise<MessageDoc | null> =>
  Messages.findById(messageId).lean().exec()

/** Those of some messages that there are, in no order, for a capability that asks its own rule about them. */
export const findMany = (messageIds: string[]): Promise<MessageDoc[]> =>
  messageIds.length > 0
    ? Messages.find({ _id: { $in: messageIds } })
        .lean()
        .exec()
    : Promise.resolve([])

/** A message, whoever asks; null where there is none. Only for a host program, which answers for everyone. */
export async function forHost(messageId: string): Promise<Message | null> {
  const doc = await Messages.findById(messageId).lean()
  return doc && present(doc)
}

/** Messages that answer one and are still there, by rising id above `after`. */
export const repliesTo = (messageId: string, after: string, limit: number): Promise<MessageDoc[]> =>
  Messages.find({ replyTo: messageId, _id: { $gt: after } })
    .sort({ _id: 1 })
    .limit(limit)
    .lean()
    .exec()

/** Those among some messages that are gone for everyone. */
export async function goneAmong(messageIds: string[]): Promise<Set<string>> {
  if (messageIds.length === 0) return new Set()
  const rows = await Messages.find({ _id: { $in: messageIds }, gone: { $ne: null } }, { _id: 1 }).lean()
  return new Set(rows.map(row => row._id))
}
