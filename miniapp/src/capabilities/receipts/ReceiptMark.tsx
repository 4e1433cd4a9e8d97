import { useWords } from '../../kernel/words'
import { Box, Tap, Text } from '../../ui/elements'
import { words } from './words'
import './Receipts.scss'

/** Whether the other has read it, in a word. */
export function ReadMark({ isRead }: { isRead: boolean }) {
  const w = useWords(words)
  return (
    <Text className={`receipt-word ${isRead ? '' : 'receipt-unread'}`}>{isRead ? w.read : w.unread}</Text>
  )
}

/** How many have read it: the circle fills as they do. */
export function CountMark({ read, all, onTap }: { read: number; all: number; onTap: () => void }) {
  const w = useWords(words)
  const degrees = Math.round((360 * read) / all)
  return (
    <Tap className="receipt-hit" label={w.count(read, all)} onTap={onTap}>
      <Box
        className="receipt-count"
        style={{ backgroundImage: `conic-gradient(var(--accent-soft) ${degrees}deg, transparent 0)` }}
        silent
      >
        {read}
      </Box>
    </Tap>
  )
}
