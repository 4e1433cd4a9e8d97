import { useState } from 'react'
import { Button } from '../Button/Button'
import { DateTime } from '../DateTime/DateTime'
import { Box, Tap, Text } from '../elements'
import { Icon } from '../Icon/Icon'
import { Layer } from '../Layer/Layer'
import { clock, plannedTime } from '../times'
import '../Sheet/Sheet.scss'
import './WhenSheet.scss'

const year = 365 * 86_400_000

export interface WhenProps {
  title: string
  /** Moments to choose from, and what each is called. */
  presets: { key: string; name: string; at: number }[]
  words: { custom: string; date: string; time: string; over: string; cancel: string }
  /** On the button that takes a time of one's own. */
  verb: string
  language: 'zh' | 'en'
  busy?: boolean
  onChoose: (at: number) => void
  onClose: () => void
}

/** When: a few likely moments, or a day and a time of one's own. */
export function WhenSheet({ title, presets, words, verb, language, busy, onChoose, onClose }: WhenProps) {
  const [own, setOwn] = useState<number | null>(null)
  const now = Date.now()
  const isOver = own !== null && own <= now
  const begin = () => setOwn(Math.ceil((now + 3_600_000) / 300_000) * 300_000)
  return (
    <Layer role="dialog" label={title} scrim className="sheet" onClose={onClose}>
      <Box className="sheet-hint" heading={2}>
        {title}
      </Box>
      {own === null &&
        presets.map(({ key, name, at }) => (
          <Tap key={key} className="when-one" disabled={busy} onTap={() => onChoose(at)}>
            <Text className="when-name">{name}</Text>
            <Text className="when-at">{key === 'monday' ? plannedTime(at, now, language) : clock(at)}</Text>
          </Tap>
        ))}
      {own === null ? (
        <Tap className="when-one" onTap={begin}>
          <Text className="when-name">{words.custom}</Text>
          <Icon name="calendar" size={20} className="when-icon" />
        </Tap>
      ) : (
        <Box className="when-own">
          <DateTime
            value={own}
            from={now}
            until={now + year}
            labels={{ date: words.date, time: words.time }}
            onChange={setOwn}
          />
          <Box className={`when-note ${isOver ? 'when-over' : ''}`} live="polite">
            {isOver ? words.over : plannedTime(own, now, language)}
          </Box>
          <Button block busy={busy} disabled={isOver} onTap={() => onChoose(own)}>
            {verb}
          </Button>
        </Box>
      )}
      <Box className="sheet-gap" />
      <Tap className="sheet-item sheet-cancel" onTap={onClose}>
        {words.cancel}
      </Tap>
    </Layer>
  )
}
