import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import { faceOf } from '../../kernel/face'
import { useWords } from '../../kernel/words'
import { Avatar } from '../../ui/Avatar/Avatar'
import { Box } from '../../ui/elements'
import { TypingDots } from '../../ui/TypingDots/TypingDots'
import { words } from './words'

/** Of how many the faces are shown. */
const mostFaces = 3

/** Who is typing, under the last message; nothing where nobody is. */
export function TypingRow({ people }: { people: readonly Person[] }) {
  const w = useWords(words)
  if (people.length === 0) return null
  return (
    <TypingDots
      words={w.typing(people.map(one => one.displayName))}
      faces={people.slice(0, mostFaces).map(({ id, avatar }, i) => (
        <Box key={id} className={`typing-face ${i === 0 ? 'typing-face-first' : ''}`}>
          <Avatar {...faceOf(avatar)} size={20} />
        </Box>
      ))}
    />
  )
}
