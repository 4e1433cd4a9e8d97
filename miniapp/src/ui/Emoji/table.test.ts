import { Emoji } from '@community-chat/shared/capabilities/reactions/contract'
import names from './names.json'
import { find, groups, tonesOf } from './table'
import { withoutLast } from './text'

const both = [names.en, names.zh]

test('every emoji and each of its tones may be a reaction, and none is there twice', () => {
  const all = groups.flat()
  expect(all.length).toBeGreaterThan(1_800)
  const shown = all.flatMap(({ emoji, tonal }) => (tonal ? tonesOf(emoji) : [emoji]))
  expect(shown.filter(emoji => !Emoji.safeParse(emoji).success)).toEqual([])
  expect(new Set(shown).size).toBe(shown.length)
})

test('every emoji has its names in both languages', () => {
  for (const each of both)
    expect(each.map(lines => lines.split('\n').length)).toEqual(groups.map(group => group.length))
})

test.each([
  ['party pop', '🎉'],
  ['thumbs up', '👍'],
  ['开心', '😄'],
  ['猫', '🐈'],
  ['panda', '🐼'],
])('%s finds %s', (query, wanted) => {
  expect(
    find(query, both)
      .map(one => one.emoji)
      .slice(0, 20),
  ).toContain(wanted)
})

test('nothing is found for nothing, nor for what no emoji is called', () => {
  expect(find('  ', both)).toEqual([])
  expect(find('xyzzy', both)).toEqual([])
  expect(find('[', both)).toEqual([])
})

test.each([
  ['a👍🏽', 'a'],
  ['👨‍👩‍👧', ''],
  ['x🇨🇳🇯🇵', 'x🇨🇳'],
  ['你好', '你'],
  ['❤️', ''],
  ['', ''],
])('the last sign of %s goes as a whole', (text, wanted) => {
  expect(withoutLast(text)).toBe(wanted)
})
