import { useFaultText } from '../../kernel/faults'
import { useLanguage, useWords } from '../../kernel/words'
import { Box, Text } from '../../ui/elements'
import { Icon } from '../../ui/Icon/Icon'
import { ListRow } from '../../ui/ListRow/ListRow'
import { plannedTime } from '../../ui/times'
import { type Planned, textOf } from './schedules'
import { words } from './words'
import './Schedules.scss'

interface Props {
  one: Planned
  /** The name of its room; absent where it has none, or it is not known. */
  room?: string
  onTap: () => void
}

/** One message or reminder: what, where, when, and why it was not sent. */
export function PlanRow({ one, room, onTap }: Props) {
  const w = useWords(words)
  const { language } = useLanguage()
  const faultText = useFaultText()
  const { kind, state } = one
  const name = textOf(one) || (room && kind === 'reminder' ? w.aMessageIn(room) : w.message)
  const time = plannedTime(Date.parse(one.at), Date.now(), language)
  const isOutside = kind === 'message' && (one.code === 'not_found' || one.code === 'forbidden')
  const why =
    kind === 'message' && one.code ? (isOutside ? w.outside : faultText({ code: one.code })) : undefined
  const place = room && (kind === 'message' ? w.place(room) : room)
  const line = why ?? place ?? w.remindMe
  return (
    <ListRow
      label={[name, line, time].join(', ')}
      face={
        <Box className={`plan-face plan-face-${state}`} silent>
          <Icon name={state === 'failed' ? 'alert' : kind === 'message' ? 'clock' : 'bell'} size={20} />
        </Box>
      }
      name={<Text className="one-line">{name}</Text>}
      time={time}
      line={<Text className={`one-line ${why ? 'plan-why' : ''}`}>{line}</Text>}
      bold={state === 'due'}
      onTap={onTap}
    />
  )
}
