/** Replies: a message that answers another shows what it answers. */
import * as z from 'zod/mini'
import { contract } from '../../protocol/contract'
import { facet } from '../../protocol/facet'
import { Counter, Id } from '../../protocol/fields'
import { MessageType, type Said } from '../messages/content'

/** The longest excerpt of a quoted message, in characters. */
export const longestExcerpt = 120

/** What a reply shows of its original: an excerpt in one line, empty where the original has no words of its own. */
export const Quote = z.object({
  messageId: Id,
  seq: Counter,
  senderId: Id,
  type: MessageType,
  text: z.string(),
  /** The original is no more, and nothing of what it said is left here. */
  gone: z.optional(z.literal(true)),
})
export type Quote = z.output<typeof Quote>

/** What a message quotes; null where it answers none. */
export const quote = facet<Quote | null>('quote', z.nullable(Quote), { empty: null, maxBytes: 1024 })

/** The words of a message in one line, at most 120 whole characters. */
export function excerptOf(content: Said | null): string {
  const { text, name, question, title } = (content ?? {}) as Record<string, unknown>
  const words = [text, name, question, title].find(one => typeof one === 'string' && one.trim() !== '') ?? ''
  const line = String(words).slice(0, 1000).replace(/\s+/g, ' ').trim()
  return [...line]
    .slice(0, longestExcerpt)
    .join('')
    .replace(/\p{Cs}/gu, '')
}

export const replies = contract('replies', { faults: {}, routes: {}, pushes: {}, shapes: { Quote } })
