import { Picker } from '@tarojs/components'
import { Box, Text } from '../elements'
import { dateOf, momentOf, timeOf } from './civil'
import type { DateTimeProps } from './DateTime.types'
import './DateTime.scss'

/** A day and a time, by the host's own wheels. */
export function DateTime({ value, from, until, labels, onChange }: DateTimeProps) {
  const set = (date: string, time: string) => {
    const at = momentOf(date, time)
    if (at !== null) onChange(at)
  }
  return (
    <Box className="date-time">
      <Picker
        className="date-time-field"
        mode="date"
        value={dateOf(value)}
        start={dateOf(from)}
        end={dateOf(until)}
        onChange={event => set(event.detail.value, timeOf(value))}
      >
        <Text label={`${labels.date} ${dateOf(value)}`}>{dateOf(value)}</Text>
      </Picker>
      <Picker
        className="date-time-field date-time-last"
        mode="time"
        value={timeOf(value)}
        onChange={event => set(dateOf(value), event.detail.value)}
      >
        <Text label={`${labels.time} ${timeOf(value)}`}>{timeOf(value)}</Text>
      </Picker>
    </Box>
  )
}
