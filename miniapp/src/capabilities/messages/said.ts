/** What a row says, whether the server has it or it still waits here. Pure. */
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { OutboxEntry, Saying } from '@community-chat/shared/protocol/outbox'
import type { TalkPart } from '../../kernel/talk'
import type { MessageRow } from './message-rows'

/** What one row needs of a part. */
export type RowPart = Pick<
  TalkPart,
  | 'content'
  | 'preview'
  | 'spoken'
  | 'over'
  | 'under'
  | 'below'
  | 'beside'
  | 'opens'
  | 'rings'
  | 'spans'
  | 'acts'
>

const coming = new WeakMap<OutboxEntry, Message>()

/** The message of a row; of one that is on its way what it will be, with `seq` 0. The same row gives the same object. */
export function messageOf({ message, pending, senderId }: MessageRow): Message {
  if (message) return message
  const known = coming.get(pending)
  if (known) return known
  const { clientId, roomId, content, replyTo, threadId, alsoToRoom, createdAt } = pending
  const made: Message = {
    id: clientId,
    roomId,
    senderId,
    seq: 0,
    rev: 0,
    type: content.type,
    content,
    clientId,
    replyTo,
    threadId,
    alsoToRoom,
    facets: {},
    createdAt: new Date(createdAt).toISOString(),
  }
  coming.set(pending, made)
  return made
}

/** The words of a text; null for every other kind. */
export const textIn = ({ type, content }: Pick<Message, 'type' | 'content'>): string | null =>
  content && 'text' in content && (type === 'text' || type === undefined) ? content.text : null

/** A message in one line: its text, else the words of the part that knows its kind, else `unknown`. */
export function inWords(
  message: Pick<Message, 'type' | 'content'>,
  parts: readonly Pick<TalkPart, 'preview'>[],
  unknown: string,
): string {
  const text = textIn(message)
  if (text !== null) return text
  for (const part of parts) {
    const words = part.preview?.(message)
    if (words !== undefined) return words
  }
  return unknown
}

/** What is sent, with what parts add to it; null where one of them wants nothing to be sent. */
export function sayingOf(
  content: Saying['content'],
  parts: readonly Pick<TalkPart, 'sending'>[],
): Saying | null {
  let saying: Saying | null = { content }
  for (const part of parts) if (saying && part.sending) saying = part.sending(saying)
  return saying
}
