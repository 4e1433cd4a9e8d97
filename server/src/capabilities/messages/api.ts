/** What other capabilities may use of messages. */
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Said } from '@community-chat/shared/capabilities/messages/content'
import { event } from '../../kernel/bus'
import { checkPoint } from '../../kernel/checks'
import type { MemberDoc, RoomDoc } from '../rooms/api'
import { type MessageDoc, Messages } from './model'
import { present } from './present'

export { amend } from './facets'
export { say, type Saying } from './send'
export { readHead } from './heads'
export { visibleMessage as visible } from './load'
export { changesSince } from './changes'
export { showing, shown, tellMine, withMine } from './mine'
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
  /** Whom it calls, and the words it is found by: kept with it, never told. */
  mentioned?: string[]
  tokens?: string[]
}

/** May this be said? */
export const sending = checkPoint<Draft>('messages.sending', {
  order: ['screen'],
  within: 800,
  onFailure: 'closed',
})
/** May it be changed to this? */
export const editing = checkPoint<Draft>('messages.editing', {
  order: ['screen'],
  within: 800,
  onFailure: 'closed',
})
/** What follows from the content alone is computed here, so that it is in the same write. */
export const composing = checkPoint<Draft>('messages.composing', { within: 800, onFailure: 'open' })

/** Raised once a message is committed. */
export const created = event<{ message: MessageDoc }>('messages.created')
/** Raised once a message's content changed. */
export const edited = event<{ message: MessageDoc }>('messages.edited')
/** Raised once a message is gone for everyone. */
export const deleted = event<{ messageId: string; roomId: string }>('messages.deleted')

/** A message, whoever asks; null where there is none. Only for a host program, which answers for everyone. */
export async function forHost(messageId: string): Promise<Message | null> {
  const doc = await Messages.findById(messageId).lean()
  return doc && present(doc)
}

/** The newest message of a room that someone who sees from `fromSeq` may see. */
export async function newestOf(roomId: string, fromSeq: number): Promise<Message | null> {
  const [doc] = await Messages.find({ roomId, aside: false, seq: { $gte: fromSeq } })
    .sort({ seq: -1 })
    .limit(1)
    .readConcern('majority')
    .lean()
  return doc ? present(doc) : null
}

const countedUpTo = 100
const lookedAt = 200

/**
 * How far a person has read at least, given the stored position, and what others said above it and up to a seq: counted
 * among the newest 200, at most 100, shown as 99+. What they said themselves they have read, also where that was not
 * written yet; what people they ignore said does not count.
 */
export async function readingOf(
  roomId: string,
  userId: string,
  fromSeq: number,
  stored: number,
  upTo: number,
  ignored: ReadonlySet<string>,
): Promise<{ readSeq: number; unread: number }> {
  const rows = await Messages.find(
    { roomId, seq: { $gt: Math.max(stored, fromSeq - 1), $lte: upTo } },
    { _id: 0, seq: 1, senderId: 1, countable: 1 },
  )
    .sort({ seq: -1 })
    .limit(lookedAt)
    .lean()
  const said = rows.filter(row => row.countable)
  const own = said.findIndex(row => row.senderId === userId)
  const above = own === -1 ? said : said.slice(0, own)
  const unread = above.filter(row => !ignored.has(row.senderId)).length
  return { readSeq: said[own]?.seq ?? stored, unread: Math.min(unread, countedUpTo) }
}
