import type { Mention } from '@community-chat/shared/capabilities/messages/content'
import { called, moved, queryAt, trimmed, type Written } from './spans'

/** `[@Bob]` is a span that calls bob; the brackets are not part of the text. */
function written(marked: string): Written {
  const spans: Mention[] = []
  let text = ''
  for (const piece of marked.split(/(\[[^\]]*\])/u)) {
    const name = piece.startsWith('[') ? piece.slice(1, -1) : null
    if (name !== null) spans.push({ userId: name.slice(1), at: text.length, length: name.length })
    text += name ?? piece
  }
  return { text, spans }
}
const marked = ({ text, spans }: Written): string =>
  [...spans]
    .sort((a, b) => b.at - a.at)
    .reduce(
      (all, { at, length }) => `${all.slice(0, at)}[${all.slice(at, at + length)}]${all.slice(at + length)}`,
      text,
    )

test.each([
  ['words before it move it', 'hi [@Bob]', 'oh hi @Bob', 'oh hi [@Bob]'],
  ['words behind it leave it', '[@Bob] hi', '@Bob hi there', '[@Bob] hi there'],
  ['a letter right behind it leaves it', '[@Bob]', '@Bob!', '[@Bob]!'],
  ['a letter right before it moves it', '[@Bob]', 'x@Bob', 'x[@Bob]'],
  ['a letter taken from its end ends it', '[@Bob]', '@Bo', '@Bo'],
  ['a letter put into it ends it', '[@Bob]', '@Boob', '@Boob'],
  ['a letter taken from its begin ends it', '[@Bob] hi', 'Bob hi', 'Bob hi'],
  ['all is taken away', '[@Bob] hi', '', ''],
  ['one of two is broken, the other moves', '[@Bob] and [@Ann]', '@Bo and @Ann', '@Bo and [@Ann]'],
  ['what lies between two is cut out', '[@Bob] and [@Ann]', '@Bob@Ann', '[@Bob][@Ann]'],
  ['a cut through both ends both', '[@Bob] and [@Ann]', '@Bonn', '@Bonn'],
  ['Chinese before it', '早[@林夏] 好', '早上好@林夏 好', '早上好[@林夏] 好'],
  ['emoji before it', '[@Bob]', '😀@Bob', '😀[@Bob]'],
  ['another text in its place', '[@Bob]', 'other', 'other'],
  ['the same text', 'hi [@Bob]', 'hi @Bob', 'hi [@Bob]'],
])('%s', (_, before, after, expected) => {
  const text = after
  expect(marked({ text, spans: moved(written(before), text) })).toBe(expected)
})

test.each<[string, string, { at: number; text: string } | null]>([
  ['an at sign alone', '@|', { at: 0, text: '' }],
  ['letters behind it', 'hi @ha|', { at: 3, text: 'ha' }],
  ['Chinese, without a space before', '你好@林|', { at: 2, text: '林' }],
  ['after a bracket', '(@bo|', { at: 1, text: 'bo' }],
  ['an address', 'me@home|', null],
  ['a space behind the name', '@ha na|', null],
  ['a cursor before it', '|@ha', null],
  ['two at signs', '@@b|', { at: 1, text: 'b' }],
  ['a call that was chosen', '[@Bob]|', null],
])('what is looked for: %s', (_, text, expected) => {
  const cursor = text.replace(/[[\]]/gu, '').indexOf('|')
  const { spans } = written(text.replace('|', ''))
  expect(queryAt({ text: text.replace(/[[\]|]/gu, ''), spans }, cursor)).toEqual(expected)
})

test('a call is put in place of what was looked for, and others keep their place', () => {
  const before = written('[@Ann] and @bo then [@Cat]')
  const next = called(before, 9, 12, { userId: 'Bob', name: 'Bob' })
  expect(marked(next)).toBe('[@Ann] and [@Bob]  then [@Cat]')
  expect(next.cursor).toBe(14)
  expect(called(written(''), 0, 0, { userId: null, name: '所有人' })).toMatchObject({
    text: '@所有人 ',
    spans: [{ userId: null, at: 0, length: 4 }],
  })
})

test('what is sent has no spaces around it, and only spans that are right', () => {
  const sent = trimmed(written('  [@Bob] hi '))
  expect(sent).toEqual([{ userId: 'Bob', at: 0, length: 4 }])
  expect(trimmed({ text: 'hi', spans: [{ userId: 'x', at: 0, length: 2 }] })).toEqual([])
})
