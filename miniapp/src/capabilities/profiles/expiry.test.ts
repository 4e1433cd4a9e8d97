import { statusAt } from '@community-chat/shared/capabilities/profiles/person'
import { expiryOf } from './expiry'

const at = (...parts: [number, number, number, number?, number?]) => new Date(...parts).getTime()
const thursday = at(2026, 10, 19, 15, 30)

test.each([
  ['30m', at(2026, 10, 19, 16, 0)],
  ['1h', at(2026, 10, 19, 16, 30)],
  ['4h', at(2026, 10, 19, 19, 30)],
  ['today', at(2026, 10, 20)],
  ['week', at(2026, 10, 23)],
  ['never', null],
] as const)('%s on a Thursday afternoon ends when it should', (choice, wanted) => {
  expect(expiryOf(choice, thursday)).toBe(wanted)
})

test.each([
  ['Monday', 16, 23],
  ['Saturday', 21, 23],
  ['Sunday', 22, 23],
])('a week that is chosen on a %s ends with its Sunday', (_, day, next) => {
  expect(expiryOf('week', at(2026, 10, day, 12, 0))).toBe(at(2026, 10, next))
})

test('a status is shown until its time, not at it; one without is shown for good', () => {
  const status = { text: 'away', until: '2026-11-19T10:00:00.000Z' }
  expect(statusAt(status, Date.parse(status.until) - 1)).toBe(status)
  expect(statusAt(status, Date.parse(status.until))).toBeNull()
  expect(statusAt({ text: 'away', until: null }, Number.MAX_SAFE_INTEGER)).not.toBeNull()
  expect(statusAt(undefined, 0)).toBeNull()
})
