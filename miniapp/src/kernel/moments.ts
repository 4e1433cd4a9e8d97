/** Times to choose from when something is planned, and the words of choosing one. */
import { dictionary, useWords } from './words'

export type MomentKey = 'hour' | 'tonight' | 'tomorrow' | 'monday'

/** Moments ahead that people often mean, soonest first, in milliseconds since 1970. Pure. */
export function momentsFrom(now: number): { key: MomentKey; at: number }[] {
  const today = new Date(now)
  const at = (days: number, hour: number) =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() + days, hour).getTime()
  const toMonday = (8 - today.getDay()) % 7 || 7
  return [
    { key: 'hour' as const, at: now + 3_600_000 },
    // Less than half an hour before, it is hardly another choice.
    ...(at(0, 20) - now > 1_800_000 ? [{ key: 'tonight' as const, at: at(0, 20) }] : []),
    { key: 'tomorrow' as const, at: at(1, 9) },
    ...(toMonday > 1 ? [{ key: 'monday' as const, at: at(toMonday, 9) }] : []),
  ]
}

const words = dictionary({
  en: {
    hour: 'In 1 hour',
    tonight: 'Tonight',
    tomorrow: 'Tomorrow morning',
    monday: 'Monday morning',
    custom: 'Pick a date and time',
    date: 'Date',
    time: 'Time',
    over: 'That time is over. Pick a later one.',
    cancel: 'Cancel',
  },
  zh: {
    hour: '1 小时后',
    tonight: '今晚',
    tomorrow: '明天早上',
    monday: '周一早上',
    custom: '选择日期和时间',
    date: '日期',
    time: '时间',
    over: '这个时间已经过了，换一个晚一点的吧',
    cancel: '取消',
  },
})

/** The words of choosing a time. */
export const useMomentWords = () => useWords(words)
