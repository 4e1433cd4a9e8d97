import { useWords } from '../../kernel/words'
import { Box, Tap, Text } from '../../ui/elements'
import { Tick } from '../../ui/Tick/Tick'
import { words } from './words'
import './AlsoToRoom.scss'

/** Over the field of a thread: whether the reply is said to the room too. */
export function AlsoToRoom({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) {
  const w = useWords(words)
  return (
    <Tap className="also" role="checkbox" checked={on} label={w.alsoToRoom} onTap={() => onChange(!on)}>
      <Tick on={on} />
      <Text className="also-words">{w.alsoToRoom}</Text>
    </Tap>
  )
}

/** Under a root, before its replies: how many there are. */
export function RepliesLine({ count }: { count: number }) {
  const w = useWords(words)
  return <Box className="thread-line">{count > 0 ? w.replies(count) : w.noReplies}</Box>
}

/** In place of the field, where nothing more can be said. */
export function ThreadClosed() {
  const w = useWords(words)
  return <Box className="thread-closed">{w.closed}</Box>
}
