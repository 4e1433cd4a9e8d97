export interface DateTimeProps {
  /** In milliseconds since 1970, to the minute. */
  value: number
  /** No day before and after these. */
  from: number
  until: number
  labels: { date: string; time: string }
  onChange: (value: number) => void
}
