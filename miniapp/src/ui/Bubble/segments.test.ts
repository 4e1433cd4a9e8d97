import { isJumbo, segments } from './segments'

const links = (text: string) =>
  segments(text).flatMap(piece => (piece.href ? [[piece.text, piece.href]] : []))

test.each<[string, string[][]]>([
  ['no link', []],
  ['see https://a.example/x?y=1#z.', [['https://a.example/x?y=1#z', 'https://a.example/x?y=1#z']]],
  ['(http://a.example)', [['http://a.example', 'http://a.example']]],
  ['http://a.example/b_(c)', [['http://a.example/b_(c)', 'http://a.example/b_(c)']]],
  ['www.a.example，看看', [['www.a.example', 'https://www.a.example']]],
  ['「https://a.example」', [['https://a.example', 'https://a.example']]],
  ['javascript:alert(1)', []],
  ['data:text/html,x ftp://a.example', []],
  ['https://user:pass@a.example', []],
  ['https://', []],
])('links in %s', (text, wanted) => {
  expect(links(text)).toEqual(wanted)
  expect(
    segments(text)
      .map(piece => piece.text)
      .join(''),
  ).toBe(text)
})

const span = (at: number, length: number, className = 'x') => ({ at, length, className })
const pieces = (text: string, ...spans: ReturnType<typeof span>[]) =>
  segments(text, spans).map(({ text, href, className }) => [text, href ? 'link' : '', className ?? ''])

test('spans and links stand beside, inside and across one another, and no text is lost', () => {
  expect(pieces('hi @Bob, all', span(3, 4))).toEqual([
    ['hi ', '', ''],
    ['@Bob', '', 'x'],
    [', all', '', ''],
  ])
  expect(pieces('https://a.example/bob', span(18, 3))).toEqual([
    ['https://a.example/', 'link', ''],
    ['bob', 'link', 'x'],
  ])
  expect(pieces('ab', span(0, 2, 'x'), span(1, 9, 'y'))).toEqual([
    ['a', '', 'x'],
    ['b', '', 'x y'],
  ])
  expect(pieces('ab', span(5, 2), span(-3, 1))).toEqual([['ab', '', '']])
  expect(segments('', [span(0, 1)])).toEqual([])
})

test('the first span that can be tapped is', () => {
  const onTap = () => undefined
  expect(segments('abc', [span(0, 3), { ...span(1, 1, 'y'), onTap }])[1]).toEqual({
    text: 'b',
    className: 'x y',
    onTap,
  })
})

test.each<[string, boolean]>([
  ['👍', true],
  ['🙌🏽', true],
  ['👨‍👩‍👧', true],
  ['🇨🇳🇯🇵', true],
  ['❤️🎉😂', true],
  ['1️⃣', true],
  ['👍👍👍👍', false],
  ['12', false],
  ['#', false],
  ['好👍', false],
  ['', false],
])('%s alone is large: %s', (text, wanted) => {
  expect(isJumbo(text)).toBe(wanted)
})
