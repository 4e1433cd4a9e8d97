import { filtered, parts } from './filter'

const lines = [{ name: 'Weekend Hikers' }, { name: '周末徒步小组' }, { name: 'ＡＬＩＣＥ' }, { name: 'Bob' }]
const names = (text: string) => filtered(lines, text).map(({ name }) => name)

test.each([
  ['hik', ['Weekend Hikers']],
  ['HIK', ['Weekend Hikers']],
  ['  end h ', ['Weekend Hikers']],
  ['徒步', ['周末徒步小组']],
  ['alice', ['ＡＬＩＣＥ']],
  ['ｂｏｂ', ['Bob']],
  ['(', []],
  ['zzz', []],
])('“%s” finds what is called so', (text, found) => {
  expect(names(text)).toEqual(found)
})

test('nothing to look for leaves the list as it is', () => {
  expect(filtered(lines, '  ')).toBe(lines)
})

test.each([
  ['Weekend Hikers', 'HIK', ['Weekend ', '*Hik', 'ers']],
  ['周末徒步小组', '徒步', ['周末', '*徒步', '小组']],
  ['ＡＬＩＣＥ', 'li', ['Ａ', '*ＬＩ', 'ＣＥ']],
  ['ﬁne 🌙 day', 'e 🌙', ['ﬁn', '*e 🌙', ' day']],
  ['ﬁne', 'i', ['*ﬁ', 'ne']],
  ['Bob', 'builder', ['Bob']],
  ['Bob', '', ['Bob']],
])('in “%s” what matches “%s” stands out', (name, text, wanted) => {
  expect(parts(name, text).map(part => `${part.hit ? '*' : ''}${part.text}`)).toEqual(wanted)
})

test('a thousand rooms are gone through at every key', () => {
  const many = Array.from({ length: 1000 }, (_, n) => ({ name: `房间 Room number ${n}` }))
  const begun = performance.now()
  for (const text of ['r', 'ro', 'roo', 'room', 'room n', '房间', '99', '999']) filtered(many, text)
  const each = (performance.now() - begun) / 8
  process.stdout.write(`filtering 1,000 rooms: ${each.toFixed(2)} ms a key\n`)
  expect(filtered(many, '房间 room number 999')).toHaveLength(1)
})
