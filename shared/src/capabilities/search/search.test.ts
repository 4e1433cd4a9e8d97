import { describe, expect, test } from '@jest/globals'
import { holds, rangesOf, relevance, snippetOf } from './find'
import { fold, folded } from './fold'
import { textOf } from './text'
import { mostTokens, termsOf, tokensFor, tokensOf } from './tokens'

test.each([
  ['Hello', 'hello'],
  ['ＨＥＬＬＯ　１２３', 'hello 123'],
  ['Café déjà naïve', 'cafe deja naive'],
  ['cafe\u0301', 'cafe'],
  ['İstanbul', 'istanbul'],
  ['ｶﾞｯｺｳ', 'ガッコウ'],
  ['がっこう', 'がっこう'],
  ['한국어', '한국어'],
  ['한국어'.normalize('NFD'), '한국어'],
  ['ﬁne ℌ ①', 'fine h 1'],
  ['👨‍👩‍👧 ❤️', '👨👩👧 ❤'],
  ['Straße ẞ', 'straße ß'],
])('%j is compared as %j', (text, expected) => {
  expect(folded(text)).toBe(expected)
  expect(folded(expected)).toBe(expected)
})

test('every folded unit knows its place in the original', () => {
  const { text, from } = fold('ﬁn é Ｘ')
  expect(text).toBe('fin e x')
  expect(from).toEqual([0, 0, 1, 2, 3, 4, 5, 6])
})

test.each([
  ['火锅店', ['火', '锅', '店', '火锅', '锅店']],
  ['Camping', ['ca', 'cam', 'amp', 'mpi', 'pin', 'ing']],
  ['a b', ['a', 'b']],
  ['AI助手v2', ['ai', '助', '手', '助手', 'v2']],
  ['snake_case.js', ['sn', 'sna', 'nak', 'ake', 'ca', 'cas', 'ase', 'js']],
  ['买🎉', ['买', '🎉']],
  ['ラーメン', ['ラ', 'ー', 'メ', 'ン', 'ラー', 'ーメ', 'メン']],
  ['!? …', []],
])('%j is found by %j', (text, tokens) => {
  expect(tokensOf(text)).toEqual(tokens)
})

test.each([
  ['火', ['火']],
  ['火锅', ['火锅']],
  ['火锅店', ['火锅', '锅店']],
  ['camp', ['cam', 'amp']],
  ['go', ['go']],
  ['C++', ['c']],
  ['火锅 Camp', ['火锅', 'cam', 'amp']],
  ['++', []],
  ['', []],
])('%j asks for %j', (query, tokens) => {
  expect(tokensFor(termsOf(query))).toEqual(tokens)
})

describe.each<[string, string, boolean]>([
  ['We went camping', 'camp', true],
  ['We went camping', 'amp', true],
  ['We went camping', 'CAMPING went', true],
  ['We went camping', 'campus', false],
  ['我们去吃火锅吧', '火锅', true],
  ['我们去吃火锅吧', '去吃火', true],
  ['我们去吃火锅吧', '锅', true],
  ['我们去吃火锅吧', '锅火', false],
  ['明天meeting改到3点', 'meet 明天', true],
  ['明天meeting改到3点', '3点', true],
  ['明天meeting改到13点', '3点', false],
  ['東京タワーへ行こう', 'タワ', true],
  ['서울에서 만나요', '만나', true],
  ['see https://example.com/a-b?x=1', 'example.com/a-b', true],
  ['const roomId = 42', 'roomid', true],
  ['go to the airport', 'ai', true],
  ['go to the fair', 'ai', false],
  ['plan b', 'b', true],
  ['plan bee', 'b', false],
  ['learn C++ today', 'c++', true],
  ['vitamin abc++', 'c++', false],
  ['résumé', 'resume', true],
  ['well done 🎉🎉', '🎉', true],
  ['50% of $set {"$gt": 1}', '$gt', true],
])('%j', (text, query, expected) => {
  test(`${expected ? 'holds' : 'does not hold'} ${query}`, () => {
    const terms = termsOf(query)
    expect(holds(text, terms)).toBe(expected)
    const tokens = new Set(tokensOf(text))
    // What a text holds its tokens must say; tokens alone may promise more.
    if (expected) expect(tokensFor(terms).filter(one => !tokens.has(one))).toEqual([])
    expect(rangesOf(text, terms).length > 0).toBe(expected)
  })
})

test('places are marked in the original, full width, accents and all', () => {
  const marked = (text: string, query: string) =>
    rangesOf(text, termsOf(query)).map(({ at, length }) => text.slice(at, at + length))
  expect(marked('Ｃafé and CAFÉ', 'cafe')).toEqual(['Ｃafé', 'CAFÉ'])
  expect(marked('ﬁnd it', 'fi')).toEqual(['ﬁ'])
  expect(marked('火锅火锅', '火锅')).toEqual(['火锅火锅'])
  expect(marked('cafe\u0301s', 'cafe')).toEqual(['cafe\u0301'])
})

test('a snippet shows the first place, on one line, and never half a character', () => {
  const text = `${'😀'.repeat(100)}\nneedle${'😀'.repeat(100)}`
  const { text: shown, ranges } = snippetOf(text, ['needle'])
  expect(shown.length).toBeLessThanOrEqual(84)
  expect(shown).toMatch(/^…[^\n]*…$/u)
  expect(shown).not.toMatch(/\p{Cs}/u)
  expect(ranges.map(({ at, length }) => shown.slice(at, at + length))).toEqual(['needle'])
  expect(snippetOf('short', [])).toEqual({ text: 'short', ranges: [] })
})

test('whole words answer better than beginnings, those better than insides, all in one row best', () => {
  const of = (text: string, query: string) => relevance(text, termsOf(query))
  expect(of('a camp', 'camp')).toBeGreaterThan(of('camping', 'camp'))
  expect(of('camping', 'camp')).toBeGreaterThan(of('decamp', 'camp'))
  expect(of('red apple pie', 'apple pie')).toBeGreaterThan(of('pie of apple', 'apple pie'))
})

test('a text is found by a bounded number of tokens, those of its beginning', () => {
  const text = Array.from({ length: 5000 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('')
  expect(tokensOf(text)).toHaveLength(mostTokens)
  expect(tokensFor(termsOf('abcdefghijklmnopqrstuvwxyz')).length).toBeLessThanOrEqual(12)
})

test('the words of every kind of message are read, and no ids, names of people or notes of the system', () => {
  const message = (type: string, content: object) => textOf({ type, content } as never)
  expect(message('text', { type: 'text', text: 'hello' })).toBe('hello')
  expect(message('location', { type: 'location', latitude: 1, name: 'Park', address: 'Road 1' })).toBe(
    'Park\nRoad 1',
  )
  expect(message('poll', { type: 'poll', question: 'When?', options: [{ id: 'x', text: 'Monday' }] })).toBe(
    'When?\nMonday',
  )
  const said = { senderId: 'a', name: 'Ann', content: { type: 'text', text: 'inside' } }
  expect(message('record', { type: 'record', title: [{ userId: null, name: 'Room' }], items: [said] })).toBe(
    'inside',
  )
  expect(message('card', { type: 'card', of: 'room', id: 'abc' })).toBe('')
  expect(message('system', { event: 'room_renamed', data: { text: 'x' } })).toBe('')
})
