/** Times as people say them, in both languages; written by hand because mini programs have no full Intl. */

type Language = 'zh' | 'en'

const weekdays = {
  zh: ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
}
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const day = 86_400_000

/** HH:mm, without a leading zero for the hour. */
export function clock(at: number): string {
  const date = new Date(at)
  return `${date.getHours()}:${String(date.getMinutes()).padStart(2, '0')}`
}

/** Calendar days between two moments, by the device's own midnights. */
export function daysBetween(at: number, now: number): number {
  const midnight = (moment: number) => {
    const date = new Date(moment)
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  }
  return Math.round((midnight(now) - midnight(at)) / day)
}

/** The day alone: today is empty, then yesterday, a weekday, a date. */
function dayName(at: number, now: number, language: Language, short: boolean): string {
  const days = daysBetween(at, now)
  const date = new Date(at)
  if (days <= 0) return ''
  if (days === 1) return language === 'zh' ? '昨天' : 'Yesterday'
  if (days < 7) {
    const name = weekdays[language][date.getDay()] ?? ''
    return short && language === 'en' ? name.slice(0, 3) : name
  }
  return dateName(at, now, language)
}

/** The date, with its year where that is another. */
function dateName(at: number, now: number, language: Language): string {
  const date = new Date(at)
  const sameYear = date.getFullYear() === new Date(now).getFullYear()
  if (language === 'zh') {
    const text = `${date.getMonth() + 1}月${date.getDate()}日`
    return sameYear ? text : `${date.getFullYear()}年${text}`
  }
  const text = `${months[date.getMonth()]} ${date.getDate()}`
  return sameYear ? text : `${text}, ${date.getFullYear()}`
}

/** Between messages: 9:34, 昨天 21:40, Thursday 8:02, 11月22日 9:00. */
export const separatorTime = (at: number, now: number, language: Language): string =>
  [dayName(at, now, language, false), clock(at)].filter(Boolean).join(' ')

/** Right of a row in the list: the time today, else the day. */
export const listTime = (at: number, now: number, language: Language): string =>
  dayName(at, now, language, true) || clock(at)

/** A moment to come: Today 20:00, 明天 9:00, Friday 8:02, Jan 3 9:00; one that is over as it stands between messages. */
export function plannedTime(at: number, now: number, language: Language): string {
  const ahead = daysBetween(now, at)
  if (ahead < 0) return separatorTime(at, now, language)
  const near = { zh: ['今天', '明天'], en: ['Today', 'Tomorrow'] }[language][ahead]
  const named = ahead < 7 ? weekdays[language][new Date(at).getDay()] : dateName(at, now, language)
  return `${near ?? named} ${clock(at)}`
}

/** A time as it stands within an English sentence: today 20:00. */
export const withinLine = (time: string): string =>
  time.replace(/^(Today|Tomorrow|Yesterday)/, word => word.toLowerCase())

/** The day something began: empty for today. */
export const daySince = (at: number, now: number, language: Language): string =>
  dayName(at, now, language, false)

const units: readonly [seconds: number, en: string, zh: string][] = [
  [86_400, 'day', '天'],
  [3600, 'hour', '小时'],
  [60, 'minute', '分钟'],
  [1, 'second', '秒'],
]

/** How long something lasts, in the largest unit that it fills: 2 minutes, 30 秒. */
export function duration(seconds: number, language: Language): string {
  const [size, en, zh] = units.find(([size]) => seconds >= size) ?? [1, 'second', '秒']
  const count = Math.floor(seconds / size)
  return language === 'zh' ? `${count} ${zh}` : `${count} ${en}${count === 1 ? '' : 's'}`
}

/** The same in the fewest signs: 2m, 30s. */
export function shortDuration(seconds: number): string {
  const [size, en] = units.find(([size]) => seconds >= size) ?? [1, 's']
  return `${Math.floor(seconds / size)}${en.slice(0, 1)}`
}
