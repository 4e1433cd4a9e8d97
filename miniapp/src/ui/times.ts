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

/** The day something began: empty for today. */
export const daySince = (at: number, now: number, language: Language): string =>
  dayName(at, now, language, false)
