import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { ownReactions } from '@community-chat/shared/capabilities/reactions/contract'
import { useWords } from '../../kernel/words'
import { Box, Tap } from '../../ui/elements'
import { Icon } from '../../ui/Icon/Icon'
import { useQuick } from './quick'
import { words } from './words'
import './ReactionBar.scss'

interface Props {
  message: Message
  onReact: (messageId: string, emoji: string, on: boolean) => void
  /** All others. */
  onMore: () => void
}

/** The six emoji that are nearest at hand, and the way to all. */
export function QuickBar({ message, onReact, onMore }: Props) {
  const w = useWords(words)
  const quick = useQuick()
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
      <Tap className="quick-one quick-more" role="menuitem" label={w.all} onTap={onMore}>
        <Icon name="plus-o" size={24} />
      </Tap>
    </Box>
  )
}
