import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { ownReactions, tallies } from '@community-chat/shared/capabilities/reactions/contract'
import { useWords } from '../../kernel/words'
import { Box, Tap, Text } from '../../ui/elements'
import type { Place } from '../../ui/elements.types'
import { Icon } from '../../ui/Icon/Icon'
import { words } from './words'
import './ReactionBar.scss'

interface Props {
  message: Message
  onReact: (messageId: string, emoji: string, on: boolean) => void
  onMore: (message: Message, at: Place) => void
  /** Who left one of them. */
  onWho: (message: Message, emoji: string) => void
}

/** The emoji below a message: a tap joins in, another takes it back, a long press says who. */
export function ReactionBar({ message, onReact, onMore, onWho }: Props) {
  const w = useWords(words)
  const shown = tallies.of(message)
  const mine = ownReactions(message)
  if (shown.length === 0) return null
  return (
    <Box className="reacts">
      {shown.map(({ emoji, count }) => {
        const own = mine.includes(emoji)
        return (
          <Tap
            key={emoji}
            className={`react ${own ? 'react-own' : ''}`}
            label={w.count(emoji, count, own)}
            role="checkbox"
            checked={own}
            onTap={() => onReact(message.id, emoji, !own)}
            onHold={() => onWho(message, emoji)}
          >
            {emoji}
            <Text className="react-count">{count}</Text>
          </Tap>
        )
      })}
      <Tap className="react react-add" label={w.all} onTapAt={at => onMore(message, at)}>
        <Icon name="react" size={18} />
      </Tap>
    </Box>
  )
}
