import { noPlace, type Place } from '@community-chat/shared/capabilities/conversations/place'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { alertOf, byPlace, isHidden } from './order'

const place = (change: Partial<Place>): Place => ({ ...noPlace, ...change })

test.each([
  ['nothing new', 0, false, {}, { count: 0, quiet: false, marked: false }],
  ['some unread', 3, false, {}, { count: 3, quiet: false, marked: false }],
  ['marked', 0, false, { markedUnread: true }, { count: 1, quiet: false, marked: true }],
  ['marked and unread', 3, false, { markedUnread: true }, { count: 3, quiet: false, marked: false }],
  ['quiet', 3, true, { notify: 'none' }, { count: 0, quiet: true, marked: false }],
  ['quiet but for calls', 3, false, { notify: 'mentions' }, { count: 0, quiet: true, marked: false }],
  ['quiet but called', 3, true, { notify: 'mentions' }, { count: 1, quiet: false, marked: false }],
  [
    'quiet and marked',
    0,
    false,
    { notify: 'none', markedUnread: true },
    { count: 1, quiet: false, marked: true },
  ],
] as const)('what calls in a room that is %s', (_, unread, mention, change, alert) => {
  expect(alertOf({ unread, mention }, place(change))).toEqual(alert)
})

const said = (seq: number, more: Partial<Message> = {}) =>
  ({ seq, senderId: 'bob', type: 'text', ...more }) as Message
const nobody = () => false

test.each<[string, (Message | null)[], boolean]>([
  ['nothing', [null], true],
  ['what was said before', [said(5)], true],
  ['something new', [said(6)], false],
  ['something new before a note', [said(7, { type: 'system' }), said(6)], false],
  ['a note', [said(6, { type: 'system' })], true],
  ['what is gone again', [said(6, { gone: {} as Message['gone'] })], true],
  ['what was said in a thread alone', [said(6, { threadId: 't' })], true],
  ['what was said in a thread and to all', [said(6, { threadId: 't', alsoToRoom: true })], false],
])('a room hidden at 5 in which there is %s', (_, messages, hidden) => {
  expect(isHidden(place({ hiddenAt: 5 }), messages, nobody)).toBe(hidden)
})

test('someone I ignore does not bring a room back, and a room that nobody hid is there', () => {
  expect(isHidden(place({ hiddenAt: 5 }), [said(6)], id => id === 'bob')).toBe(true)
  expect(isHidden(noPlace, [said(6)], nobody)).toBe(false)
})

test('pinned rooms come first, the last pinned on top, then by activity, and always in one order', () => {
  const row = (roomId: string, activeAt: number, pinnedAt: string | null = null) => ({
    roomId,
    activeAt,
    place: place({ pinnedAt }),
  })
  const rows = [
    row('b', 5),
    row('a', 5),
    row('new', 9),
    row('first', 1, '2026-01-01T00:00:00.000Z'),
    row('last', 0, '2026-01-02T00:00:00.000Z'),
  ]
  const wanted = ['last', 'first', 'new', 'a', 'b']
  expect(rows.toSorted(byPlace).map(({ roomId }) => roomId)).toEqual(wanted)
  expect(
    rows
      .toReversed()
      .toSorted(byPlace)
      .map(({ roomId }) => roomId),
  ).toEqual(wanted)
})
