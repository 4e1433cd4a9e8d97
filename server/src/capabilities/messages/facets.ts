/** Facets: the small slices of a message that later capabilities own. */
import type { Facet } from '@community-chat/shared/protocol/facet'
import { fault } from '@community-chat/shared/protocol/faults'
import type { Context } from '../../kernel/context'
import { changeMessage } from './amend'
import type { Announcement } from './fan-out'
import { type MessageDoc, Messages } from './model'

/**
 * Sets one facet of a message to what `next` says, in the room's queue. `next` runs after the message was read, so it
 * recounts the owner's rows and is never behind them; it may run again. A husk keeps no facets.
 */
export async function amend<T>(
  ctx: Context,
  messageId: string,
  facet: Facet<T>,
  next: (old: T, message: MessageDoc) => Promise<T> | T,
  announcement: Announcement,
): Promise<MessageDoc> {
  const message = await Messages.findById(messageId).lean()
  if (!message) throw fault('not_found')
  const apply = async (present: MessageDoc) => {
    if (present.gone) return null
    const facets = present.facets as Record<string, unknown>
    const old = facet.of({ facets })
    const value = await next(old, present)
    if (JSON.stringify(value) === JSON.stringify(old)) return null
    if (Buffer.byteLength(JSON.stringify(value)) > facet.maxBytes)
      throw fault('too_large', { facet: facet.name })
    return { set: { facets: { ...facets, [facet.name]: value } } }
  }
  return changeMessage(ctx, message, apply, announcement)
}
