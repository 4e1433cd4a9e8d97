import { useWords } from '../../kernel/words'
import { Badge } from '../../ui/Badge/Badge'
import { Tap, Text } from '../../ui/elements'
import { Icon } from '../../ui/Icon/Icon'
import { useCalling } from './useThreads'
import { words } from './words'
import './ThreadsEntry.scss'

/** Over the list of rooms: the way to my threads, for those who follow any. */
export function ThreadsEntry({ onOpen }: { onOpen: () => void }) {
  const w = useWords(words)
  const calling = useCalling()
  if (calling === null) return null
  return (
    <Tap className="threads-entry" label={calling > 0 ? w.calling(calling) : w.inbox} onTap={onOpen}>
      <Icon name="thread" size={20} />
      <Text className={calling > 0 ? 'threads-name threads-new' : 'threads-name'}>{w.inbox}</Text>
      <Badge count={calling} />
    </Tap>
  )
}
