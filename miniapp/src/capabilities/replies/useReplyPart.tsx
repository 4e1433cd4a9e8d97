import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { excerptOf, type Quote } from '@community-chat/shared/capabilities/replies/contract'
import { useMemo } from 'react'
import type { TalkPart } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import { answer, useAnswering } from './answering'
import { QuoteBox } from './QuoteBox'
import { words } from './words'

interface Use {
  /** The room, or the thread in it, that is written to. */
  place: string
  nameOf: (userId: string) => string
  /** Leads to the original of a message. */
  onOriginal: (quote: Quote, message: Message) => void
}

/** Answering a message with a quote of it, and the quotes in the bubbles. */
export function useReplyPart({ place, nameOf, onOriginal }: Use): TalkPart {
  const w = useWords(words)
  const answering = useAnswering(place)
  const bar = useMemo(() => {
    if (!answering) return null
    const { senderId, type, content } = answering
    const kind = type === 'text' || type === 'system' ? '' : `[${w.kinds[type]}] `
    return {
      title: w.replyTo(nameOf(senderId)),
      text: `${kind}${excerptOf(content)}`,
      cancelLabel: w.cancel,
      onCancel: () => answer(place, null),
    }
  }, [answering, place, nameOf, w])
  return useMemo(
    () => ({
      acts: message => [
        {
          key: 'reply',
          name: w.reply,
          icon: 'quote',
          order: 10,
          hover: true,
          letter: 'r',
          run: () => answer(place, message),
        },
      ],
      over: message =>
        message.replyTo && (
          <QuoteBox message={message} nameOf={nameOf} onOriginal={quote => onOriginal(quote, message)} />
        ),
      bar,
      sending: saying => (answering ? { ...saying, replyTo: answering.id } : saying),
      sent: () => answer(place, null),
    }),
    [place, answering, bar, nameOf, onOriginal, w],
  )
}
