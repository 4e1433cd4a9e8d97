/** Telling a room what was committed. */
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import type { Push } from '@community-chat/shared/protocol/contract'
import type { Context } from '../../kernel/context'
import type { MessageDoc } from './model'
import { present } from './present'

/** What is said of a change besides the message itself. */
export interface Announcement {
  push: Push
  cause: { facet?: string; by?: string }
  /** Fields of the push beside message, prev and cause. */
  extra?: Record<string, unknown>
}

/** One push with the whole present message and the room's value before it. */
export function announce(
  ctx: Context,
  doc: MessageDoc,
  prev: number,
  { push, cause, extra }: Announcement,
): void {
  const data = { ...extra, message: present(doc), prev, cause }
  ctx.push(push, { room: doc.roomId }, data as never, { seq: doc.seq, rev: doc.rev, prev })
}

/** What a message's present state says of its last change, where nothing more is known. */
export function announcementOf(doc: MessageDoc): Announcement {
  const { created, updated, deleted } = messages.pushes
  return { push: doc.gone ? deleted : doc.rev === doc.seq ? created : updated, cause: {} }
}
