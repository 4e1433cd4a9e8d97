import { listTime, separatorTime } from './times'

const now = new Date(2026, 10, 20, 12, 0).getTime()
const at = (...parts: [number, number, number, number, number]) => new Date(...parts).getTime()

test.each<[string, number, string, string, string, string]>([
  ['today', at(2026, 10, 20, 9, 4), '9:04', '9:04', '9:04', '9:04'],
  ['a minute ahead of this clock', at(2026, 10, 20, 12, 1), '12:01', '12:01', '12:01', '12:01'],
  ['yesterday', at(2026, 10, 19, 21, 40), '昨天 21:40', 'Yesterday 21:40', '昨天', 'Yesterday'],
  ['this week', at(2026, 10, 16, 8, 0), '星期一 8:00', 'Monday 8:00', '星期一', 'Mon'],
  ['six days ago', at(2026, 10, 14, 8, 0), '星期六 8:00', 'Saturday 8:00', '星期六', 'Sat'],
  ['a week ago', at(2026, 10, 13, 8, 0), '11月13日 8:00', 'Nov 13 8:00', '11月13日', 'Nov 13'],
  ['last year', at(2025, 0, 2, 0, 5), '2025年1月2日 0:05', 'Jan 2, 2025 0:05', '2025年1月2日', 'Jan 2, 2025'],
])('%s', (_, moment, zh, en, zhList, enList) => {
  expect(separatorTime(moment, now, 'zh')).toBe(zh)
  expect(separatorTime(moment, now, 'en')).toBe(en)
  expect(listTime(moment, now, 'zh')).toBe(zhList)
  expect(listTime(moment, now, 'en')).toBe(enList)
})
