/** Quotes: made with the reply, and true to the original for as long as both are there. */
import { messages as wire } from '@community-chat/shared/capabilities/messages/contract'
import type { Said } from '@community-chat/shared/capabilities/messages/content'
import { excerptOf, type Quote, quote } from '@community-chat/shared/capabilities/replies/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import type { Answer } from '../../kernel/checks'
import type { Context } from '../../kernel/context'
import * as messages from '../messages/api'
import { beginsWithin } from '../rooms/api'
import { can } from './policy'

const batch = 100

/** The durable listeners of replies, as messages remember them. */
export const todo = { said: 'replies.said', edited: 'replies.edited', gone: 'replies.gone' }

/** Refuses to answer what the sender may not see, or what is gone: `invalid_input` at `replyTo`. */
export async function refuseUnseen(
  _ctx: Context,
  { replyTo, before, seat }: messages.Draft,
): Promise<Answer<messages.Draft>> {
  if (!replyTo || before) return { answer: 'allow' }
  const original = await messages.find(replyTo)
  if (original && can.answer(original, seat)) return { answer: 'allow' }
  const issues = [{ path: 'replyTo', message: 'There is no such message to answer.' }]
  return { answer: 'refuse', fault: fault('invalid_input', { issues }) }
}

/** Puts the quote into the reply's own write; what changes an original has its quotes follow. */
export async function addQuote(_ctx: Context, draft: messages.Draft): Promise<Answer<messages.Draft>> {
  const { replyTo, before, room, facets, todo: others = [] } = draft
  if (before) return { answer: 'replace', value: { ...draft, todo: [...others, todo.edited] } }
  if (!replyTo) return { answer: 'allow' }
  const value = await quoteOf(replyTo, room._id, Number.MAX_SAFE_INTEGER)
  const quoting = { ...facets, [quote.name]: value }
  return { answer: 'replace', value: { ...draft, facets: quoting, todo: [...others, todo.said] } }
}

/** The original may have changed, or someone come who may not see it, while the reply was on its way. */
export async function keepTrue(ctx: Context, { message }: { message: messages.MessageDoc }): Promise<void> {
  if (message.replyTo) await renew(ctx, message._id)
}

/** The original says something else now: its quotes do too. */
export const followEdit = (ctx: Context, { message }: { message: messages.MessageDoc }) =>
  renewAll(ctx, message._id)

/** The original is gone: nothing of what it said stays in its quotes. */
export const clean = (ctx: Context, { messageId }: { messageId: string }) => renewAll(ctx, messageId)

async function renewAll(ctx: Context, originalId: string): Promise<void> {
  for (let last = ''; ;) {
    const replies = await messages.repliesTo(originalId, last, batch)
    await Promise.all(replies.map(({ _id }) => renew(ctx, _id)))
    if (replies.length < batch) return
    last = replies.at(-1)!._id
  }
}

/** Makes one quote anew from what its original is now. */
async function renew(ctx: Context, replyId: string): Promise<void> {
  const next = (old: Quote | null, { replyTo, roomId, seq }: messages.MessageDoc) =>
    replyTo ? quoteOf(replyTo, roomId, seq) : old
  await messages.amend(ctx, replyId, quote, next, {
    push: wire.pushes.updated,
    cause: { facet: quote.name },
  })
}

/**
 * The quote in a reply at a seq. The room sees one and the same quote: where there is anyone who sees the reply and not
 * the original, it has no words.
 */
async function quoteOf(originalId: string, roomId: string, replySeq: number): Promise<Quote | null> {
  const original = await messages.find(originalId)
  if (!original) return null
  const { _id: messageId, seq, senderId, type, content, gone } = original
  const known = { messageId, seq, senderId, type: type as Quote['type'] }
  if (gone) return { ...known, text: '', gone: true }
  const isShown = !(await beginsWithin(roomId, seq + 1, replySeq))
  return { ...known, text: isShown ? excerptOf(content as Said | null) : '' }
}
