import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Quote } from '@community-chat/shared/capabilities/replies/contract'
import type { DeviceState } from '@community-chat/shared/protocol/device'
import { useDevice } from '../../kernel/device'
import { useWords } from '../../kernel/words'
import { Box, Tap, Text } from '../../ui/elements'
import { needsOriginal, quoteOf } from './answering'
import { words } from './words'
import './QuoteBox.scss'

interface Props {
  message: Message
  nameOf: (userId: string) => string
  onOriginal: (quote: Quote) => void
}

/** What a message answers, in its bubble: a tap leads to the original. */
export function QuoteBox({ message, nameOf, onOriginal }: Props) {
  const w = useWords(words)
  const original = useDevice(state => (needsOriginal(message) ? originalOf(state, message) : null), null)
  const quote = quoteOf(message, original)
  if (!quote) return null
  if (quote.gone) {
    return (
      <Box className="quote">
        <Text className="quote-gone">{w.gone}</Text>
      </Box>
    )
  }
  const name = nameOf(quote.senderId)
  const text = wordsOf(quote, w)
  return (
    <Tap className="quote" label={w.toOriginal(name, text)} onTap={() => onOriginal(quote)}>
      <Text className="quote-name one-line">{name}</Text>
      <Text className="quote-text one-line">{text}</Text>
    </Tap>
  )
}

/** A quote in one line: what is more than words is named by its kind. */
function wordsOf({ type, text }: Quote, w: (typeof words)['en']): string {
  if (type === 'text' || type === 'system') return text || w.earlier
  return text ? `[${w.kinds[type]}] ${text}` : `[${w.kinds[type]}]`
}

function originalOf({ replica }: DeviceState, { roomId, replyTo }: Message): Message | null {
  const room = replica.rooms[roomId]
  if (!room) return null
  const windows = [room, ...Object.values(room.threads)]
  for (const { messages } of windows) {
    const found = messages.find(({ id }) => id === replyTo)
    if (found) return found
  }
  return null
}
