import { memo, type ReactNode } from 'react'
import { useWords } from '../../kernel/words'
import { Badge } from '../../ui/Badge/Badge'
import { Text } from '../../ui/elements'
import { ListRow } from '../../ui/ListRow/ListRow'
import { words } from './words'

export interface ChatLine {
  roomId: string
  name: string
  face: ReactNode
  /** Whether the other person is there, in a word. */
  presence?: string
  time: string
  /** The newest message, in words. */
  preview: string
  draft?: string
  pending?: { state: 'waiting' | 'sending' | 'failed'; text: string }
  unread: number
  mention: boolean
}

interface Props {
  line: ChatLine
  selected: boolean
  onOpen: (roomId: string) => void
}

/** One room of the list. What waits for me comes before what was said. */
export const ChatRow = memo(function ChatRow({ line, selected, onOpen }: Props) {
  const w = useWords(words)
  const { name, face, presence, time, preview, draft, pending, unread, mention } = line
  const failed = pending?.state === 'failed'
  const prefix = mention ? w.mentioned : failed ? w.failed : draft ? w.draft : ''
  const text = failed
    ? pending.text
    : draft && !mention
      ? draft
      : pending
        ? `${w.you}${pending.text}`
        : preview
  const label = [name, presence, unread > 0 ? w.unread(unread) : '', time, `${prefix} ${text}`.trim()]
    .filter(Boolean)
    .join(', ')
  return (
    <ListRow
      role="option"
      label={label}
      face={face}
      name={<Text className="one-line">{name}</Text>}
      time={time}
      bold={unread > 0}
      selected={selected}
      onTap={() => onOpen(line.roomId)}
      line={
        <>
          {prefix && <Text className={`list-row-prefix ${mention ? 'list-row-bold' : ''}`}>{prefix}</Text>}
          <Text>{text || w.noMessages}</Text>
        </>
      }
      end={<Badge count={unread} />}
    />
  )
})
