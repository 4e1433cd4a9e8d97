import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { feedRows, guessHeight, keyOfUnread, type FeedRow } from './rows'
import type { MessageRow } from './useRoomMessages'

const noon = new Date(2026, 5, 3, 12, 0).getTime()
const min = 60_000

/** `alice 3` is said by alice at three minutes past noon; `-` before it is a husk, `*` a system note. */
function row(short: string, seq: number): MessageRow {
  const [who = '', at = '0'] = short.replace(/^[-*]/, '').split(' ')
  const createdAt = noon + Number(at) * min
  const message = {
    id: `m${seq}`,
    seq,
    senderId: who,
    type: short.startsWith('*') ? 'system' : 'text',
    content: { type: 'text', text: 'hello' },
    ...(short.startsWith('-') ? { gone: { by: who, why: 'deleted', at: '' }, content: null } : {}),
  } as unknown as Message
  return {
    key: `m${seq}`,
    mine: who === 'me',
    senderId: who,
    createdAt,
    state: 'sent',
    message,
    pending: null,
  }
}
const rowsOf = (...shorts: string[]) => shorts.map((short, i) => row(short, i + 1))
const corners = (rows: FeedRow[]) => rows.map(item => item.corner).join(' ')

test.each<[string, string[], string]>([
  ['one message stands alone', ['a 0'], 'solo'],
  ['two of one person are a group', ['a 0', 'a 1'], 'first last'],
  ['three have a middle', ['a 0', 'a 1', 'a 2'], 'first mid last'],
  ['another person ends the group', ['a 0', 'a 1', 'b 2', 'a 3'], 'first last solo solo'],
  ['five minutes end the group', ['a 0', 'a 5'], 'solo solo'],
  ['a little less than five does not', ['a 0', 'a 4.9'], 'first last'],
  ['a husk ends the group', ['a 0', '-a 1', 'a 2'], 'solo solo solo'],
  ['a system note ends the group', ['a 0', '*a 1', 'a 2'], 'solo solo solo'],
])('%s', (_, shorts, wanted) => {
  expect(corners(feedRows(rowsOf(...shorts), false, null))).toBe(wanted)
})

test('the unread line ends a group', () => {
  expect(corners(feedRows(rowsOf('a 0', 'a 1'), false, 'm2'))).toBe('solo solo')
})

test.each<[string, string[], boolean, boolean[]]>([
  ['the first row of a room has a time', ['a 0', 'a 1'], false, [true, false]],
  ['the first loaded row has none while there are older ones', ['a 0', 'a 1'], true, [false, false]],
  ['a gap of more than five minutes has one', ['a 0', 'a 5', 'a 10.1'], false, [true, false, true]],
  ['midnight has one', ['a 719', 'a 721'], false, [true, true]],
])('%s', (_, shorts, hasOlder, wanted) => {
  expect(feedRows(rowsOf(...shorts), hasOlder, null).map(item => item.separated)).toEqual(wanted)
})

test.each<[string, number | null, boolean, string | null]>([
  ['nothing unread, no line', null, false, null],
  ['the line stands above the first unread message of someone else', 2, false, 'm3'],
  ['the first loaded message may be the one', 1, true, 'm1'],
  ['it is not guessed while the first unread message is not loaded', 0, true, null],
])('%s', (_, from, hasOlder, wanted) => {
  expect(keyOfUnread(rowsOf('a 0', 'me 1', 'a 2'), from, hasOlder)).toBe(wanted)
})

test('what is above a message counts in its height', () => {
  const [plain] = feedRows(rowsOf('a 0'), true, null)
  const [full] = feedRows(rowsOf('a 0'), false, 'm1')
  expect(guessHeight(full!) - guessHeight(plain!)).toBe(64)
})

test('a row stays the same object until something in it changes', () => {
  const [a, b, c] = rowsOf('a 0', 'a 1', 'a 2')
  const before = feedRows([a!, b!], false, null)
  const after = feedRows([a!, b!, c!], false, null)
  expect(after[0]).toBe(before[0])
  // It was the last of its group, and is in the middle of it now.
  expect(after[1]).not.toBe(before[1])
  expect(feedRows([a!, b!, c!], false, 'm1')[0]).toMatchObject({ unread: true })
})
