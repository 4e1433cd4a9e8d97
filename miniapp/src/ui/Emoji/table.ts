/** Every emoji by its group, and what it is called. Written by config/emoji.mjs. */
import table from './table.json'

export interface Emoji {
  emoji: string
  /** It comes in five more tones of skin. */
  tonal: boolean
}

/** Smileys, people, nature, food, places, play, things, signs, flags. */
export const groups: readonly (readonly Emoji[])[] = table.map(group =>
  group.split(' ').map(one => ({ emoji: one.replace('+', ''), tonal: one.endsWith('+') })),
)

const modifiers = [0x1f3fb, 0x1f3fc, 0x1f3fd, 0x1f3fe, 0x1f3ff].map(code => String.fromCodePoint(code))

/** An emoji in all of its six tones, the plain one first. */
export function tonesOf(emoji: string): string[] {
  const [first = '', ...rest] = [...emoji]
  return [emoji, ...modifiers.map(modifier => first + modifier + rest.join('').replace(/^\uFE0F/, ''))]
}

/** The emoji whose names hold all words of the query; `names` are those of one group after the other, line by line. */
export function find(query: string, names: readonly (readonly string[])[]): Emoji[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean)
  const lines = names.map(each => each.map(lines => lines.split('\n')))
  const found: { emoji: Emoji; place: number }[] = []
  groups.forEach((group, g) =>
    group.forEach((emoji, n) => {
      const places = lines.map(each => placeIn(each[g]?.[n] ?? '', wanted)).filter(place => place >= 0)
      if (places.length > 0) found.push({ emoji, place: Math.min(...places) })
    }),
  )
  return found.sort((a, b) => a.place - b.place).map(one => one.emoji)
}

/** How far from its beginning a name holds all the words, at the beginning of a word where it has spaces; -1 where not. */
function placeIn(name: string, wanted: readonly string[]): number {
  const places = wanted.map(word =>
    /[a-z0-9]/.test(word) ? ` ${name}`.search(new RegExp(` ${escape(word)}`)) : name.indexOf(word),
  )
  return wanted.length === 0 || places.some(place => place < 0) ? -1 : Math.max(...places)
}

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
