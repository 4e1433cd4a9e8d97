import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import { thread } from '@community-chat/shared/capabilities/threads/contract'
import { faceOf } from '../../kernel/face'
import { useLanguage, useWords } from '../../kernel/words'
import { Avatar } from '../../ui/Avatar/Avatar'
import { Box, Tap, Text } from '../../ui/elements'
import { listTime } from '../../ui/times'
import { words } from './words'
import './ThreadFooter.scss'

interface Props {
  message: Message
  people: Readonly<Record<string, Person | undefined>>
  onOpen: (rootId: string) => void
}

/** What a message shows of the thread that hangs on it: a tap opens it. */
export function ThreadFooter({ message, people, onOpen }: Props) {
  const w = useWords(words)
  const { language } = useLanguage()
  const summary = thread.of(message)
  if (!summary) return null
  const { count, repliers, lastAt } = summary
  const time = listTime(Date.parse(lastAt), Date.now(), language)
  return (
    <Tap className="thread-foot" label={w.footer(count, time)} onTap={() => onOpen(message.id)}>
      <Box className="thread-faces">
        {repliers.map((id, n) => (
          <Avatar
            key={id}
            size={20}
            className={n > 0 ? 'thread-face thread-face-next' : 'thread-face'}
            {...(people[id] ? faceOf(people[id].avatar) : unknownFace)}
          />
        ))}
      </Box>
      <Text className="thread-count">{w.replies(count)}</Text>
      <Text className="thread-time">{time}</Text>
    </Tap>
  )
}

/** Whoever is not known yet. */
const unknownFace = { letters: '·', colour: 8 }

/** Over a reply that was sent to the room too: a tap opens its thread. */
export function FromThread({ rootId, onOpen }: { rootId: string; onOpen: (rootId: string) => void }) {
  const w = useWords(words)
  return (
    <Tap className="thread-from" label={`${w.fromThread}. ${w.open}`} onTap={() => onOpen(rootId)}>
      <Text className="one-line">{w.fromThread}</Text>
    </Tap>
  )
}
