/** Months as calendars show them, by this device's own midnights. Pure. */

export interface Month {
  year: number
  /** 0–11. */
  month: number
}

const names = 'January February March April May June July August September October November December'.split(
  ' ',
)

/** March 2026, 2026年3月. */
export const monthName = ({ year, month }: Month, language: 'zh' | 'en'): string =>
  language === 'zh' ? `${year}年${month + 1}月` : `${names[month]} ${year}`

/** The weeks of a month from Monday, each day as its midnight; null where a week reaches out of the month. */
export function weeksOf({ year, month }: Month): (number | null)[][] {
  const empty = (new Date(year, month, 1).getDay() + 6) % 7
  const count = new Date(year, month + 1, 0).getDate()
  const days: (number | null)[] = Array.from({ length: empty }, () => null)
  for (let day = 1; day <= count; day++) days.push(new Date(year, month, day).getTime())
  while (days.length % 7 > 0) days.push(null)
  return Array.from({ length: days.length / 7 }, (_, row) => days.slice(7 * row, 7 * row + 7))
}
