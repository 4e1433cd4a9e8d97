/** Writes what the emoji picker knows, from the pinned emojibase-data: run it again when that is newer. */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const { resolve } = createRequire(import.meta.url)
const read = name => JSON.parse(readFileSync(resolve(`emojibase-data/${name}.json`), 'utf8'))

/** Newer ones are empty boxes on many phones. */
const newest = 15
/** In the order of the tabs; 2 are parts of others. */
const groups = [0, 1, 3, 4, 5, 6, 7, 8, 9]
const modifiers = [0x1f3fb, 0x1f3fc, 0x1f3fd, 0x1f3fe, 0x1f3ff].map(code => String.fromCodePoint(code))

/** As keyboards write them: the sign for "in colour" stands only where there would be none without it. */
const plain = emoji => emoji.replace(/(\p{Emoji_Presentation})\uFE0F/gu, '$1')
const english = read('en/data').map(one => ({
  ...one,
  emoji: plain(one.emoji),
  skins: one.skins?.map(skin => ({ emoji: plain(skin.emoji) })),
}))
const chinese = new Map(read('zh/data').map(one => [one.hexcode, one]))

/** The same rule as `toned` in tones.ts: the modifier follows the first sign. */
const tone = (emoji, modifier) => {
  const [first, ...rest] = [...emoji]
  return first + modifier + rest.join('').replace(/^\uFE0F/, '')
}
const hasTones = ({ emoji, skins }) =>
  skins?.length >= 5 && modifiers.every(modifier => skins.some(skin => skin.emoji === tone(emoji, modifier)))

/** Its name, and the words it is looked for by; a word of the name is not said twice. */
const words = ({ label, tags = [] }) => {
  const name = label.toLowerCase()
  return [name, ...tags.map(String).filter(tag => !name.includes(tag.toLowerCase()))].join(' ')
}

const table = []
const names = { en: [], zh: [] }
for (const group of groups) {
  const all = english
    .filter(one => one.group === group && one.version <= newest)
    .sort((a, b) => a.order - b.order)
  table.push(all.map(one => one.emoji + (hasTones(one) ? '+' : '')).join(' '))
  names.en.push(all.map(words).join('\n'))
  names.zh.push(all.map(one => words(chinese.get(one.hexcode) ?? one)).join('\n'))
}
const write = (name, value) =>
  writeFileSync(
    new URL(`../src/ui/Emoji/${name}.json`, import.meta.url),
    `${JSON.stringify(value, null, 1)}\n`,
  )
write('table', table)
write('names', names)
