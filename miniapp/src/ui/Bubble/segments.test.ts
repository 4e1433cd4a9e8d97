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
