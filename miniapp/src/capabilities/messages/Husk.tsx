import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { useWords } from '../../kernel/words'
import { Box, Tap, Text } from '../../ui/elements'
import { useRecalled } from './recalled'
import { huskLine, type NameOf } from './system'
import { words } from './words'

interface Props {
  message: Message
  nameOf: NameOf
  /** Writes a recalled text again. */
  onAgain: (text: string) => void
}

/** What stands where a message was. */
export function Husk({ message, nameOf, onAgain }: Props) {
  const w = useWords(words)
  const text = useRecalled(message.id)
  return (
    <Box className="feed-note">
      <Text>{huskLine(message, w, nameOf)}</Text>
      {text !== undefined && (
        <Tap className="feed-again" onTap={() => onAgain(text)}>
          {w.again}
        </Tap>
      )}
    </Box>
  )
}
