import { useLanguage, useWords } from '../../kernel/words'
import { Tap, Text } from '../../ui/elements'
import { Icon } from '../../ui/Icon/Icon'
import { plannedTime } from '../../ui/times'
import { words } from './words'
import './Note.scss'

interface Props {
  count: number
  /** When the next of them is sent. */
  next: string
  onTap: () => void
}

/** Over the field: how much waits here to be sent. */
export function Note({ count, next, onTap }: Props) {
  const w = useWords(words)
  const { language } = useLanguage()
  const line = w.note(count, plannedTime(Date.parse(next), Date.now(), language))
  return (
    <Tap className="plan-note" label={`${line}. ${w.show}`} onTap={onTap}>
      <Icon name="clock" size={16} />
      <Text className="plan-note-words one-line">{line}</Text>
      <Icon name="right" size={14} />
    </Tap>
  )
}
