import { expect, test } from '@jest/globals'
import { lineOf, previewLine } from './lines'
import { words } from './words'

const { en, zh } = words

test.each([
  [{ type: 'text', text: 'two\nlines' }, 'two lines'],
  [{ type: 'location', latitude: 1, longitude: 2, name: 'Pier 9', address: '' }, '[Place] Pier 9'],
  [{ type: 'card', of: 'room', id: 'x' }, '[Card of a room]'],
  [{ type: 'record', title: [], count: 2, lines: [] }, '[Chat history]'],
] as const)('%j is one line of a record', (content, line) => {
  expect(lineOf({ content: content as never }, en as never)).toBe(line)
})

test('a line inside a preview that was no text says what it was', () => {
  expect([previewLine('text', 'a  b', en as never), previewLine('location', '', zh as never)]).toEqual([
    'a b',
    '[位置]',
  ])
})

test('a record is called after its room, its two people, or nobody that is left', () => {
  const title = (...names: string[]) => names.map(name => ({ userId: null, name }))
  expect([
    en.record(title('Trip')),
    en.record(title('Alice', 'Bob')),
    en.record(title('Alice', '')),
    zh.record([]),
  ]).toEqual(['Chat history of Trip', 'Chat history of Alice and Bob', 'Chat history of Alice', '聊天记录'])
})
