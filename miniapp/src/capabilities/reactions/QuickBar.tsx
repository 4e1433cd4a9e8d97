import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { ownReactions } from '@community-chat/shared/capabilities/reactions/contract'
import { useWords } from '../../kernel/words'
import { Box, Tap } from '../../ui/elements'
import { words } from './words'
import './ReactionBar.scss'

const quick = ['👍', '❤️', '😂', '🎉', '😮', '🙏']

interface Props {
  message: Message
  onReact: (messageId: string, emoji: string, on: boolean) => void
}

/** The six emoji that are nearest at hand. */
export function QuickBar({ message, onReact }: Props) {
  const w = useWords(words)
  const mine = ownReactions(message)
  return (
    <Box className="quick" role="group" label={w.title}>
      {quick.map(emoji => {
        const own = mine.includes(emoji)
        return (
          <Tap
            key={emoji}
            className={`quick-one ${own ? 'quick-own' : ''}`}
            role="menuitemcheckbox"
            checked={own}
            label={w.react(emoji, own)}
            onTap={() => onReact(message.id, emoji, !own)}
          >
            {emoji}
          </Tap>
        )
      })}
    </Box>
  )
}
