/** What is being answered: kept for each room and thread until it is sent or given up. */
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { excerptOf, quote, type Quote } from '@community-chat/shared/capabilities/replies/contract'
import { createStore, useStore } from '../../kernel/store'

type Answering = Readonly<Record<string, Message>>
const answering = createStore<Answering>({})

/** The message that is answered in a place; null while there is none. */
export const useAnswering = (place: string): Message | null => useStore(answering)[place] ?? null

/** Answers a message in a place from now on; null answers none. */
export function answer(place: string, message: Message | null): void {
  const { [place]: _, ...others } = answering.get()
  answering.set(message ? { ...others, [place]: message } : others)
}

/**
 * What a message shows of its original: what the server says, with the words of the original where it is here and the
 * quote has none; null where it answers nothing.
 */
export function quoteOf(message: Message, original: Message | null): Quote | null {
  const told = quote.of(message)
  if (!original || told?.gone || told?.text) return told
  const { id: messageId, seq, senderId, type, content, gone } = original
  const known = told ?? { messageId, seq, senderId, type, text: '' }
  return gone ? { ...known, gone: true } : { ...known, text: excerptOf(content) }
}

/** True where a quote has no words without its original. */
export const needsOriginal = (message: Message): boolean => {
  const told = quote.of(message)
  return message.replyTo !== undefined && !told?.gone && !told?.text
}

/** Everyone whose name a quote shows. */
export function peopleQuoted(message: Message): string[] {
  const told = quote.of(message)
  return told ? [told.senderId] : []
}
