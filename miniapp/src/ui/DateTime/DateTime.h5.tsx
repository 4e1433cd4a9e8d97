import { dateOf, momentOf, timeOf } from './civil'
import type { DateTimeProps } from './DateTime.types'
import './DateTime.scss'

/** A day and a time, by the browser's own fields. */
export function DateTime({ value, from, until, labels, onChange }: DateTimeProps) {
  const set = (date: string, time: string) => {
    const at = momentOf(date, time)
    if (at !== null) onChange(at)
  }
  return (
    <div className="date-time">
      <input
        className="input date-time-field"
        type="date"
        autoFocus
        aria-label={labels.date}
        min={dateOf(from)}
        max={dateOf(until)}
        value={dateOf(value)}
        onChange={event => set(event.currentTarget.value, timeOf(value))}
      />
      <input
        className="input date-time-field date-time-last"
        type="time"
        aria-label={labels.time}
        value={timeOf(value)}
        onChange={event => set(dateOf(value), event.currentTarget.value)}
      />
    </div>
  )
}
