import { useState } from 'react'
import { Box, Tap, Text } from '../elements'
import { Icon } from '../Icon/Icon'
import { monthName, weeksOf } from '../months'
import './Calendar.scss'

interface Props {
  language: 'zh' | 'en'
  /** The midnight of the chosen day, in milliseconds. */
  chosen?: number
  /** No day after this moment can be chosen. */
  until: number
  labels: { before: string; after: string }
  /** Told the day's midnight on this device. */
  onChoose: (day: number) => void
}

const week = { zh: '一二三四五六日', en: 'MTWTFSS' }

/** A month of days to choose one from. */
export function Calendar({ language, chosen, until, labels, onChoose }: Props) {
  const begin = new Date(chosen ?? until)
  const [month, setMonth] = useState({ year: begin.getFullYear(), month: begin.getMonth() })
  const move = (by: number) => {
    const to = new Date(month.year, month.month + by, 1)
    setMonth({ year: to.getFullYear(), month: to.getMonth() })
  }
  const isLast = new Date(month.year, month.month + 1, 1).getTime() > until
  const title = monthName(month, language)
  return (
    <Box className="calendar">
      <Box className="calendar-head">
        <Tap className="hit" label={labels.before} onTap={() => move(-1)}>
          <Icon name="back" size={20} />
        </Tap>
        <Box className="calendar-title" live="polite">
          {title}
        </Box>
        <Tap className="hit" label={labels.after} disabled={isLast} onTap={() => move(1)}>
          <Icon name="right" size={20} />
        </Tap>
      </Box>
      <Box className="calendar-week" silent>
        {[...week[language]].map((name, i) => (
          <Text key={i} className="calendar-name">
            {name}
          </Text>
        ))}
      </Box>
      {weeksOf(month).map((days, row) => (
        <Box key={row} className="calendar-week">
          {days.map((day, i) =>
            day === null ? (
              <Box key={i} className="calendar-day" />
            ) : (
              <Tap
                key={i}
                className={`calendar-day ${day === chosen ? 'calendar-on' : ''}`}
                label={`${title} ${new Date(day).getDate()}`}
                disabled={day > until}
                onTap={() => onChoose(day)}
              >
                {new Date(day).getDate()}
              </Tap>
            ),
          )}
        </Box>
      ))}
    </Box>
  )
}
