import { useLanguage, useWords } from '../../kernel/words'
import { Calendar } from '../../ui/Calendar/Calendar'
import { Box, Tap } from '../../ui/elements'
import { Layer } from '../../ui/Layer/Layer'
import { words } from './words'

interface Props {
  hint: string
  /** Told the midnight of a day, in milliseconds. */
  onChoose: (day: number) => void
  onClose: () => void
}

/** A day to choose, today at the latest. */
export function DaySheet({ hint, onChoose, onClose }: Props) {
  const w = useWords(words)
  const { language } = useLanguage()
  return (
    <Layer role="dialog" label={hint} scrim className="sheet" onClose={onClose}>
      <Box className="sheet-hint">{hint}</Box>
      <Calendar
        language={language}
        until={Date.now()}
        labels={{ before: w.before, after: w.after }}
        onChoose={day => {
          onClose()
          onChoose(day)
        }}
      />
      <Box className="sheet-gap" />
      <Tap className="sheet-item sheet-cancel" onTap={onClose}>
        {w.cancel}
      </Tap>
    </Layer>
  )
}
