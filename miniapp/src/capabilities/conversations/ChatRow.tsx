import { memo, type ReactNode } from 'react'
import { useWords } from '../../kernel/words'
import { Badge } from '../../ui/Badge/Badge'
import { Box, Text } from '../../ui/elements'
import type { Place } from '../../ui/elements.types'
import { Icon } from '../../ui/Icon/Icon'
import { ListRow } from '../../ui/ListRow/ListRow'
import { Dots } from '../../ui/TypingDots/TypingDots'
import { parts } from './filter'
import type { Alert } from './order'
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
  /** Who is typing there this moment; it stands instead of the newest message. */
  typing?: string
  draft?: string
  pending?: { state: 'waiting' | 'sending' | 'failed'; text: string }
  unread: number
  mention: boolean
  pinned: boolean
  /** Not all that is said there calls for attention. */
  muted: boolean
  alert: Alert
}

interface Props {
  line: ChatLine
  selected: boolean
  /** The list stands beside the room. */
  wide: boolean
  /** What was looked for: it stands out in the name. */
  sought: string
  onOpen: (roomId: string) => void
  onMenu: (roomId: string, at: Place) => void
}

/** One room of the list. What waits for me comes before what was said. */
export const ChatRow = memo(function ChatRow({ line, selected, wide, sought, onOpen, onMenu }: Props) {
  const w = useWords(words)
  const { roomId, name, face, presence, time, unread, pinned, muted, alert, typing } = line
  const { prefix, bold, count, text } = secondLine(line, w)
  const label = [
    name,
    presence,
    pinned ? w.pinned : '',
    muted ? w.muted : '',
    unread > 0 ? w.unread(unread) : alert.marked ? w.marked : '',
    time,
    `${prefix} ${text}`.trim(),
  ]
  return (
    <ListRow
      role="option"
      label={label.filter(Boolean).join(', ')}
      face={face}
      name={
        <>
          <Text className="one-line">
            {parts(name, sought).map((part, n) => (
              <Text key={n} className={part.hit ? 'list-row-hit' : undefined}>
                {part.text}
              </Text>
            ))}
          </Text>
          {muted && <Icon name="mute" size={14} className="list-row-mark" />}
          {pinned && <Icon name="pin" size={14} className="list-row-mark" />}
        </>
      }
      time={time}
      bold={alert.count > 0}
      pinned={pinned}
      selected={selected}
      onTap={() => onOpen(roomId)}
      onHold={at => onMenu(roomId, at)}
      line={
        <>
          {prefix && <Text className={`list-row-prefix ${bold ? 'list-row-bold' : ''}`}>{prefix}</Text>}
          {count && <Text className="list-row-count">{count}</Text>}
          {typing && !prefix ? (
            <>
              <Dots />
              <Text className="list-row-typing">{typing}</Text>
            </>
          ) : (
            <Text>{text || w.noMessages}</Text>
          )}
        </>
      }
      end={<Called alert={alert} unread={unread} wide={wide} />}
    />
  )
})

/** What stands at the end: a number that calls, a dot for what I marked or what is quiet, a grey number beside a mouse. */
const Called = ({ alert, unread, wide }: { alert: Alert; unread: number; wide: boolean }) => {
  if (alert.quiet && wide) return <Badge count={unread} muted />
  if (alert.quiet || alert.marked) return <Box className="list-row-dot" silent />
  return <Badge count={alert.count} />
}

/** The second line: a call, what was not sent, a draft, how much is quietly there, and what was said last. */
function secondLine({ mention, pending, draft, preview, alert, unread }: ChatLine, w: typeof words.en) {
  const failed = pending?.state === 'failed'
  const prefix = mention ? w.mentioned : failed ? w.failed : draft ? w.draft : ''
  const text = failed
    ? pending.text
    : draft && !mention
      ? draft
      : pending
        ? `${w.you}${pending.text}`
        : preview
  return { prefix, bold: mention, count: alert.quiet && !prefix ? w.count(unread) : '', text }
}
