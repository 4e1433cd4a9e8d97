import { expect, test } from '@jest/globals'
import type { Mention } from '../messages/content'
import { calledIn, spansOf, wrongSpan } from './spans'

const span = (at: number, length: number, userId: string | null = 'u'): Mention => ({ userId, at, length })

test.each<[string, string, Mention[], number | null]>([
  ['a name', '@Bob hi', [span(0, 4)], null],
  ['a name of two words', 'hi @Ann Lee!', [span(3, 8)], null],
  ['a Chinese name', '早，@林夏 好', [span(2, 3)], null],
  ['two side by side', '@a@b', [span(0, 2), span(2, 2)], null],
  ['two in any order', '@a @b', [span(3, 2), span(0, 2)], null],
  ['none', 'hello', [], null],
  ['one behind the text', '@Bob', [span(0, 5)], 0],
  ['one without an at sign', 'Bob hi', [span(0, 3)], 0],
  ['one that is only an at sign', '@ hi', [span(0, 1)], 0],
  ['two over one another', '@Bob@Ann', [span(0, 6), span(4, 4)], 1],
  ['the same twice', '@Bob', [span(0, 4), span(0, 4)], 1],
  ['one over a line', '@Bob\nhi', [span(0, 7)], 0],
  ['half a symbol', '@😀', [span(0, 2)], 0],
])('%s', (_, text, spans, wrong) => {
  expect(wrongSpan(text, spans)?.index ?? null).toBe(wrong)
})

test('whom a text calls: each once, everyone as all', () => {
  const mentions = [span(6, 2, 'b'), span(0, 2, null), span(3, 2, 'b')]
  const content = { type: 'text' as const, text: '@a @b @b', mentions }
  expect(calledIn(content)).toEqual(['all', 'b'])
  expect(spansOf(content).map(({ at }) => at)).toEqual([0, 3, 6])
  expect(calledIn({ type: 'text', text: 'plain' })).toEqual([])
  expect(calledIn({ type: 'card', of: 'person', id: 'x' })).toEqual([])
  expect(calledIn(null)).toEqual([])
})
