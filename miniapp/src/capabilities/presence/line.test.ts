import { listOf } from './list'
import { presenceLine } from './line'
import { words } from './words'

const now = new Date(2026, 10, 21, 12, 0).getTime()
const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 5).toISOString()

test.each([
  ['online is said before anything else', { status: 'online', customStatus: 'hiking' }, 'Online', '在线'],
  ['then what they say of themselves', { status: 'away', customStatus: 'hiking' }, 'hiking', 'hiking'],
  [
    'also of who is gone',
    { status: 'offline', customStatus: 'hiking', lastSeenAt: at(21, 9) },
    'hiking',
    'hiking',
  ],
  ['then that they are away', { status: 'away' }, 'Away', '离开'],
  [
    'then when they were seen today',
    { status: 'offline', lastSeenAt: at(21, 9) },
    'Last seen 9:05',
    '上次在线 9:05',
  ],
  [
    'or before',
    { status: 'offline', lastSeenAt: at(20, 21) },
    'Last seen yesterday 21:05',
    '上次在线 昨天 21:05',
  ],
  ['and nothing of who hides', { status: 'offline' }, '', ''],
] as const)('%s', (_, presence, en, zh) => {
  const one = { userId: 'a', ...presence }
  expect(presenceLine(one, words.en, now, 'en')).toBe(en)
  expect(presenceLine(one, words.zh, now, 'zh')).toBe(zh)
})

test('of whom nothing is known nothing is said', () => {
  expect(presenceLine(undefined, words.en, now, 'en')).toBe('')
})

test('the list has everyone once, without oneself; too many drop those that were on the screen first', () => {
  expect(
    listOf(
      [
        ['b', 'a'],
        ['me', 'a'],
      ],
      'me',
      10,
    ),
  ).toEqual(['a', 'b'])
  expect(
    listOf(
      [
        ['old-1', 'old-2'],
        ['new-1', 'new-2'],
      ],
      'me',
      3,
    ),
  ).toEqual(['new-1', 'new-2', 'old-1'])
  expect(listOf([], 'me', 3)).toEqual([])
})
